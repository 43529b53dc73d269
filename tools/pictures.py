"""The pictures of README and docs, taken from a fresh demo in a real browser: `make pictures`."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, StorageState, sync_playwright
from tests.journeys.states import DOORS

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
# A photo and a client of the first job.
OF_STORY = """
from provino.galleries.models import Photo
first = Photo.objects.order_by("pk").first()
print(json.dumps({"photo": first.public_id, "contact": first.gallery.client.public_id}))
"""
WIDE, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file name, whose page it is, and where. `gallery` is the number of the demo job.

    What is done before it is taken, in this order: scrolled to, unfolded, clicked, a key pressed, a field filled and sent.
    """

    name: str
    path: str
    gallery: int = 0
    size: tuple[int, int] = WIDE
    scheme: Literal["light", "dark"] = "light"
    language: str = "en"
    scroll_to: str = ""
    unfold: str = ""
    click: str = ""
    key: str = ""
    fill: tuple[str, str] = ("", "")


OVERVIEW = (
    Picture("galleries", "/galleries/"),
    Picture("galleries-phone", "/galleries/", size=PHONE),
    Picture("search", "/search?q=anna"),
    Picture("contacts", "/contacts/"),
    Picture("contact", "/contacts/{contact}/"),
    Picture("contact-new", "/contacts/new"),
)
DASHBOARD = (
    Picture("gallery-new", "/galleries/new"),
    Picture("photos", "/galleries/{id}/"),
    Picture("photo", "/galleries/{id}/photos/{photo}"),
    Picture("sections", "/galleries/{id}/sections"),
    Picture("clocks", "/galleries/{id}/clocks"),
    Picture("upload", "/galleries/{id}/upload"),
    Picture("send", "/galleries/{id}/send"),
    Picture("gallery-settings", "/galleries/{id}/settings"),
    Picture("look", "/galleries/{id}/look"),
    Picture("presets", "/galleries/{id}/look", scroll_to="#presets"),
    Picture("package", "/galleries/{id}/package"),
    Picture("gallery-watermark", "/galleries/{id}/settings/watermark"),
    Picture("watermark", "/settings/watermarks/{watermark}/"),
    Picture("orders", "/galleries/{id}/orders"),
    Picture("orders-not-viewed", "/galleries/{id}/orders", gallery=2),
    Picture("orders-sent", "/galleries/{id}/orders", gallery=1),
    Picture("selection", "/galleries/{id}/selections/{selection}", gallery=1),
    Picture("activity", "/galleries/{id}/activity"),
    Picture("export", "/galleries/{id}/export"),
    Picture("handover", "/galleries/{id}/handover", gallery=1),
    Picture("handover-add", "/galleries/{id}/handover/add/full", gallery=1),
    Picture("settings", "/settings/"),
    Picture("watermarks", "/settings/watermarks/"),
    Picture("watermark-new", "/settings/watermarks/new"),
    Picture("members", "/settings/members/"),
    Picture("tokens", "/settings/tokens/"),
    Picture("security", "/settings/security"),
    Picture("changes", "/settings/changes"),
    Picture("operator", "/operator/"),
)
LINK = "/g/{id}/i/{secret}"
CHOICE = LINK + "?to=favourites"
FIRST, THIRD = "photo-grid .shot a", "photo-grid .shot a >> nth=2"
PORTAL = (
    Picture("cover", LINK),
    Picture("cover-phone", LINK, size=PHONE),
    Picture("gallery", LINK, scroll_to="#photos"),
    Picture("gallery-phone", LINK, size=PHONE, scroll_to="#photos"),
    Picture("gallery-dark", LINK, size=PHONE, scheme="dark", language="pl", scroll_to="#photos"),
    Picture("view", LINK, click=FIRST),
    Picture("view-phone", LINK, size=PHONE, scheme="dark", click=FIRST),
    Picture("comments", LINK, click=THIRD, key="c"),
    Picture("comments-phone", LINK, size=PHONE, click=THIRD, key="c"),
    Picture("compare", LINK, click=FIRST, key="v"),
    Picture("note", LINK, click=THIRD, key="n"),
    Picture("lists", LINK, size=PHONE, click=THIRD, key="l"),
    Picture("choice", CHOICE),
    Picture("choice-phone", CHOICE, size=PHONE),
    Picture("choice-all", CHOICE, unfold="#all"),
    Picture("choice-sent", CHOICE, gallery=1, unfold="main details"),
    Picture("selection-sent", "/g/{id}/selections/{selection}", gallery=1),
    Picture("list-shared", "/g/{id}/lists/shared/{clients_list}"),
    Picture("lists-compared", "/g/{id}/lists/shared/{guests_list}"),
    Picture("who-asks", "/g/{id}/", size=PHONE, scroll_to="#photos", click="photo-grid .shot .heart"),
    Picture("who", "/g/{id}/identify"),
    Picture("code", "/g/{door}/code", size=PHONE),
    Picture("code-digits", "/g/{door}/code", size=PHONE, fill=("main [name=email]", "anna@example.com")),
    Picture("code-link", "/g/{door}/code/{code}", size=PHONE),
    Picture("door-password", "/g/{locked}/"),
    Picture("door-pin-wrong", "/g/{pin}/", size=PHONE, fill=("[name=password]", "1234")),
    Picture("door-client", "/g/{couple}/client", size=PHONE),
    Picture("door-who", "/g/{door}/", size=PHONE),
    Picture("door-draft", "/g/{draft}/i/{draft_secret}"),
    Picture("door-early", "/g/{early}/", size=PHONE),
    Picture("door-early-told", "/g/{early}/", size=PHONE, fill=("main [name=email]", "anna@example.com")),
    Picture("door-closed", "/g/{closed}/", size=PHONE),
    Picture("door-expired", "/g/{gone}/", size=PHONE),
    Picture("nothing", "/g/nothing/", size=PHONE),
    Picture("no-script", "/g/{id}/photos"),
    Picture("client-handover", LINK + "?to=handover", gallery=1),
)
# Pages whose address says nothing of who looks, seen by the client.
BY_CLIENT = {"selection-sent", "lists-compared"}


