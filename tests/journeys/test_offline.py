"""A client loses the network for a moment: what they did is kept, shown as waiting, and sent once."""

import json
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, Request, expect

from tests.journeys.conftest import Demo, Job, OpenBrowser
from tests.journeys.steps import open_grid

pytestmark = pytest.mark.journey

# What the client's first list holds, in the order of choosing, and what was said.
STANDS = """
from provino.proofing.models import Comment, Favourite
favourites = Favourite.objects.filter(favourite_list__visitor__gallery__public_id={gallery!r}).order_by("id")
comments = Comment.objects.filter(photo__gallery__public_id={gallery!r}).order_by("id")
print(json.dumps({{"chosen": [one.photo.public_id for one in favourites], "said": [one.text for one in comments]}}))
"""
LISTS = """
from provino.proofing.models import Favourite, FavouriteList
lists = FavouriteList.objects.filter(visitor__gallery__public_id={gallery!r}).exclude(name="").order_by("id")
print(json.dumps({{one.name: [row.photo.public_id for row in one.favourites.order_by("id")] for one in lists}}))
"""
MAKE_LIST = """
from provino.proofing.lists import make_list
from provino.visitors.models import Visitor
print(json.dumps(make_list(Visitor.objects.get(gallery__public_id={gallery!r}), name={name!r}).public_id))
"""
DELETE = """
from provino.galleries.models import Photo
from django.utils import timezone
print(json.dumps(Photo.objects.filter(public_id={photo!r}).update(deleted_at=timezone.now())))
"""
SUBMIT = """
from decimal import Decimal
from provino.proofing.models import FavouriteList
from provino.proofing.selections import submit_selection
chosen = FavouriteList.objects.get(visitor__gallery__public_id={gallery!r})
print(json.dumps(submit_selection(chosen, seen=(1, Decimal(0))).public_id))
"""


def _stands(demo: Demo, job: Job) -> Any:
    return demo.server.python(STANDS.format(gallery=job.id))


def _heart(page: Page, photo: str) -> Locator:
    return page.locator(f".shot[data-photo='{photo}'] .heart")


def _choose(page: Page, photo: str, *, pressed: bool = True) -> None:
    heart = _heart(page, photo)
    heart.scroll_into_view_if_needed()
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", json.dumps(pressed))


