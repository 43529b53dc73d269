"""The photographer's board: photos chosen, hidden, moved, ordered, deleted and brought back; what is shown is what is kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.journeys.conftest import Demo, OpenBrowser

pytestmark = pytest.mark.journey

CITY = ["DSC04022.jpg", "IMG_4026.JPG", "IMG_9998.JPG", "IMG_0003.JPG"]
GARDENS = ["DSC04021.jpg", "IMG_9999.JPG"]
ROAD = ["IMG_4025.JPG", "IMG_4019.JPG", "IMG_4020.JPG", "IMG_0001.JPG", "IMG_0002.JPG"]
FOCUSED = "document.activeElement.closest('.cell')?.querySelector('.cell__name').textContent ?? ''"


def _open(demo: Demo, open_browser: OpenBrowser, browser: Browser, address: str) -> Page:
    """A screen so high that all photos are on it: a drag of Playwright's does not scroll."""
    page = open_browser(storage_state=demo.session(browser), viewport={"width": 1440, "height": 1600})
    page.goto(address)
    return page


def _cell(page: Page, name: str) -> Locator:
    return page.locator(".cell").filter(has=page.get_by_text(name, exact=True))


def _id(page: Page, name: str) -> str:
    return _cell(page, name).get_attribute("data-photo") or ""


def _choose(page: Page, name: str, *keys: str) -> None:
    """Click a photo with the keys held."""
    _cell(page, name).locator(".cell__frame").click(modifiers=list(keys))  # type: ignore[arg-type]  # names of keys


def _chosen(page: Page) -> list[str]:
    return page.locator(".cell.is-selected .cell__name").all_text_contents()


def _parts(page: Page) -> dict[str, list[str]]:
    """File names by section, as they stand on the board."""
    expect(page.locator("photo-board .cell").first).to_be_visible()
    found = {}
    for part in page.locator("photo-board > section:not([hidden])").all():
        head = part.locator("h2").evaluate("head => head.firstChild.textContent")
        found[str(head)] = part.locator(".cell__name").all_text_contents()
    return found


def _kept(page: Page, section: str) -> list[str]:
    """The same after a reload: what the server has, which must be what was shown."""
    shown = _parts(page)
    page.reload()
    kept = _parts(page)
    assert kept == shown
    return kept.get(section, [])


@contextmanager
def _saved(page: Page, *, times: int = 1) -> Iterator[None]:
    """What is done inside reaches the server in so many actions, and all are taken."""
    answers: list[bool] = []

    def is_last(answer: Response) -> bool:
        if answer.request.method == "POST" and answer.url.endswith("/photos"):
            answers.append(answer.ok)
        return len(answers) == times

    with page.expect_response(is_last):
        yield
    assert all(answers)


def _act(page: Page, button: str) -> None:
    with _saved(page):
        page.locator(".board-bar").get_by_role("button", name=button).click()


def _undo(page: Page, *, times: int = 1) -> None:
    with _saved(page, times=times):
        page.locator(".toast").last.get_by_role("button", name="Undo").click()


def _set_cover(page: Page, name: str) -> None:
    """Choose a cover and the spot that stays in view by a click on it: a quarter from the left, far down."""
    _choose(page, name)
    page.locator(".board-bar").get_by_role("button", name="Set as cover").click()
    dialog = page.get_by_role("dialog", name="Set as cover")
    image = dialog.locator("focal-point .focal-frame img")
    expect(image).to_have_js_property("complete", True)  # only then does it have its size
    box = image.bounding_box()
    assert box
    assert box["width"] > 100
    image.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.8})
    with _saved(page):
        dialog.get_by_role("button", name="Save").click()
    expect(_cell(page, name)).to_contain_text("Cover")


def _drag(page: Page, name: str, beside: str, *, after: bool) -> None:
    box = _cell(page, beside).locator(".cell__frame").bounding_box()
    assert box
    target = {"x": box["width"] * (0.9 if after else 0.1), "y": box["height"] / 2}
    with _saved(page):
        _cell(page, name).drag_to(_cell(page, beside).locator(".cell__frame"), target_position=target)  # type: ignore[arg-type]


