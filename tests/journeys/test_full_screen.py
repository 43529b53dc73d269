"""Full screen: zoom, slideshow, photos side by side, and comments that point at a spot; by mouse, by keys and by thumb."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Demo, Job, OpenBrowser
from tests.journeys.looking import axe_says
from tests.journeys.steps import open_grid

pytestmark = pytest.mark.journey

PICTURE = ".pswp__item[aria-hidden=false] img.pswp__img:not(.pswp__img--placeholder)"
SHOWN_WIDTH = "image => Math.round(image.getBoundingClientRect().width)"
ZOOMS = "() => [...document.querySelectorAll('.pane img')].map(image => image.style.transform)"


def _open(page: Page, job: Job, number: int) -> Locator:
    """Full screen by its own address, as somebody was sent it; the picture is there and stands still."""
    page.goto(job.link)
    page.goto(f"{job.address}#photo-{job.photos[number][0]}")
    view = page.locator("dialog.view")
    expect(view.locator(PICTURE)).to_be_visible()
    page.wait_for_function("() => !document.getAnimations().some((one) => one.playState === 'running')")
    return view


def _place(view: Locator) -> Locator:
    return view.locator(".view__place")


def _write(page: Page, words: str) -> None:
    page.get_by_label("Your comment").fill(words)
    with page.expect_response(lambda answer: "/comments" in answer.url and answer.request.method == "POST") as saved:
        page.get_by_role("button", name="Send").click()
    assert saved.value.ok
    expect(page.get_by_label("Your comment")).to_have_value("")


def _centre(locator: Locator, *, x: float = 0.5, y: float = 0.5) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def _touches(page: Page, *steps: tuple[str, list[tuple[float, float]]]) -> None:
    """Fingers on the screen, one event a frame."""
    devtools = page.context.new_cdp_session(page)
    for kind, points in steps:
        touches: list[dict[str, Any]] = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        page.evaluate("() => new Promise(requestAnimationFrame)")


def _pinch(page: Page, middle: tuple[float, float]) -> None:
    """Two fingers go apart."""
    x, y = middle
    apart = [[(x - reach, y), (x + reach, y)] for reach in range(20, 160, 20)]
    _touches(page, ("touchStart", apart[0]), *(("touchMove", points) for points in apart[1:]), ("touchEnd", []))


def test_sent_address_opens_zooms_and_closes(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Sent to a friend", photos=4, photo_label="filename")
    page = open_browser()
    view = _open(page, job, 1)
    expect(_place(view)).to_have_text(f"2 of 4{job.photos[1][1]}")
    picture = view.locator(PICTURE)
    whole, pixels = picture.evaluate(SHOWN_WIDTH), picture.evaluate("image => image.naturalWidth")
    assert whole < pixels
    page.mouse.move(*_centre(picture))
    for _turn in range(12):
        page.mouse.wheel(0, -400)
    page.wait_for_function(f"(most) => ({SHOWN_WIDTH})(document.querySelector('{PICTURE}')) === most", arg=pixels)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(f"#photo-{job.photos[2][0]}$"))
    page.keyboard.press("f")
    expect(view.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(view).not_to_be_visible()
    assert "#" not in page.url
    page.locator("photo-grid .shot a").first.click()
    expect(view).to_be_visible()
    page.go_back()
    expect(view).not_to_be_visible()


def test_next_and_previous_are_loaded_already(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Loaded ahead", photos=5)
    page = open_browser()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    view = _open(page, job, 2)
    for number in (1, 3):
        photo = job.photos[number][0]
        page.wait_for_function(
            "(photo) => performance.getEntriesByType('resource').some((one) => one.name.includes(photo) && one.name.endsWith('.jpg'))",
            arg=photo,
        )
    expect(_place(view)).to_have_text("3 of 5")


def test_note_is_written_in_full_screen_and_chooses_the_photo(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("With a note", photos=3)
    page = open_browser()
    view = _open(page, job, 0)
    page.keyboard.press("n")
    field = page.get_by_role("textbox", name="Your note on this photo")
    expect(field).to_be_focused()
    field.fill("x" * 1001)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("1,001 characters")
    expect(field).to_have_value("x" * 1001)
    field.fill("Over our bed <b>")
    page.get_by_role("button", name="Save").click()
    expect(field).to_have_count(0)
    expect(view.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{job.address}favourites")
    expect(page.locator("main span", has_text="Over our bed <b>")).to_be_visible()


def test_slideshow_goes_on_pauses_and_ends(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Slideshow", photos=3)
    page = open_browser()
    page.clock.install()
    view = _open(page, job, 0)
    bar = view.get_by_role("group", name="Slideshow")
    page.keyboard.press(" ")
    expect(bar).to_be_visible()
    expect(view.locator(".view__bar")).to_have_css("opacity", "0")
    assert axe_says(page) == []
    bar.get_by_role("button", name="3 s").click()
    page.clock.fast_forward(3_500)
    expect(_place(view)).to_have_text("2 of 3")
    page.keyboard.press("Escape")
    expect(bar).not_to_be_visible()
    expect(view).to_be_visible()
    view.evaluate("view => view.focus()")
    page.keyboard.press(" ")
    page.keyboard.press(" ")
    expect(bar.get_by_role("button", name="Go on")).to_be_visible()
    page.clock.fast_forward(60_000)
    expect(_place(view)).to_have_text("2 of 3")
    page.keyboard.press(" ")
    page.clock.fast_forward(3_500)
    expect(_place(view)).to_have_text("3 of 3")
    page.clock.fast_forward(3_500)
    expect(bar).not_to_be_visible()


def test_photos_side_by_side_are_zoomed_together_and_chosen(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Side by side", photos=6)
    page = open_browser()
    view = _open(page, job, 0)
    view.get_by_role("button", name="Compare photos").click()
    compare, panes = page.locator("dialog.compare"), page.locator(".pane")
    expect(panes).to_have_count(2)
    strip = compare.locator(".strip__shot")
    strip.nth(3).click()
    strip.nth(4).click()
    expect(compare.get_by_role("heading", name="Comparing 4 photos")).to_be_visible()
    strip.nth(5).click()
    expect(page.get_by_text("Four photos at most.")).to_be_visible()
    before = page.evaluate(ZOOMS)
    page.mouse.move(*_centre(panes.first))
    page.mouse.wheel(0, -800)
    page.wait_for_function(f"(before) => ({ZOOMS})().every((zoom, at) => zoom !== before[at])", arg=before)
    assert axe_says(page) == []
    _go_on_by_keys(page, panes, strip)
    page.go_back()
    expect(compare).not_to_be_visible()
    expect(view).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f".shot[data-photo='{job.photos[1][0]}'] .heart")).to_have_attribute("aria-pressed", "true")


def _go_on_by_keys(page: Page, panes: Locator, strip: Locator) -> None:
    """Chosen, taken out, and another put in its neighbour's place."""
    panes.nth(1).focus()
    page.keyboard.press("f")
    expect(panes.nth(1).get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Delete")
    expect(panes).to_have_count(3)
    panes.first.focus()
    page.keyboard.press("ArrowRight")  # its neighbour takes its place: the second photo, which is out again
    expect(strip.nth(0)).to_have_attribute("aria-pressed", "false")
    expect(strip.nth(1)).to_have_attribute("aria-pressed", "true")


def test_comment_points_at_a_spot_and_is_answered(demo: Demo, browser: Browser, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("With a pin", photos=2)
    page, owner = open_browser(), open_browser(storage_state=demo.session(browser))
    view = _open(page, job, 0)
    page.keyboard.press("c")
    page.wait_for_function(f"() => document.querySelector('{PICTURE}').getBoundingClientRect().right < 1072")
    page.mouse.click(*_centre(view.locator(PICTURE), x=0.25, y=0.75))
    expect(
        page.get_by_role("button", name=re.compile("^New point: 25 percent from the left, 75 percent from the top"))
    ).to_be_visible()
    _write(page, "Brighter here? https://example.com <b>")
    expect(view.get_by_role("button", name="Point 1", exact=True)).to_be_visible()
    expect(view.locator(".talk a")).to_have_count(0)
    assert axe_says(page) == []

    owner.goto(f"{job.board}orders")
    expect(owner.get_by_role("img", name="The photo with point 1")).to_be_visible()
    owner.get_by_text("Reply", exact=True).click()
    owner.get_by_label("Your reply").fill("Of course, tomorrow.")
    owner.get_by_role("button", name="Send the reply").click()
    expect(owner.get_by_text("Replied.")).to_be_visible()
    owner.get_by_role("button", name="Mark as done").click()
    expect(owner.get_by_role("button", name="Not done yet")).to_be_visible()
    assert axe_says(owner) == []

    page.reload()
    page.keyboard.press("c")
    thread = view.locator(".talk__list li")
    expect(thread).to_contain_text("Of course, tomorrow.")
    expect(thread).to_contain_text(demo.story.get("studio", "Pracownia Marii"))
    expect(thread.get_by_text("Done")).to_be_visible()
    expect(thread.get_by_role("button", name="Edit")).to_have_count(0)


def test_comment_is_placed_changed_and_taken_back_by_keyboard(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("By keys", photos=1)
    page = open_browser()
    view = _open(page, job, 0)
    page.keyboard.press("c")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Point at a spot")).to_be_focused()
    page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    fresh = page.get_by_role("button", name=re.compile("^New point: 52 percent from the left, 40 percent from the top"))
    expect(fresh).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Darker")
    page.keyboard.press("Control+Enter")
    said = view.locator(".talk__text")
    expect(said).to_have_text("Darker")

    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Your comment")).to_have_value("Darker")
    page.keyboard.press("Control+A")
    page.keyboard.type("Lighter")
    page.keyboard.press("Control+Enter")
    expect(said).to_have_text("Lighter")
    expect(view.locator(".talk__who")).to_contain_text("changed")
    page.get_by_role("button", name="Delete").click()
    expect(view.get_by_text("No comments yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(said).to_have_text("Lighter")
    expect(view.get_by_role("button", name="Point 1", exact=True)).to_be_visible()


def test_comment_that_is_too_long_stays_in_its_field(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Five thousand", photos=2)
    page = open_browser()
    view = _open(page, job, 0)
    page.keyboard.press("c")
    field = page.get_by_label("Your comment")
    field.fill("x" * 5000)
    page.get_by_role("button", name="Send").click()
    expect(view.get_by_role("alert")).to_contain_text("5,000 characters")
    view.get_by_role("button", name="Next", exact=True).click()
    expect(field).to_have_value("")
    view.get_by_role("button", name="Previous", exact=True).click()
    expect(field).to_have_value("x" * 5000)
    field.fill("x" * 4000)
    page.get_by_role("button", name="Send").click()
    expect(view.locator(".talk__text")).to_have_text("x" * 4000)


def _point_by_thumb(page: Page, view: Locator) -> None:
    """The panel leaves the picture in sight; a tap on it points."""
    picture = view.locator(PICTURE)
    view.get_by_role("button", name=re.compile("comments$")).tap()
    page.wait_for_function(f"() => document.querySelector('{PICTURE}').getBoundingClientRect().bottom < 430")
    page.touchscreen.tap(*_centre(picture, x=0.75))
    expect(page.get_by_role("button", name=re.compile("^New point: 7[45] percent from the left"))).to_be_visible()
    _write(page, "Brighter here")
    expect(view.locator(".talk__text")).to_have_text("Brighter here")
    assert axe_says(page) == []
    view.get_by_role("button", name="Hide comments").tap()


def test_phone_zooms_points_and_stacks(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("On the phone", photos=4)
    page = open_browser(phone=True)
    page.goto(job.link)
    open_grid(page)
    page.locator("photo-grid .shot a").first.tap()
    view = page.locator("dialog.view")
    picture = view.locator(PICTURE)
    expect(picture).to_be_visible()
    whole = picture.evaluate(SHOWN_WIDTH)
    _pinch(page, _centre(picture))
    page.wait_for_function(f"(whole) => ({SHOWN_WIDTH})(document.querySelector('{PICTURE}')) > whole * 2", arg=whole)
    page.reload()
    expect(picture).to_be_visible()
    _point_by_thumb(page, view)
    view.get_by_role("button", name="More").tap()
    view.get_by_role("button", name="Compare photos").tap()
    panes = page.locator(".pane")
    expect(panes).to_have_count(2)
    upper, lower = panes.nth(0).bounding_box(), panes.nth(1).bounding_box()
    assert upper
    assert lower
    assert lower["y"] >= upper["y"] + upper["height"]
    assert axe_says(page) == []


_PRICED = """
import json
from decimal import Decimal
from provino.galleries.models import Gallery
from provino.proofing.packages import set_package
from provino.proofing.pricing import Terms, Tier
from provino.studios.models import Member
gallery = Gallery.objects.get(public_id={gallery!r})
by = Member.objects.filter(studio=gallery.studio).order_by("pk").first()
set_package(gallery, terms=Terms(included=1, tiers=(Tier(1, Decimal(25)),)), by=by)
print(json.dumps(None))
"""


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_counter_stands_in_the_bar_and_keys_work_after_undo(demo: Demo, open_browser: OpenBrowser, phone: bool) -> None:
    job = demo.new_gallery("Counting in full screen", photos=3, several_lists_on=True)
    demo.server.python(_PRICED.format(gallery=job.id))
    page = open_browser(phone=phone)
    view = _open(page, job, 0)
    counter = view.locator(".view__counter")
    expect(counter).to_contain_text("0 of 1")
    page.keyboard.press("f")
    expect(counter).to_contain_text("1 of 1")
    page.keyboard.press("ArrowRight")
    expect(_place(view)).to_have_text("2 of 3")
    page.keyboard.press("f")
    expect(counter).to_contain_text("2 chosen")
    assert axe_says(page) == []
    view.locator(".toast").get_by_role("button", name="Undo").click()
    expect(counter).to_contain_text("1 of 1")
    page.keyboard.press("l")
    expect(page.locator("dialog[open] .list-menu")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    expect(_place(view)).to_have_text("3 of 3")