def _sent(page: Page) -> list[str]:
    """Collects what the page asks the server to change from now on, in order."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method in ("PUT", "POST", "DELETE") and "/viewed" not in request.url:
            sent.append(f"{request.method} {request.url.rpartition('/photos/')[2]}")

    page.context.on("requestfinished", note)
    return sent


def _opened(page: Page, job: Job) -> None:
    page.goto(job.link)
    open_grid(page)


def _wait_for_full_screen(page: Page) -> None:
    """Script and style of the full screen have come by themselves, in idle time; nobody has opened it."""
    page.wait_for_function(
        """() => ["js", "css"].every((kind) => performance.getEntriesByType("resource")
            .some(({ name, responseEnd }) => responseEnd && name.includes("photo-lightbox") && name.endsWith(kind)))"""
    )


def _lists_menu(page: Page, photo: str) -> Locator:
    page.locator(f".shot[data-photo='{photo}'] a").focus()
    page.keyboard.press("l")
    menu = page.locator("dialog[open]:has(.list-menu)")
    expect(menu).to_be_visible()
    return menu


# What pages say in either language: the waiting line of four choices and of five changes, how comments are opened and asked for.
WORDS = {
    "en": ("4 choices wait for the network", "5 changes wait for the network", "0 comments", "Write about this photo"),
    "pl": (
        "4 wybory czekają na połączenie",
        "5 zmian czeka na połączenie",
        "0 komentarzy",
        "Napisz coś o\u00a0tym zdjęciu",
    ),
}


def _choose_and_write_offline(page: Page, ids: list[str], *, language: str) -> None:
    """Four photos, one more that is taken back, and a comment in full screen, which was never opened before."""
    choices, changes, comments, about = WORDS[language]
    photo = page.locator(f".shot[data-photo='{ids[1]}'] a")
    _wait_for_full_screen(page)
    page.context.set_offline(True)
    for other in ids[1:6]:
        _choose(page, other)
    _choose(page, ids[5], pressed=False)
    expect(_heart(page, ids[3])).to_have_attribute("data-waiting", "")
    expect(page.locator("waiting-line")).to_have_text(choices)
    photo.click()
    expect(page.locator("dialog.view")).to_be_visible()
    page.get_by_role("button", name=comments).click()
    page.get_by_placeholder(about).fill("This one for grandma")
    page.keyboard.press("Control+Enter")
    expect(page.locator("waiting-line")).to_have_text(changes)


@pytest.mark.parametrize(("language", "phone"), [("en", True), ("pl", False)], ids=["en-phone", "pl-desktop"])
def test_what_is_chosen_and_written_without_a_network_is_sent_once_by_the_page_opened_later(
    demo: Demo, open_browser: OpenBrowser, language: str, phone: bool
) -> None:
    job = demo.new_gallery(f"On the train {language}", photos=8, language=language)
    ids = [photo for photo, _name in job.photos]
    page = open_browser(phone=phone)
    _opened(page, job)
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        _choose(page, ids[0])
    expect(page.locator("waiting-line")).to_be_hidden()
    _choose_and_write_offline(page, ids, language=language)
    assert _stands(demo, job) == {"chosen": ids[:1], "said": []}

    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    sent = _sent(page)
    # The comment was said last, so it is sent last.
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/comments" in answer.url):
        page.goto(job.address)
    open_grid(page)
    expect(page.locator("waiting-line")).to_be_hidden()
    for photo in ids[:5]:
        expect(_heart(page, photo)).to_have_attribute("aria-pressed", "true")
    expect(_heart(page, ids[5])).to_have_attribute("aria-pressed", "false")
    assert sent == [f"PUT {photo}" for photo in ids[1:5]] + [f"POST {ids[1]}/comments"]
    assert _stands(demo, job) == {"chosen": ids[:5], "said": ["This one for grandma"]}
    page.reload()
    open_grid(page)
    expect(_heart(page, ids[4])).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f".shot[data-photo='{ids[1]}'] .said")).to_be_visible()
    assert len(sent) == 5


def test_what_cannot_be_kept_is_explained_and_the_rest_goes_on(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Meanwhile", photos=6, photo_label="filename")
    (gone, gone_name), (kept, _kept_name), (late, late_name) = job.photos[:3]
    page = open_browser()
    _opened(page, job)
    page.context.set_offline(True)
    for photo in (gone, kept):
        _choose(page, photo)
    demo.server.python(DELETE.format(photo=gone))
    page.context.set_offline(False)
    refusal = page.locator(".toast--bad")
    expect(refusal).to_contain_text(f"{gone_name}: This photo is no longer in the gallery.")
    expect(_heart(page, gone)).to_have_attribute("aria-pressed", "false")
    expect(_heart(page, kept)).not_to_have_attribute("data-waiting", "")
    assert _stands(demo, job)["chosen"] == [kept]
    refusal.get_by_role("button").click()

    page.context.set_offline(True)
    _choose(page, late)
    demo.server.python(SUBMIT.format(gallery=job.id))
    page.context.set_offline(False)
    expect(refusal).to_contain_text(f"{late_name}: You have submitted this selection.")
    expect(_heart(page, late)).to_have_attribute("aria-pressed", "false")
    expect(page.locator("waiting-line")).to_be_hidden()
    assert _stands(demo, job)["chosen"] == [kept]


def test_two_tabs_share_what_waits_and_send_it_once(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Two tabs", photos=6)
    ids = [photo for photo, _name in job.photos]
    one = open_browser()
    _opened(one, job)
    other = one.context.new_page()
    other.goto(job.address)
    open_grid(other)
    sent = _sent(one)
    one.context.set_offline(True)
    _choose(one, ids[0])
    expect(_heart(other, ids[0])).to_have_attribute("aria-pressed", "true")
    _choose(other, ids[1])
    expect(_heart(one, ids[1])).to_have_attribute("data-waiting", "")
    one.context.set_offline(False)
    for page in (one, other):
        for photo in ids[:2]:
            expect(_heart(page, photo)).to_have_attribute("aria-pressed", "true")
            expect(_heart(page, photo)).not_to_have_attribute("data-waiting", "")
        expect(page.locator("waiting-line")).to_be_hidden()
    assert sent == [f"PUT {photo}" for photo in ids[:2]]
    assert _stands(demo, job)["chosen"] == ids[:2]


def test_closing_the_tab_warns_only_while_something_waits(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Closing", photos=4)
    page = open_browser()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    _opened(page, job)
    page.on("dialog", stay)
    page.context.set_offline(True)
    _choose(page, job.photos[0][0])
    expect(page.locator("waiting-line")).to_be_visible()
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(page.locator("waiting-line")).to_be_hidden()
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    assert _stands(demo, job)["chosen"] == [job.photos[0][0]]


def test_what_one_person_left_is_not_sent_as_anothers(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Not me", photos=4)
    photo = job.photos[0][0]
    page = open_browser()
    _opened(page, job)
    page.context.set_offline(True)
    _choose(page, photo)
    expect(page.locator("waiting-line")).to_be_visible()  # the first try has failed: nothing is under way
    context = page.context
    page.close()
    context.set_offline(False)
    forgotten = context.request.get(job.address)
    token = forgotten.text().partition('name="csrf-token" content="')[2].partition('"')[0]
    assert context.request.post(f"{job.address}forget", headers={"X-CSRFToken": token, "Referer": job.address}).ok
    page = context.new_page()
    sent = _sent(page)
    page.goto(job.address)
    open_grid(page)
    expect(_heart(page, photo)).to_have_attribute("aria-pressed", "false")
    expect(page.locator("waiting-line")).to_be_hidden()
    assert sent == []
    page.goto(job.link)  # and she comes back
    open_grid(page)
    assert _stands(demo, job)["chosen"] == []


def test_full_screen_opens_without_a_network_on_the_photos_that_are_here(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("In the tunnel", photos=4)
    page = open_browser()
    _opened(page, job)
    _wait_for_full_screen(page)
    page.context.set_offline(True)
    page.locator(f".shot[data-photo='{job.photos[0][0]}'] a").click()
    view = page.locator("dialog.view")
    expect(view.locator(".view__place")).to_have_text("1 of 4")
    small = view.locator(".pswp__item[aria-hidden=false] .view__small")
    expect(small).to_be_visible()
    assert small.evaluate("image => image.naturalWidth") > 0, "what the grid has, until the large one can be had"
    page.keyboard.press("f")
    expect(view.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    expect(view.locator(".view__counter")).to_contain_text("1 chosen")
    page.context.set_offline(False)
    expect(view.locator(".pswp__item[aria-hidden=false] img.pswp__img").first).to_be_visible()
    expect(small).to_have_count(0)
    expect(page.locator("waiting-line")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(view).not_to_be_visible()


def test_full_screen_is_not_fetched_ahead_where_data_is_saved(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("A small contract", photos=4)
    page = open_browser()
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    _opened(page, job)
    page.wait_for_load_state("networkidle")
    fetched = (
        "() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('photo-lightbox')).length"
    )
    assert page.evaluate(fetched) == 0
    page.context.set_offline(True)
    page.locator(f".shot[data-photo='{job.photos[0][0]}'] a").click()
    expect(page.locator(".toast--bad")).to_contain_text("We could not reach the server.")


def _make_list(menu: Locator, name: str) -> None:
    menu.get_by_label("Name of a new list").fill(name)
    menu.get_by_role("button", name="Make the list").click()


def _make_lists_offline(page: Page, first: str, second: str) -> None:
    """One with two photos, one with a photo."""
    menu = _lists_menu(page, first)
    _make_list(menu, "Album")
    expect(menu.get_by_role("checkbox", name="Album")).to_be_checked()
    expect(menu.locator(".list-menu__row", has_text="Album")).to_contain_text("Waits for the network")
    menu.get_by_role("button", name="Done").click()
    menu = _lists_menu(page, second)
    menu.get_by_role("checkbox", name="Album").check()
    _make_list(menu, "Grandmother")
    menu.get_by_role("button", name="Done").click()
    expect(page.locator("waiting-line")).to_have_text("5 changes wait for the network")


def test_lists_made_without_a_network_take_photos_and_are_sent_once(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Lists on the train", photos=6, several_lists_on=True)
    first, second, third = (photo for photo, _name in job.photos[:3])
    page = open_browser()
    _opened(page, job)
    _choose(page, third)
    expect(_heart(page, third)).not_to_have_attribute("data-waiting", "")
    expect(page.locator("waiting-line")).to_be_hidden()
    sent = _sent(page)
    page.context.set_offline(True)
    _make_lists_offline(page, first, second)
    assert demo.server.python(LISTS.format(gallery=job.id)) == {}

    demo.server.python(MAKE_LIST.format(gallery=job.id, name="Grandmother"))  # on another device, meanwhile
    page.context.set_offline(False)
    expect(page.locator(".toast--bad")).to_contain_text("Grandmother: You have a list with this name already.")
    expect(page.locator("waiting-line")).to_be_hidden()
    assert demo.server.python(LISTS.format(gallery=job.id)) == {"Album": [first, second], "Grandmother": []}
    page.locator(".toast--bad button").click()
    menu = _lists_menu(page, third)
    expect(menu.locator(".bad")).to_contain_text("1 photo goes into it once it has another name.")
    with page.expect_response(lambda answer: answer.request.method == "PUT" and third in answer.url):
        _make_list(menu, "Grandma")
    assert demo.server.python(LISTS.format(gallery=job.id))["Grandma"] == [second, third]
    assert sum(one.startswith("POST") for one in sent) == 3, "each list is asked for once"