def test_photos_are_selected_and_hidden_by_mouse(demo: Demo, open_browser: OpenBrowser, browser: Browser) -> None:
    job = demo.new_gallery("Board by mouse")
    page = _open(demo, open_browser, browser, job.board)
    assert list(_parts(page).items()) == [("On the road", ROAD), ("Gardens", GARDENS), ("City by night", CITY)]
    _choose(page, CITY[1])
    _choose(page, GARDENS[1], "Shift")
    assert _chosen(page) == [GARDENS[1], *CITY[:2]], "a range goes over sections"
    _choose(page, CITY[3], "ControlOrMeta")
    expect(page.locator(".board-bar")).to_contain_text("4 photos selected")
    _act(page, "Hide")
    hidden = page.locator(".cell__note", has_text="Hidden")
    expect(hidden).to_have_count(4)
    _undo(page)
    expect(hidden).to_have_count(0)
    _choose(page, CITY[0])
    _act(page, "Hide")
    page.reload()
    expect(hidden).to_have_count(1)
    visitor = open_browser()
    visitor.goto(job.link)
    expect(visitor.locator("photo-grid")).not_to_contain_text(CITY[0])
    expect(visitor.locator(f".shot[data-photo='{_id(page, CITY[0])}']")).to_have_count(0)
    _choose(page, CITY[0])
    _act(page, "Show to the client")
    page.reload()
    expect(page.locator(".cell").first).to_be_visible()
    expect(hidden).to_have_count(0)


def test_a_frame_drawn_over_the_ground_selects_what_it_touches(
    demo: Demo, open_browser: OpenBrowser, browser: Browser
) -> None:
    page = _open(demo, open_browser, browser, demo.new_gallery("Board by frame").board)
    second, last = (_cell(page, name).bounding_box() for name in (CITY[1], CITY[3]))
    assert second
    assert last
    page.mouse.move(last["x"] + last["width"] + 30, last["y"] + 90)
    page.mouse.down()
    page.mouse.move(second["x"] + second["width"] / 2, last["y"] + 30, steps=4)
    expect(page.locator(".board-frame")).to_be_visible()
    page.mouse.up()
    expect(page.locator(".board-frame")).to_have_count(0)
    assert _chosen(page) == CITY[1:]


def test_photos_move_to_sections(demo: Demo, open_browser: OpenBrowser, browser: Browser) -> None:
    page = _open(demo, open_browser, browser, demo.new_gallery("Board by section").board)
    _choose(page, CITY[0])
    _choose(page, CITY[1], "Shift")
    with _saved(page):
        page.get_by_label("Move to section").select_option("On the road")
    by_time = [CITY[0], ROAD[0], CITY[1], *ROAD[1:]]
    assert _kept(page, "On the road") == by_time, "in the order of the gallery, at once and after a reload"
    _choose(page, ROAD[0])
    with _saved(page):
        page.get_by_label("Move to section").select_option("Without a section")
    assert _parts(page)["Without a section"] == ROAD[:1]
    _undo(page)
    assert _kept(page, "On the road") == by_time


def test_deleted_photos_come_back_as_they_were(demo: Demo, open_browser: OpenBrowser, browser: Browser) -> None:
    job = demo.new_gallery("Board with undo")
    page = _open(demo, open_browser, browser, job.board)
    _set_cover(page, CITY[1])
    _choose(page, CITY[0])
    _choose(page, CITY[2], "Shift")
    _act(page, "Delete")
    assert _parts(page)["City by night"] == CITY[3:]
    _undo(page)
    assert _kept(page, "City by night") == CITY
    expect(_cell(page, CITY[1])).to_contain_text("Cover")
    _choose(page, GARDENS[0])
    _choose(page, GARDENS[1], "ControlOrMeta")
    _act(page, "Delete")
    assert _kept(page, "Gardens") == []
    _cell(page, CITY[0]).locator(".cell__frame").dblclick()
    page.get_by_role("button", name="Delete").click()
    banner = page.get_by_role("status").filter(has_text=f"{CITY[0]} was deleted.")
    expect(banner).to_be_visible()
    assert _parts(page)["City by night"] == CITY[1:]
    banner.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"{CITY[0]} is back.")).to_be_visible()
    expect(banner).to_have_count(0)
    assert _kept(page, "City by night") == CITY


