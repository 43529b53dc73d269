"""Choosing with a package: two people on two devices, the limit, sending, opening again, lists side by side."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Demo, Job, OpenBrowser
from tests.journeys.looking import axe_says, beside_the_screen
from tests.journeys.steps import open_grid

pytestmark = pytest.mark.journey

# What pages say in either language.
WORDS = {
    "pl": {
        "full": "30 z\u00a030",
        "sums": "30 w pakiecie + 1 × 25 zł = 25 zł",
        "total": "25,00\u00a0zł",
        "undo": "Cofnij",
        "send": "Wyślij wybór",
        "message": "Wiadomość do fotografa",
        "selection": "Wybór nr",
        "locked": "Ten wybór jest już wysłany.",
        "ask": "Poproś o zmianę",
        "reopen": "Poproś o otwarcie",
    },
    "en": {
        "full": "30 of\u00a030",
        "sums": "30 in your package + 1 × 25 zł = 25 zł",
        "total": "25.00\u00a0zł",
        "undo": "Undo",
        "send": "Send the choice",
        "message": "Message to your photographer",
        "selection": "Selection no.",
        "locked": "You have submitted this selection.",
        "ask": "Ask to change it",
        "reopen": "Ask to open it again",
    },
}

_SETTING = """
import json
from decimal import Decimal
from provino.galleries.models import Gallery
from provino.proofing.packages import set_package
from provino.proofing.pricing import Terms, Tier
from provino.studios.models import Member
gallery = Gallery.objects.get(public_id="GALLERY")
terms = Terms(INCLUDED, 0, MAXIMUM, (Tier(1, Decimal(25)), Tier(11, Decimal(20))), price_for_all=FOR_ALL)
set_package(gallery, terms=terms, by=Member.objects.filter(studio=gallery.studio).order_by("pk").first())
print(json.dumps({}))
"""


def _set_package(
    demo: Demo, job: Job, *, included: int, maximum: int | None = None, for_all: int | None = None
) -> None:
    price = f"Decimal({for_all})" if for_all is not None else "None"
    terms = {"GALLERY": job.id, "INCLUDED": str(included), "MAXIMUM": repr(maximum), "FOR_ALL": price}
    code = _SETTING
    for name, value in terms.items():
        code = code.replace(name, value)
    demo.server.python(code)


def _heart(page: Page, photo: str) -> None:
    """Press one photo's heart, wherever it stands, and wait until it is saved."""
    heart = page.locator(f".shot[data-photo='{photo}'] .heart")
    _scroll_to(page, heart)
    with page.expect_response(lambda answer: answer.request.method in ("PUT", "DELETE")) as saved:
        heart.click()
    assert saved.value.ok, saved.value.text()


def _scroll_to(page: Page, heart: Locator) -> None:
    """Only rows near the screen are in the page: from the first photo down until it is there."""
    if not heart.count():
        open_grid(page)
    while not heart.count():
        at = page.evaluate("window.scrollY")
        page.evaluate("window.scrollBy(0, window.innerHeight)")
        page.wait_for_function("at => window.scrollY > at", arg=at)
        expect(page.locator("photo-grid .shot .heart").first).to_be_visible()
    heart.scroll_into_view_if_needed()


def _is_phone(page: Page) -> bool:
    size = page.viewport_size
    return bool(size and size["width"] < 600)


def _bar(page: Page) -> Locator:
    """Where the counter stands: at the bottom on a phone, at the top on a desk."""
    return page.locator(".pbot favourite-counter" if _is_phone(page) else ".pbar favourite-counter")


def _counter(page: Page) -> str:
    return " ".join(_bar(page).inner_text().split())


def _reopen(demo: Demo, browser: Browser, open_browser: OpenBrowser, job: Job) -> Page:
    """The photographer sees what was sent, and opens it again."""
    studio = open_browser(storage_state=demo.session(browser))
    studio.goto(f"{job.board}orders")
    expect(studio.get_by_text("Asks to change it")).to_be_visible()
    studio.get_by_role("button", name="Re-open selection no. 1").click()
    expect(studio.get_by_text("Opened again. Your client is told by e-mail.")).to_be_visible()
    return studio


