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
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDE, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file name, whose page it is, and where. `gallery` is the number of the demo job."""

    name: str
    path: str
    gallery: int = 0
    size: tuple[int, int] = WIDE
    scroll_to: str = ""
    click: str = ""
    key: str = ""


DASHBOARD = (
    Picture("galleries", "/galleries/"),
    Picture("photos", "/galleries/{id}/"),
    Picture("orders", "/galleries/{id}/orders"),
    Picture("orders-not-viewed", "/galleries/{id}/orders", gallery=2),
    Picture("activity", "/galleries/{id}/activity"),
    Picture("handover", "/galleries/{id}/handover", gallery=1),
    Picture("upload", "/galleries/{id}/upload"),
    Picture("send", "/galleries/{id}/send"),
    Picture("look", "/galleries/{id}/look"),
    Picture("package", "/galleries/{id}/package"),
    Picture("sections", "/galleries/{id}/sections"),
    Picture("selection", "/galleries/{id}/orders", gallery=1),
    Picture("galleries-phone", "/galleries/", size=PHONE),
)
PORTAL = (
    Picture("cover", "/g/{id}/i/{secret}"),
    Picture("gallery", "/g/{id}/i/{secret}", scroll_to="#photos"),
    Picture("view", "/g/{id}/i/{secret}", click="photo-grid .shot a"),
    Picture("gallery-phone", "/g/{id}/i/{secret}", size=PHONE, scroll_to="#photos"),
    Picture("comments", "/g/{id}/i/{secret}", click="photo-grid .shot a >> nth=2", key="c"),
    Picture("comments-phone", "/g/{id}/i/{secret}", size=PHONE, click="photo-grid .shot a >> nth=2", key="c"),
    Picture("compare", "/g/{id}/i/{secret}", click="photo-grid .shot a", key="v"),
    Picture("choice", "/g/{id}/i/{secret}?to=favourites"),
    Picture("choice-phone", "/g/{id}/i/{secret}?to=favourites", size=PHONE),
    Picture("choice-sent", "/g/{id}/i/{secret}?to=favourites", gallery=1),
    Picture("who", "/g/{id}/identify"),
    Picture("no-script", "/g/{id}/photos"),
    Picture("client-handover", "/g/{id}/i/{secret}?to=handover", gallery=1),
)


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
        for pictures, signs_in in ((DASHBOARD, True), (PORTAL, False)):
            for picture in pictures:
                _take(browser, picture, story, signs_in=signs_in)
        browser.close()
    return 0


@contextmanager
def demo(data: Path) -> Iterator[dict[str, Any]]:
    """A running demo in `data`: its address, sign-in and, for each job, the gallery's id and its client's secret."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PROVINO_DATA": str(data), "PROVINO_DEMO": "1", "PROVINO_PORT": str(port)}
    provino = [sys.executable, "-m", "provino.cli.main"]
    made = subprocess.run(  # noqa: S603  # our own program
        [*provino, "demo", "--photos", str(ROOT / "demo" / "photos"), "--json"],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    server = subprocess.Popen([*provino, "serve"], env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # our own program
    try:
        story: dict[str, Any] = json.loads(made.stdout)
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


def _take(browser: Browser, picture: Picture, story: dict[str, Any], *, signs_in: bool) -> None:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        has_touch=picture.size == PHONE,
        reduced_motion="reduce",
    )
    page = context.new_page()
    if signs_in:
        page.goto(f"{story['url']}/account/login/")
        page.fill("input[name=login]", story["email"])
        page.fill("input[name=password]", story["password"])
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/galleries/")
    page.goto(story["url"] + picture.path.format(**story["galleries"][picture.gallery]))
    page.wait_for_load_state("networkidle")
    _prepare(page, picture)
    page.screenshot(path=PICTURES / f"{picture.name}.jpg", type="jpeg", quality=80)
    context.close()


def _prepare(page: Page, picture: Picture) -> None:
    if picture.scroll_to:
        page.locator(picture.scroll_to).evaluate("element => element.scrollIntoView()")
    if picture.click:
        page.locator(picture.click).first.click()
    page.wait_for_load_state("networkidle")
    if picture.key:
        page.wait_for_timeout(700)
        page.keyboard.press(picture.key)
    page.wait_for_timeout(700)  # pictures fade in


if __name__ == "__main__":
    sys.exit(main())
