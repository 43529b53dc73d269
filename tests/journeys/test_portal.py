"""The client's side: by keyboard, by thumb, in two languages, without script, and with a thousand photos."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Demo, OpenBrowser
from tests.journeys.steps import give_heart, open_grid

pytestmark = pytest.mark.journey

FOCUSED_PHOTO = "document.activeElement.closest('.shot')?.dataset.photo ?? null"


def _tab_to(page: Page, condition: str) -> None:
    """Press Tab until what has the focus fulfils a condition, as somebody without a mouse does."""
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    raise AssertionError(f"the focus never reached: {condition}")


def _address_ends(page: Page, photo: str) -> None:
    expect(page).to_have_url(re.compile(f"#photo-{photo}$"))


def _walk_the_grid(page: Page, ids: list[str]) -> None:
    """From the cover to the second photo, and a heart for it."""
    _tab_to(page, "document.activeElement.textContent.trim() === 'View the gallery'")
    page.keyboard.press("Enter")
    _tab_to(page, FOCUSED_PHOTO)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED_PHOTO) == ids[1]
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        page.keyboard.press("f")
    expect(page.locator(f".shot[data-photo='{ids[1]}'] .heart")).to_have_attribute("aria-pressed", "true")


def _walk_in_full_screen(page: Page, ids: list[str]) -> None:
    """The address follows the photo and brings it back; the heart is taken off again."""
    page.keyboard.press("Enter")
    view = page.locator("dialog.view")
    expect(view).to_be_visible()
    _address_ends(page, ids[1])
    page.keyboard.press("ArrowRight")
    _address_ends(page, ids[2])
    page.reload()
    expect(view).to_be_visible()
    expect(view.locator(".view__place")).to_contain_text("3 of 11")
    page.keyboard.press("ArrowLeft")
    _address_ends(page, ids[1])
    with page.expect_response(lambda answer: answer.request.method == "DELETE" and answer.ok):
        page.keyboard.press("F")


def test_gallery_is_used_by_keyboard_alone(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("By keyboard")
    ids = [photo for photo, _name in job.photos]
    page = open_browser()
    page.goto(job.link)
    _walk_the_grid(page, ids)
    _walk_in_full_screen(page, ids)

    page.keyboard.press("c")
    expect(page.get_by_placeholder("Write about this photo")).to_be_focused()
    page.keyboard.type("Our favourite f")  # an f in a comment is no heart
    page.keyboard.press("Control+Enter")
    expect(page.locator(".talk__text", has_text="Our favourite f")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.view")).not_to_be_visible()
    expect(page.locator(f".shot[data-photo='{ids[1]}'] a")).to_be_focused()
    assert "#" not in page.url
    expect(page.locator("photo-grid .heart[aria-pressed=true]")).to_have_count(0)


def test_filter_shows_all_mine_and_not_yet(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Filters", photos=6)
    page = open_browser()
    page.goto(job.link)
    open_grid(page)
    give_heart(page, 0)
    give_heart(page, 3)
    shots = page.locator("photo-grid .shot")
    page.get_by_role("link", name="Mine 2").click()
    expect(shots).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?show=mine$"))
    page.reload()
    expect(shots).to_have_count(2)
    page.get_by_role("link", name="Not yet 4").click()
    expect(shots).to_have_count(4)
    page.get_by_role("link", name="All 6").click()
    expect(shots).to_have_count(6)


def test_language_is_switched_and_remembered(demo: Demo, open_browser: OpenBrowser) -> None:
    job, other = demo.new_gallery("Languages", photos=1), demo.new_gallery("Another", photos=1)
    page = open_browser()
    page.goto(job.link)
    page.get_by_role("button", name="Polski").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.get_by_role("link", name="Zobacz galerię")).to_be_visible()
    page.goto(other.address)
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    page.get_by_role("button", name="English").first.click()
    expect(page.get_by_role("link", name="View the gallery")).to_be_visible()


def test_password_is_asked_once(demo: Demo, browser: Browser, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Behind a password", photos=3)
    owner = open_browser(storage_state=demo.session(browser))
    owner.goto(f"{job.board}settings")
    owner.fill("[name=password]", "łąka w czerwcu")
    owner.get_by_role("region", name="Password or PIN").get_by_role("button", name="Set password").click()
    expect(owner.get_by_text("On: everybody but you is asked for it.")).to_be_visible()
    page = open_browser()
    page.goto(job.link)
    expect(page.get_by_role("heading", name="This gallery has a password")).to_be_visible()
    assert "Behind a password" not in page.content()
    page.fill("[name=password]", "no")
    page.get_by_role("button", name="Open the gallery").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.fill("[name=password]", "łąka w czerwcu")
    page.get_by_role("button", name="Open the gallery").click()
    open_grid(page)
    again = page.context.new_page()
    again.goto(job.address)
    expect(again.get_by_role("heading", name="Behind a password")).to_be_visible()


def test_forwarded_link_can_be_left(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Forwarded", photos=4)
    client, friend = open_browser(), open_browser()
    client.goto(job.link)
    open_grid(client)
    give_heart(client, 0)
    friend.goto(job.link)
    open_grid(friend)
    expect(friend.get_by_text("This is the personal link of Ewa")).to_be_visible()
    expect(friend.locator(".heart[aria-pressed=true]")).to_have_count(1)
    friend.get_by_role("button", name="Not you?").click()
    open_grid(friend)
    expect(friend.locator(".heart[aria-pressed=true]")).to_have_count(0)
    expect(friend.get_by_text("Ewa")).to_have_count(0)
    friend.locator(".shot .heart").nth(1).click()
    expect(friend.locator("dialog#identify")).to_be_visible()
    client.reload()
    open_grid(client)
    expect(client.locator(".heart[aria-pressed=true]")).to_have_count(1)


def test_closing_a_gallery_darkens_pages_that_are_open(demo: Demo, browser: Browser, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("To be closed", photos=3)
    client, owner = open_browser(), open_browser(storage_state=demo.session(browser))
    client.goto(job.link)
    open_grid(client)
    picture = client.locator("photo-grid .shot img").first.evaluate("image => image.currentSrc")
    status = "async (address) => (await fetch(address, { cache: 'reload' })).status"
    assert client.evaluate(status, picture) == 200
    owner.goto(f"{job.board}settings")
    owner.check("[name=visibility][value=closed]")
    owner.get_by_role("button", name="Save", exact=True).click()
    expect(owner.get_by_text("Saved.")).to_be_visible()
    client.wait_for_function(f"async (address) => (await ({status})(address)) === 404", arg=picture, timeout=10_000)
    client.reload()
    expect(client.get_by_role("heading", name="This gallery is closed")).to_be_visible()


def _swipe(page: Page, stage: Locator, *, x: int = 0, y: int = 0) -> None:
    """A finger from the middle of the picture, so far to the right and down."""
    box = stage.bounding_box()
    assert box
    start = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, share: float) -> None:
        points: list[dict[str, Any]] = [{"x": start["x"] + x * share, "y": start["y"] + y * share}]
        touches = [] if kind == "touchEnd" else points
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", 0)
    for step in range(1, 9):
        touch("touchMove", step / 8)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    touch("touchEnd", 1)


def test_phone_shows_hearts_and_swipes(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("By thumb", photos=5)
    page = open_browser(phone=True)
    page.goto(job.link)
    open_grid(page)
    heart = page.locator("photo-grid .shot .heart").first
    expect(heart).to_have_css("opacity", "1")
    box = heart.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        heart.tap()
    expect(page.locator(".pbot")).to_contain_text("1 chosen")
    page.locator("photo-grid .shot a").first.tap()
    view, stage = page.locator("dialog.view"), page.locator(".view__stage")
    expect(view.locator(".view__place")).to_contain_text("1 of 5")
    expect(view.locator(".pswp__item[aria-hidden=false] img.pswp__img:not(.pswp__img--placeholder)")).to_be_visible()
    _swipe(page, stage, x=-250)
    expect(view.locator(".view__place")).to_contain_text("2 of 5")
    _address_ends(page, job.photos[1][0])
    _swipe(page, stage, y=350)
    expect(view).not_to_be_visible()


def test_gallery_works_without_script(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Without script", photos=4)
    page = open_browser(java_script_enabled=False)
    page.goto(job.link)
    page.get_by_role("link", name="Show the photos").click()
    pictures = page.locator(".sheet img")
    expect(pictures).to_have_count(4)
    assert page.request.get(f"{job.url}{pictures.first.get_attribute('src')}").ok
    heart = page.get_by_role("button", name=re.compile("^Favourite")).first
    expect(heart).to_have_attribute("aria-pressed", "false")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="1 chosen").click()
    expect(page.locator(".sheet figure")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Take off")).click()
    expect(page.get_by_text("The photo was taken off.")).to_be_visible()


def test_thousand_photos_scroll_as_one_page(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("A thousand", photos=1000)
    page = open_browser()
    page.goto(job.link)
    expect(page.locator("photo-grid .shot").first).to_be_attached()
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height > 20_000
    assert 0 < page.locator("photo-grid .shot").count() < 150
    first = page.locator("photo-grid .shot").first.get_attribute("data-photo")
    last = job.photos[-1][0]
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator(f".shot[data-photo='{last}']")).to_be_in_viewport()
    expect(page.locator(f".shot[data-photo='{first}']")).to_have_count(0)
    assert page.locator("photo-grid .shot").count() < 150
    assert page.evaluate("document.documentElement.scrollHeight") == height

    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight / 2)")
    shot = page.locator("photo-grid .shot").nth(30)
    photo = shot.get_attribute("data-photo")
    kept = page.locator(f".shot[data-photo='{photo}']")
    expect(kept.locator("img")).to_be_attached()  # while one scrolls fast only its box was there
    kept.scroll_into_view_if_needed()
    place, scrolled = kept.bounding_box(), page.evaluate("window.scrollY")
    bar = page.locator("a[href$='/favourites']:visible").first.bounding_box()
    assert bar
    page.mouse.click(bar["x"] + 20, bar["y"] + 10)  # Playwright's own click would scroll to where the bar is stuck
    expect(page.get_by_role("heading", name="Your choice")).to_be_visible()
    page.go_back()
    expect(kept).to_be_in_viewport()
    page.wait_for_function("(there) => Math.abs(window.scrollY - there) < 2", arg=scrolled)
    assert kept.bounding_box() == place