@pytest.mark.parametrize(
    ("language", "anna_has_phone"), [("pl", False), ("en", True)], ids=["pl-sent-by-phone", "en-sent-by-desk"]
)
def test_thirty_of_six_hundred_are_chosen_by_two_sent_reopened_and_sent_again(
    demo: Demo, browser: Browser, open_browser: OpenBrowser, language: str, anna_has_phone: bool
) -> None:
    words = WORDS[language]
    job = demo.new_gallery(f"Trzydzieści z sześciuset {language}", photos=600, language=language)
    _set_package(demo, job, included=30)
    ids = [photo for photo, _name in job.photos]
    anna = open_browser(phone=anna_has_phone, locale=language)
    piotr = open_browser(phone=not anna_has_phone, locale=language)
    _choose_thirty(anna, piotr, job, ids, words)
    _choose_one_more(anna, ids[20], words)
    _send(piotr, job, words)
    piotr.locator("details", has_text=words["ask"]).locator("summary").click()
    piotr.locator("#reopen-reason").fill("Jeszcze jedno dla babci")
    piotr.get_by_role("button", name=words["reopen"]).click()
    studio = _reopen(demo, browser, open_browser, job)
    _send_again(anna, job, ids[21], words)
    studio.goto(f"{job.board}orders")
    for number in (1, 2):
        expect(studio.get_by_role("link", name=f"View selection no. {number}")).to_be_visible()


def _choose_thirty(anna: Page, piotr: Page, job: Job, ids: list[str], words: dict[str, str]) -> None:
    """Each on a device of their own, by one personal link; both see all of it."""
    for page in (anna, piotr):
        page.goto(job.link)
        open_grid(page)
    for number in range(15):
        _heart(anna, ids[number])
        _heart(piotr, ids[30 + number])
    anna.reload()
    open_grid(anna)
    expect(_bar(anna).locator("[data-head]")).to_have_text(words["full"])
    piotr.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # he takes the device up again
    expect(_bar(piotr).locator("[data-head]")).to_have_text(words["full"])
    assert "25\u00a0zł" in _bar(piotr).locator("[data-next]").inner_text()


def _choose_one_more(page: Page, photo: str, words: dict[str, str]) -> None:
    """The first photo that costs says so, with a way back; afterwards the sum stands in the counter."""
    _heart(page, photo)
    toast = page.locator(".toast", has_text="25\u00a0zł")
    expect(toast).to_be_visible()
    assert words["sums"] in _counter(page)
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        toast.get_by_role("button", name=words["undo"]).click()
    _heart(page, photo)


def _send_again(page: Page, job: Job, photo: str, words: dict[str, str]) -> None:
    """One more, a second version; the first stays as it was."""
    page.goto(job.address)
    open_grid(page)
    _heart(page, photo)
    page.goto(f"{job.address}favourites")
    page.get_by_role("button", name=words["send"]).locator("visible=true").click()
    expect(page.get_by_role("heading", name=f"{words['selection']} 2")).to_be_visible()
    assert page.locator(".sheet figure").count() == 32
    page.goto(f"{job.address}favourites")
    page.get_by_role("link", name=f"{words['selection']} 1").click()
    expect(page.get_by_role("heading", name=f"{words['selection']} 1")).to_be_visible()
    assert page.locator(".sheet figure").count() == 31


def _send(page: Page, job: Job, words: dict[str, str]) -> None:
    """Sums first, then the button; then everything is locked and still readable."""
    page.goto(f"{job.address}favourites")
    expect(page.locator("dl").locator("visible=true").first).to_contain_text(words["total"])
    assert beside_the_screen(page) == []
    assert axe_says(page) == []
    page.get_by_label(words["message"]).fill("Wydmę prosimy w czerni i bieli")
    page.get_by_role("button", name=words["send"]).locator("visible=true").click()
    expect(page.get_by_role("heading", name=f"{words['selection']} 1")).to_be_visible()
    expect(page.get_by_text("Wydmę prosimy w czerni i bieli")).to_be_visible()
    assert axe_says(page) == []
    page.goto(job.address)
    open_grid(page)
    page.locator("photo-grid .heart").first.click(force=True)  # it says why, instead of doing nothing
    expect(page.locator(".toast")).to_contain_text(words["locked"])
    page.goto(f"{job.address}favourites")


