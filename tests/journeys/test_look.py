"""The photographer gives a gallery its look: each choice stands in the preview at once, is kept, and makes the next gallery."""

import re

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Response, expect

from tests.journeys.conftest import Demo, OpenBrowser
from tests.journeys.looking import axe_says, beside_the_screen, settle

pytestmark = pytest.mark.journey

DESIGNS = ("full", "frame", "split", "title")
THEMES = {"light": "provino", "dark": "provino-dark", "paper": "provino-paper"}
FACES = {"newsreader": "newsreader", "fraunces": "fraunces", "cormorant": "cormorant", "sans": "jost"}
PAPERS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 17)", "paper": "rgb(250, 246, 236)"}
MOST_FONT_BYTES = 120_000


def pick(page: Page, name: str, value: str) -> None:
    page.locator("#look label", has=page.locator(f'[name="{name}"][value="{value}"]')).click()


def _answers(page: Page) -> list[Response]:
    """What the page is answered from now on; the list grows."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    return answers


def previewed(page: Page) -> FrameLocator:
    frame = page.frame_locator("look-preview iframe")
    expect(frame.locator(".cover")).to_be_visible()
    return frame


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_each_choice_stands_in_the_preview_before_it_is_kept(
    demo: Demo, browser: Browser, open_browser: OpenBrowser, phone: bool
) -> None:
    job = demo.new_gallery("Ola and Jan", photos=4)
    page = open_browser(phone=phone, storage_state=demo.session(browser))
    page.goto(f"{job.board}look")
    frame = previewed(page)
    page.evaluate("document.querySelector('iframe').contentWindow.notReloaded = true")
    for design in DESIGNS:
        pick(page, "cover_design", design)
        expect(frame.locator(".cover")).to_have_class(re.compile(rf"cover--{design}\b"))
    for theme, name in THEMES.items():
        pick(page, "theme", theme)
        expect(frame.locator("html")).to_have_attribute("data-theme", name)
    for pair in FACES:
        pick(page, "font_pair", pair)
        expect(frame.locator("html")).to_have_attribute("data-fonts", pair)
    pick(page, "spacing", "8")
    expect(frame.locator("photo-grid")).to_have_attribute("data-gap", "8")
    page.locator('#look [name="accent"]').fill("#1166cc")
    expect(page.locator('[name="accent_of"][value="own"]')).to_be_checked()
    expect(frame.locator('head link[id="accent"]')).to_have_attribute("href", "/accent/1166cc.css")
    expect(frame.locator("html")).to_have_css("--brand", "#1166cc")
    assert page.evaluate("document.querySelector('iframe').contentWindow.notReloaded")
    page.reload()
    expect(previewed(page).locator(".cover")).to_have_class(re.compile("cover--full"))
    assert axe_says(page) == []
    assert beside_the_screen(page) == []


def test_preview_shows_a_desk_and_a_phone_and_leads_nowhere(
    demo: Demo, browser: Browser, open_browser: OpenBrowser
) -> None:
    job = demo.new_gallery("Ola and Jan", photos=4)
    page = open_browser(storage_state=demo.session(browser))
    page.goto(f"{job.board}look")
    frame = previewed(page)
    iframe = page.locator("look-preview iframe")
    expect(iframe).to_have_css("width", "1280px")
    page.get_by_role("button", name="Phone").click()
    expect(iframe).to_have_css("width", "390px")
    frame.get_by_role("link", name="View the gallery").click()
    frame.locator("photo-grid .shot a").first.wait_for()
    address = page.evaluate("document.querySelector('iframe').contentWindow.location.pathname")
    assert address == f"/g/{job.id}/"


@pytest.mark.parametrize(
    ("design", "theme", "pair"),
    [
        ("full", "light", "newsreader"),
        ("frame", "paper", "fraunces"),
        ("split", "dark", "cormorant"),
        ("title", "paper", "sans"),
    ],
)
def test_the_client_sees_what_was_kept(
    demo: Demo, browser: Browser, open_browser: OpenBrowser, design: str, theme: str, pair: str
) -> None:
    job = demo.new_gallery("Zażółć gęślą jaźń", photos=6, language="pl")
    studio = open_browser(storage_state=demo.session(browser))
    studio.goto(f"{job.board}look")
    for name, value in {"cover_design": design, "theme": theme, "font_pair": pair, "spacing": "6"}.items():
        pick(studio, name, value)
    studio.get_by_role("button", name="Save", exact=True).click()
    expect(studio.locator(".toast")).to_contain_text("Saved.")
    for phone in (False, True):
        client = open_browser(phone=phone, color_scheme="dark" if theme == "light" else "light")
        answers = _answers(client)
        client.goto(job.link)
        settle(client)
        expect(client.locator(".cover")).to_have_class(re.compile(rf"cover--{design}\b"))
        assert client.evaluate("getComputedStyle(document.documentElement).backgroundColor") == PAPERS[theme]
        expect(client.locator("photo-grid")).to_have_attribute("data-gap", "6")
        fonts = [answer for answer in answers if answer.url.endswith(".woff2")]
        loaded = {answer.url.rpartition("/")[2].partition("-latin")[0] for answer in fonts}
        assert loaded == {FACES[pair], "instrument-sans"}
        assert sum(len(answer.body()) for answer in fonts) <= MOST_FONT_BYTES
        assert axe_says(client) == []
        assert beside_the_screen(client) == []


def test_without_a_wish_the_device_decides(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Ola and Jan", photos=2)
    for scheme in ("light", "dark"):
        page = open_browser(color_scheme=scheme)
        page.goto(job.link)
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == PAPERS[scheme]


def test_a_look_is_kept_as_a_preset_and_makes_the_next_gallery(
    demo: Demo, browser: Browser, open_browser: OpenBrowser
) -> None:
    job = demo.new_gallery("Ola and Jan", photos=2)
    other = demo.new_gallery("Ewa", photos=2)
    page = open_browser(storage_state=demo.session(browser))
    page.goto(f"{job.board}look")
    pick(page, "cover_design", "title")
    pick(page, "theme", "paper")
    page.get_by_label("Keep this look and the settings as a preset").fill("Weddings on paper")
    page.get_by_role("button", name="Save as a preset").click()
    expect(page.locator(".toast")).to_contain_text("The preset is saved.")

    page.goto(f"{demo.url}/galleries/new")
    page.get_by_label("Title", exact=False).first.fill("Kasia")
    page.get_by_label("Preset").select_option(label="Weddings on paper")
    page.get_by_role("button", name="Create and add photos").click()
    page.wait_for_url("**/upload")
    page.goto(page.url.replace("upload", "look"))
    expect(page.locator('[name="cover_design"][value="title"]')).to_be_checked()

    page.goto(f"{other.board}look")
    kept = page.locator("#presets li", has=page.get_by_role("button", name="Delete Weddings on paper"))
    kept.get_by_role("button", name="Apply to this gallery").click()
    expect(page.locator(".toast")).to_contain_text("This gallery is now like “Weddings on paper”.")
    expect(previewed(page).locator("html")).to_have_attribute("data-theme", "provino-paper")

    page.get_by_role("button", name="Delete Weddings on paper").click()
    expect(page.get_by_text("The preset “Weddings on paper” was deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(kept.get_by_label("Name of the preset")).to_have_value("Weddings on paper")