def test_photos_are_ordered_by_dragging(demo: Demo, open_browser: OpenBrowser, browser: Browser) -> None:
    page = _open(demo, open_browser, browser, demo.new_gallery("Board by drag").board)
    order = page.get_by_label("Order of the photos")
    expect(order).to_have_value("taken")
    _drag(page, CITY[3], CITY[1], after=False)
    expect(order).to_have_value("manual")
    assert _kept(page, "City by night") == [CITY[0], CITY[3], CITY[1], CITY[2]]
    _choose(page, CITY[0])
    _choose(page, CITY[3], "ControlOrMeta")
    _drag(page, CITY[3], ROAD[-1], after=True)
    assert _kept(page, "On the road") == [*ROAD, CITY[0], CITY[3]], "dragging one takes all that are selected"
    page.keyboard.press("Escape")
    _drag(page, ROAD[0], GARDENS[0], after=True)
    _undo(page)
    assert _kept(page, "On the road") == [*ROAD, CITY[0], CITY[3]]
    with _saved(page):
        _cell(page, ROAD[1]).drag_to(page.locator(".board-head", has_text="Gardens"))
    assert ROAD[1] in _kept(page, "Gardens")


def test_undoing_an_order_puts_whole_sections_back(demo: Demo, open_browser: OpenBrowser, browser: Browser) -> None:
    page = _open(demo, open_browser, browser, demo.new_gallery("Board undone").board)
    before = _parts(page)
    _choose(page, GARDENS[0])
    _choose(page, CITY[0], "Shift")
    _choose(page, ROAD[0], "ControlOrMeta")
    _drag(page, CITY[0], ROAD[2], after=True)
    _undo(page, times=3)
    assert _parts(page) == before
    page.reload()
    assert _parts(page) == before


def test_board_is_used_by_keyboard_alone(demo: Demo, open_browser: OpenBrowser, browser: Browser) -> None:
    page = _open(demo, open_browser, browser, demo.new_gallery("Board by keyboard").board)
    for _step in range(40):
        if page.evaluate(FOCUSED):
            break
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == ROAD[0]
    for key in ("ArrowRight", "Space", *["Shift+ArrowRight"] * 4):
        page.keyboard.press(key)
    assert _chosen(page) == [*ROAD[1:], GARDENS[0]]
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+a")
    assert len(_chosen(page)) == 11
    page.keyboard.press("Escape")
    assert _chosen(page) == []
    with _saved(page):
        page.keyboard.press("Alt+ArrowRight")
    assert page.evaluate(FOCUSED) == GARDENS[0]
    assert _kept(page, "Gardens") == [GARDENS[1], GARDENS[0]]
    _cell(page, CITY[1]).locator(".cell__frame").focus()
    for key in ("Space", "Shift+ArrowRight"):
        page.keyboard.press(key)
    with _saved(page):
        page.keyboard.press("Delete")
    assert page.evaluate(FOCUSED) == CITY[3]
    assert _kept(page, "City by night") == [CITY[0], CITY[3]]
    _cell(page, CITY[3]).locator(".cell__frame").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=CITY[3])).to_be_visible()


def test_cover_is_chosen_with_the_spot_that_stays_in_view(
    demo: Demo, open_browser: OpenBrowser, browser: Browser
) -> None:
    job = demo.new_gallery("Board with a cover")
    page = _open(demo, open_browser, browser, job.board)
    _set_cover(page, CITY[2])
    page.goto(f"{job.board}settings")
    expect(page.get_by_label("From the left")).to_have_value("25")
    expect(page.get_by_label("From the top")).to_have_value("80")
    page.get_by_label("From the left").focus()
    for _press in range(5):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Save the point").press("Enter")
    expect(page.get_by_text("New cover saved.")).to_be_visible()
    expect(page.get_by_label("From the left")).to_have_value("30")
    visitor = open_browser()
    visitor.goto(job.link)
    expect(visitor.locator(".cover img.fx-3.fy-8, .cover .fx-3.fy-8")).to_be_visible()
    page.goto(job.board)
    _choose(page, CITY[2])
    page.locator(".board-bar").get_by_role("button", name="Set as cover").click()
    expect(page.get_by_role("dialog").get_by_label("From the left")).to_have_value("30")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_photos_are_ordered_by_name_by_time_and_by_hand(
    demo: Demo, open_browser: OpenBrowser, browser: Browser
) -> None:
    page = _open(demo, open_browser, browser, demo.new_gallery("Board in order").board)
    _drag(page, CITY[0], CITY[3], after=True)
    assert _chosen_order(page, "By file name") == [CITY[0], CITY[3], *CITY[1:3]]
    assert _chosen_order(page, "By the time they were taken") == CITY
    assert _chosen_order(page, "By hand") == [*CITY[1:], CITY[0]], "as it was left"