@pytest.mark.parametrize(
    ("language", "refused", "chosen"),
    [
        ("en", "You can choose 3 photos here.", ("3 chosen", "2 in your package + 1 × 25 zł = 25 zł")),
        ("pl", "Możesz tu wybrać 3 zdjęcia.", ("3 wybrane", "2 w pakiecie + 1 × 25 zł = 25 zł")),
    ],
    ids=["en-on-phone", "pl-on-desk"],
)
def test_limit_holds_from_two_devices_and_says_so(
    demo: Demo, open_browser: OpenBrowser, language: str, refused: str, chosen: tuple[str, str]
) -> None:
    job = demo.new_gallery(f"Three at most {language}", photos=8, language=language)
    _set_package(demo, job, included=2, maximum=3)
    ids = [photo for photo, _name in job.photos]
    on_phone = language == "en"
    first, second = open_browser(phone=not on_phone), open_browser(phone=on_phone)
    for page in (first, second):
        page.goto(job.link)
        open_grid(page)
    _heart(first, ids[0])
    _heart(second, ids[1])
    _heart(first, ids[2])
    fourth = second.locator(f".shot[data-photo='{ids[3]}'] .heart")
    fourth.scroll_into_view_if_needed()
    with second.expect_response(lambda answer: answer.request.method == "PUT") as answered:
        fourth.click()
    assert answered.value.status == 409
    expect(second.locator(".toast--bad")).to_contain_text(refused)
    expect(fourth).to_have_attribute("aria-pressed", "false")
    first.reload()
    open_grid(first)
    for words in chosen:
        assert words in _counter(first)


def test_lists_are_made_filled_compared_and_brought_back(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Two lists", photos=6, several_lists_on=True)
    ids = [photo for photo, _name in job.photos]
    page = open_browser()
    page.goto(job.link)
    open_grid(page)
    _heart(page, ids[0])
    page.locator(f".shot[data-photo='{ids[1]}'] a").focus()
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name=re.compile("Lists"))
    assert axe_says(page) == []
    dialog.get_by_label("Name of a new list").fill("Album")
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        dialog.get_by_role("button", name="Make the list").click()
    expect(dialog.get_by_label("Album")).to_be_checked()
    dialog.get_by_role("button", name="Done").click()
    page.locator("photo-grid .pick").get_by_role("link", name="Album 1").click()
    expect(page.locator("photo-grid .shot")).to_have_count(1)

    page.goto(f"{job.address}favourites")
    page.locator("summary", has_text="Share").click()
    page.get_by_role("button", name="Make a link").click()
    page.locator("summary", has_text="Share").click()
    link = page.get_by_label("Link to this list").input_value()
    _compare(open_browser(phone=True), job, link, ids)

    page.goto(f"{job.address}favourites")
    page.get_by_role("navigation", name="Your lists").get_by_role("link", name="Album").click()
    page.get_by_role("button", name="Delete list").click()
    expect(page.get_by_text("The list “Album” was deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".sheet figure")).to_have_count(1)


def _compare(friend: Page, job: Job, link: str, ids: list[str]) -> None:
    """Somebody with the link alone looks, chooses, and sees both lists side by side; an address is shown to nobody."""
    friend.goto(job.address)
    friend.goto(link)
    expect(friend.get_by_role("heading", name="What Ewa chose")).to_be_visible()
    assert "@example.com" not in friend.content()
    friend.goto(job.address)
    open_grid(friend)
    friend.locator(f".shot[data-photo='{ids[2]}'] .heart").click()
    friend.locator("dialog#identify [name=email]").fill("kasia@example.com")
    with friend.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        friend.locator("dialog#identify button:not([type=button])").first.click()
    friend.goto(link)
    expect(friend.get_by_role("heading", name=re.compile("Only Ewa"))).to_be_visible()
    expect(friend.get_by_role("heading", name=re.compile("Only you"))).to_be_visible()
    assert axe_says(friend) == []
    assert beside_the_screen(friend) == []


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_all_photos_are_taken_for_the_price_for_all_and_given_back(
    demo: Demo, open_browser: OpenBrowser, scripted: bool
) -> None:
    job = demo.new_gallery("All of them", photos=6)
    _set_package(demo, job, included=2, for_all=60)
    page = open_browser(phone=True, java_script_enabled=scripted)
    page.goto(job.link)
    page.goto(f"{job.address}favourites")
    expect(page.get_by_text("Nothing chosen yet.")).to_be_visible()
    page.locator("summary", has_text="Take all 6 photos for").click()
    form = page.locator("#take-all")
    expect(form).to_contain_text("2 in your package + all others")
    assert beside_the_screen(page) == []
    if scripted:
        assert axe_says(page) == []
        page.context.set_offline(True)
        form.get_by_role("button", name="Take them all").click()
        expect(form.get_by_role("alert")).to_contain_text("We could not reach the server.")
        page.context.set_offline(False)
    form.get_by_role("button", name="Take them all").click()
    expect(page.get_by_text("All photos are chosen: 6 were added.")).to_be_visible()
    expect(page.locator(".sheet figure")).to_have_count(6)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Nothing chosen yet.")).to_be_visible()
    expect(page.locator("summary", has_text="Take all 6 photos for")).to_be_visible()