def main() -> int:
    """Take every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="provino-pictures-") as data,
        demo(Path(data)) as story,
        sync_playwright() as playwright,
    ):
        system = shutil.which("chromium") or shutil.which("google-chrome")
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=system, args=options)
        member = _signed_in(browser, story)
        ids = story["galleries"][0] | _states(story, OF_STORY)
        for picture in OVERVIEW:
            _take(browser, picture, story, ids=ids, member=member)
        ids |= _states(story, DOORS)
        for picture in DASHBOARD:
            _take(browser, picture, story, ids=ids, member=member)
        for picture in PORTAL:
            _take(browser, picture, story, ids=ids)
        browser.close()
    return 0


@contextmanager
def demo(data: Path) -> Iterator[dict[str, Any]]:
    """A running demo in `data`: its address, sign-in and, for each job, the gallery's id and its client's secret."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"DJANGO_SETTINGS_MODULE": "provino.config.settings", "PROVINO_DEMO": "1"}
    environment = {**os.environ, **settings, "PROVINO_DATA": str(data), "PROVINO_PORT": str(port)}
    provino = [sys.executable, "-m", "provino.cli.main"]
    made = subprocess.run(  # noqa: S603  # our own program
        [*provino, "demo", "--photos", str(ROOT / "demo" / "photos"), "--json"],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    server = subprocess.Popen([*provino, "serve"], env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # our own program
    try:
        story: dict[str, Any] = json.loads(made.stdout) | {"environment": environment}
        _wait(f"{story['url']}/readyz")
        yield story
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _wait(url: str) -> None:
    for _attempt in range(200):
        try:
            with urllib.request.urlopen(url):  # noqa: S310  # our own server
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The demo did not start.")


def _states(story: dict[str, Any], code: str) -> dict[str, str]:
    """Bring the demo into states its story does not reach; ids by name."""
    start = "import json, django\ndjango.setup()\n"
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", start + code], env=story["environment"], cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    ids: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return ids


def _signed_in(browser: Browser, story: dict[str, Any]) -> StorageState:
    """What a browser keeps in which the owner is signed in."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{story['url']}/account/login/")
    page.fill("input[name=login]", story["email"])
    page.fill("input[name=password]", story["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/galleries/")
    state = context.storage_state()
    context.close()
    return state


def _take(
    browser: Browser,
    picture: Picture,
    story: dict[str, Any],
    *,
    ids: dict[str, str],
    member: StorageState | None = None,
) -> None:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=picture.scheme,
        locale="en-GB",
        has_touch=picture.size == PHONE,
        is_mobile=picture.size == PHONE,
        bypass_csp=True,  # for the style below
        reduced_motion="reduce",
        storage_state=member,
    )
    context.add_cookies([{"name": "provino_g_language", "value": picture.language, "url": f"{story['url']}/g/"}])
    page = context.new_page()
    names = ids | story["galleries"][picture.gallery]
    if picture.name in BY_CLIENT:
        page.goto(story["url"] + LINK.format(**names))
    page.goto(story["url"] + picture.path.format(**names))
    page.wait_for_load_state("networkidle")
    _prepare(page, picture)
    page.add_style_tag(
        content=":root { scrollbar-gutter: auto !important; }"
    )  # no empty strip for a bar that is hidden
    page.screenshot(path=PICTURES / f"{picture.name}.jpg", type="jpeg", quality=75)
    context.close()


def _prepare(page: Page, picture: Picture) -> None:
    if picture.scroll_to:
        page.locator(picture.scroll_to).evaluate("element => element.scrollIntoView()")
    for one in page.locator(picture.unfold).all() if picture.unfold else []:
        one.evaluate("details => { details.open = true; }")
    if picture.click:
        page.locator(picture.click).first.click()
    page.wait_for_load_state("networkidle")
    if picture.key:
        page.wait_for_timeout(700)
        page.keyboard.press(picture.key)
    if picture.fill[0]:
        page.fill(*picture.fill)
        page.press(picture.fill[0], "Enter")
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)  # pictures fade in


if __name__ == "__main__":
    sys.exit(main())
