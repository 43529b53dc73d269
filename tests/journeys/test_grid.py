"""The client's grid with 600 photos: scrolling, coming back, links into it, finding, paper, and a browser without script."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, Job, OpenBrowser
from tests.journeys.looking import axe_says, settle
from tests.journeys.steps import open_grid

pytestmark = pytest.mark.journey

PHOTOS = 600
ELEMENTS = 1500
_TOP_PHOTO = """() => [...document.querySelectorAll('photo-grid .shot')]
  .find((shot) => shot.getBoundingClientRect().bottom > 60)?.dataset.photo"""
_AT_REST = (
    "() => document.querySelectorAll('.shot--bare').length === 0 && document.querySelector('photo-grid img')?.complete"
)


@pytest.fixture(scope="module")
def job(demo: Demo) -> Job:
    return demo.new_gallery("Six hundred", photos=PHOTOS, photo_label="filename")


def _rest(page: Page) -> None:
    """Wait until what is on the screen has its pictures, and the place is kept."""
    page.wait_for_function(_AT_REST)
    page.wait_for_timeout(250)


def _scroll(page: Page, part: float) -> None:
    page.evaluate("part => window.scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * part)", part)
    _rest(page)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_scroll_bar_is_true_and_few_elements_are_in_the_page(job: Job, open_browser: OpenBrowser, phone: bool) -> None:
    page = open_browser(phone=phone)
    page.goto(job.link)
    open_grid(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height > (20_000 if phone else 30_000)
    for part in (0.25, 0.5, 1):
        _scroll(page, part)
        assert page.evaluate("document.getElementsByTagName('*').length") < ELEMENTS
        assert page.evaluate("document.documentElement.scrollHeight") == height
    names = [name for _id, name in job.photos]
    expect(page.locator("photo-grid .shot img").last).to_have_attribute("alt", names[-1])


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_place_is_kept_on_reload_and_back(job: Job, open_browser: OpenBrowser, phone: bool) -> None:
    page = open_browser(phone=phone)
    page.goto(job.link)
    open_grid(page)
    _scroll(page, 0.6)
    seen = page.evaluate(_TOP_PHOTO)
    page.reload()
    _rest(page)
    assert page.evaluate(_TOP_PHOTO) == seen
    page.goto(f"{job.address}favourites")
    page.go_back()
    _rest(page)
    assert page.evaluate(_TOP_PHOTO) == seen


def test_place_is_kept_when_the_phone_is_turned(job: Job, open_browser: OpenBrowser) -> None:
    page = open_browser(phone=True)
    page.goto(job.link)
    open_grid(page)
    _scroll(page, 0.6)
    seen = page.locator(f".shot[data-photo='{page.evaluate(_TOP_PHOTO)}']")
    for width, height in ((844, 390), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        _rest(page)
        expect(seen).to_be_in_viewport()


def test_link_to_a_photo_opens_it_and_leaves_one_there(job: Job, open_browser: OpenBrowser) -> None:
    photo, name = job.photos[431]
    page = open_browser()
    page.goto(f"{job.address}#photo-{photo}")
    view = page.get_by_role("dialog", name="Photo in full screen")
    expect(view).to_contain_text(name)
    page.keyboard.press("Escape")
    expect(page.locator(f'.shot[data-photo="{photo}"] a')).to_be_focused()
    expect(page.locator(f'.shot[data-photo="{photo}"]')).to_be_in_viewport()


def test_link_to_a_photo_that_is_gone_says_so(job: Job, open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto(f"{job.address}#photo-11111111111111111111")
    expect(page.locator("toast-list")).to_contain_text("This photo is no longer in the gallery.")


def test_sections_in_the_bar_lead_there_and_follow(job: Job, open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto(job.link)
    links = page.locator("nav.sections a").filter(visible=True)
    last = links.last
    last.click()
    expect(last).to_have_attribute("aria-current", "true")
    target = urlsplit(page.url).fragment
    assert target.startswith("section-")
    expect(page.locator(f"#{target} h2")).to_be_in_viewport()
    again = open_browser()
    again.goto(f"{job.address}#{target}")
    expect(again.locator(f"#{target} h2")).to_be_in_viewport()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_photo_is_found_by_its_file_name(job: Job, open_browser: OpenBrowser, phone: bool) -> None:
    _photo, name = job.photos[571]
    page = open_browser(phone=phone)
    page.goto(f"{job.address}#photos")
    page.get_by_role("button", name="Find a photo by its file name").click()
    field = page.get_by_role("searchbox", name="Find a photo by its file name")
    expect(field).to_be_focused()
    field.press_sequentially(name[:9].lower())
    expect(page.locator("photo-grid .shot")).to_have_count(
        sum(name[:9].lower() in one.lower() for _id, one in job.photos)
    )
    expect(page.get_by_role("status").filter(has_text="found")).to_be_visible()
    assert axe_says(page) == []
    field.press("Enter")
    expect(page.locator("photo-grid .shot a:focus img")).to_have_attribute("alt", name)
    page.reload()
    expect(field).to_have_value(name[:9].lower())
    field.fill("zebra")
    expect(page.locator("photo-grid")).to_contain_text("No file name has “zebra” in it.")
    field.press("Escape")
    expect(field).to_be_hidden()
    assert "find" not in page.url


def test_paper_has_photos_with_their_names_and_nothing_to_press(
    job: Job, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    page = open_browser()
    page.goto(f"{job.address}#photos")
    _rest(page)
    page.emulate_media(media="print")
    assert page.locator("header.cover, .pbar, .heart, .pick").filter(visible=True).count() == 0
    shots = page.locator("photo-grid .shot:not(.shot--bare)")
    boxes = [box for number in range(6) if (box := shots.nth(number).bounding_box())]
    assert len({round(box["x"]) for box in boxes}) == 4
    assert len({round(box["y"]) for box in boxes}) == 2
    expect(shots.first.locator(".shot__label")).to_be_visible()
    page.emulate_media(media="screen")
    page.goto(f"{job.address}photos")
    settle(page)
    content = page.pdf(path=tmp_path / "sheet.pdf")
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    assert 2 <= pages <= 8  # sixty photos, several a page


def test_without_script_photos_come_in_pages(job: Job, open_browser: OpenBrowser) -> None:
    page = open_browser(java_script_enabled=False)
    page.goto(job.link)
    page.get_by_role("link", name="Show the photos").click()
    expect(page.locator("figure img")).to_have_count(60)
    expect(page.locator("figure").first).to_contain_text(job.photos[0][1])
    page.get_by_role("link", name=re.compile("Next")).first.click()
    expect(page.locator("figure").first).to_contain_text(job.photos[60][1])
    page.locator("figure form button").first.click()
    expect(page.locator("figure form button").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("figure").first).to_contain_text(job.photos[60][1])