def _chosen_order(page: Page, order: str) -> list[str]:
    """Choose an order; the page opens anew with it."""
    with page.expect_navigation():
        page.get_by_label("Order of the photos").select_option(order)
    expect(page.get_by_label("Order of the photos").locator("option:checked")).to_have_text(order)
    return _parts(page)["City by night"]


def test_a_camera_whose_clock_was_wrong_is_moved_after_a_look(
    demo: Demo, open_browser: OpenBrowser, browser: Browser
) -> None:
    job = demo.new_gallery("Board with clocks")
    page = _open(demo, open_browser, browser, job.board)
    page.get_by_role("link", name="Camera clocks").click()
    page.get_by_label("SONY ILCE-7M4").check()
    page.get_by_label("Hours").fill("2")
    preview = page.locator("#preview li")
    shown = [CITY[1], CITY[0], CITY[2]]
    expect(page.locator("#preview")).to_contain_text("16:10:10")
    names = preview.locator(".fn").all_text_contents()
    assert [name for name in names if name in shown] == shown
    page.goto(job.board)
    assert _parts(page)["City by night"] == CITY, "a preview changes nothing"
    page.goto(f"{job.board}clocks")
    page.get_by_label("SONY ILCE-7M4").check()
    page.get_by_label("Hours").fill("2")
    page.get_by_role("button", name="Move the photos").click()
    expect(page.get_by_text("The photos stand in their new order.")).to_be_visible()
    expect(page.get_by_role("row", name="SONY")).to_contain_text("+2:00:00")
    page.goto(job.board)
    assert _parts(page)["City by night"] == [CITY[1], CITY[0], *CITY[2:]]


def test_settings_of_one_gallery_begin_the_next(demo: Demo, open_browser: OpenBrowser, browser: Browser) -> None:
    demo.new_gallery("Pattern", photos=1, language="pl", photo_label="number", photo_order="name", comments_on=False)
    page = _open(demo, open_browser, browser, f"{demo.url}/galleries/new")
    page.get_by_label("Title", exact=True).fill("Begun like another")
    page.get_by_label("Settings from").select_option("Pattern")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Begun like another")).to_be_visible()
    page.get_by_role("link", name="Settings", exact=True).last.click()
    expect(page.get_by_label("Under the photos")).to_have_value("number")
    expect(page.get_by_label("Order of the photos")).to_have_value("name")
    expect(page.get_by_label("Clients write comments")).not_to_be_checked()
    expect(page.get_by_label("Clients choose favourites")).to_be_checked()


def test_a_slash_finds_galleries_contacts_and_file_names(
    demo: Demo, open_browser: OpenBrowser, browser: Browser
) -> None:
    job = demo.new_gallery("Zażółcona gęś")
    page = _open(demo, open_browser, browser, f"{demo.url}/contacts/")
    for words, kind, reached in (
        ("zażółcona", "Galleries", rf"/galleries/{job.id}/$"),
        (job.id.lower(), "Contacts", r"/contacts/\w+/$"),
        ("img_9998", "File names", rf"/galleries/{job.id}/#photo-\w+$"),
    ):
        page.keyboard.press("/")
        page.keyboard.type(words)
        section = page.locator(".search-results section", has=page.get_by_role("heading", name=kind))
        link = section.get_by_role("link").first
        expect(link).to_be_visible()
        for _step in range(10):
            page.keyboard.press("ArrowDown")
            if link.evaluate("link => link === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(reached))
    expect(page.locator(".cell.is-selected .cell__name")).to_have_text(["IMG_9998.JPG"])
