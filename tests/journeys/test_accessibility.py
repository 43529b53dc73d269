"""Every page, wide and on a phone, light and dark, in both languages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, Demo, OpenBrowser
from tests.journeys.looking import Watch, axe_says, beside_the_screen, headers_missing, settle
from tests.journeys.steps import open_grid
from tests.serving import Serving

pytestmark = pytest.mark.journey

PASSWORD = "correct horse battery"

# People and galleries the demo does not have: a Polish owner, staff, an empty studio; galleries that do not open.
_MORE = """
import datetime as dt, re
from provino.accounts.models import User
from provino.galleries.galleries import set_password
from provino.galleries.models import Gallery, Invitation, Photo
from provino.mail.models import Message
from provino.studios.members import invite_member
from provino.studios.models import Member, Studio
from tests.factories import make_contact, make_gallery, make_invitation, make_photo
studio = Studio.objects.get()
owner = studio.members.get()
def person(name, of, role, language):
    user = User.objects.create_user(f"{name}@example.com", "correct horse battery", name=name.title(), language=language)
    return Member.objects.create(studio=of, user=user, role=role)
person("zofia", studio, "owner", "pl")
person("staff", studio, "staff", "en"); person("pomoc", studio, "staff", "pl")
for name, language in (("nowa", "pl"), ("fresh", "en")):
    empty = Studio.objects.create(name="Nowe studio", currency="PLN", time_zone="Europe/Warsaw", language=language)
    person(name, empty, "owner", language)
locked = make_gallery(studio=studio, title="Zamek")
set_password(locked, password="tajne haslo", by=owner)
gone = Gallery.objects.create(studio=studio, title="Skończona", visibility="open", expires_on=dt.date(2020, 1, 2))
draft = make_gallery(studio=studio, title="Szkic", visibility="draft")
invitation = make_invitation(gallery=draft)
failed = make_gallery(studio=studio, title="Z kłopotami " + "DługieSłowo" * 6)
make_photo(gallery=failed, renditions={}, state="failed", reason="damaged", original_name="IMG_" + "0" * 60 + ".CR3", relative_path="Kościół/" + "0" * 80 + ".CR3")
make_photo(gallery=failed, renditions={}, state="pending")
Photo.objects.filter(pk=Photo.objects.filter(gallery__title="Rodzina Zielińskich").latest("pk").pk).update(hidden=True)
invite_member(studio, email="nowy@example.com", role="staff", by=owner)
letter = Message.objects.filter(to="nowy@example.com").latest("pk")
first = Photo.objects.filter(gallery__title="Anna and Piotr").order_by("pk").first()
print(json.dumps({
    "locked": locked.public_id, "gone": gone.public_id, "draft": draft.public_id, "secret": invitation.secret,
    "closed": make_gallery(studio=studio, title="Zamknięta", visibility="closed").public_id,
    "empty": make_gallery(studio=studio, title="Pusta").public_id, "failed": failed.public_id,
    "photo": first.public_id, "contact": first.gallery.client.public_id, "mail": letter.public_id,
    "invite": re.search(r"/invite/(\\w+)", letter.text)[1],
}))
"""


@dataclass(frozen=True)
class Sight:
    """A page, who looks at it, and what they did to see it. `{0}` is the demo's first gallery, names are of `_MORE`."""

    path: str
    who: str = "owner"
    act: Callable[[Page], None] | None = None
    name: str = ""

    def __str__(self) -> str:
        return self.name or f"{self.who}{self.path}"


def _menu(page: Page) -> None:
    if page.locator("[popovertarget=menu]").is_visible():
        page.locator("[popovertarget=menu]").click()
        expect(page.locator("#menu")).to_be_visible()


def _select(page: Page) -> None:
    page.locator(".cell__frame").first.click()
    expect(page.locator(".board-bar")).to_be_visible()


def _cover(page: Page) -> None:
    _select(page)
    page.locator(".board-bar .btn:has(use[href$='#image'])").click()
    expect(page.locator("dialog focal-point")).to_be_visible()


def _search(page: Page) -> None:
    if page.locator("search-box input").is_visible():
        page.locator("search-box input").fill("anna")
        expect(page.locator("search-box [href*='/galleries/'], search-box [href*='/contacts/']").first).to_be_visible()


def _open(page: Page) -> None:
    open_grid(page)
    page.locator("photo-grid .shot a").first.click()
    expect(page.locator("dialog.view")).to_be_visible()


def _talk(page: Page) -> None:
    _open(page)
    page.keyboard.press("c")
    expect(page.locator(".talk__list li").first).to_be_visible()


def _compare(page: Page) -> None:
    _open(page)
    page.keyboard.press("v")
    expect(page.locator(".pane")).to_have_count(2)


def _play(page: Page) -> None:
    _open(page)
    page.keyboard.press(" ")
    expect(page.get_by_role("group").and_(page.locator(".play"))).to_be_visible()


def _grid(page: Page) -> None:
    """The photos, none of their hearts half beneath the bar: what is covered cannot be measured."""
    open_grid(page)
    bar = page.locator(".pbot").bounding_box()
    for heart in page.locator("photo-grid .shot .heart").all() if bar else []:
        box = heart.bounding_box()
        if bar and box and box["y"] < bar["y"] < box["y"] + box["height"]:
            page.mouse.wheel(0, box["height"])
            page.wait_for_timeout(200)
            break


def _all_files(page: Page) -> None:
    page.locator("main details summary").first.click()
    expect(page.locator("main details[open]")).to_be_visible()


def _identify(page: Page) -> None:
    open_grid(page)
    page.locator("photo-grid .shot .heart").first.click()
    expect(page.locator("dialog#identify")).to_be_visible()


def _wrong(page: Page) -> None:
    page.fill("[name=password]", "wrong")
    page.press("[name=password]", "Enter")
    expect(page.locator("[role=alert]")).to_be_visible()


def _refused(page: Page) -> None:
    """A form sent back with words at its fields."""
    page.locator("main form:has([name=title], [name=email]) [name=title], main form [name=email]").last.fill("")
    page.locator("main form").last.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.locator("main .bad, main [role=alert]").first).to_be_visible()


SIGHTS = [
    Sight("/galleries/"),
    Sight("/galleries/", act=_menu, name="menu"),
    Sight("/galleries/", act=_search, name="search-box"),
    Sight("/galleries/", who="beginner"),
    Sight("/galleries/new"),
    Sight("/galleries/new", act=_refused, name="new-refused"),
    Sight("/galleries/{0}/"),
    Sight("/galleries/{0}/", act=_select, name="photos-selected"),
    Sight("/galleries/{0}/", act=_cover, name="photos-cover"),
    Sight("/galleries/{2}/", name="photos-one-hidden"),
    Sight("/galleries/{failed}/"),
    Sight("/galleries/{empty}/"),
    Sight("/galleries/{0}/upload"),
    Sight("/galleries/{empty}/upload"),
    Sight("/galleries/{0}/send"),
    Sight("/galleries/{empty}/send"),
    Sight("/galleries/{0}/orders"),
    Sight("/galleries/{2}/orders"),
    Sight("/galleries/{0}/activity"),
    Sight("/galleries/{empty}/activity"),
    Sight("/galleries/{0}/export"),
    Sight("/galleries/{empty}/export"),
    Sight("/galleries/{0}/handover"),
    Sight("/galleries/{1}/handover"),
    Sight("/galleries/{1}/handover", act=_all_files, name="handover-files"),
    Sight("/galleries/{1}/handover/add/full"),
    Sight("/galleries/{0}/settings"),
    Sight("/galleries/{locked}/settings"),
    Sight("/galleries/{0}/settings/watermark"),
    Sight("/galleries/{0}/clocks"),
    Sight("/galleries/{empty}/clocks"),
    Sight("/galleries/{0}/sections"),
    Sight("/galleries/{0}/photos/{photo}"),
    Sight("/contacts/"),
    Sight("/contacts/", who="beginner"),
    Sight("/contacts/new"),
    Sight("/contacts/{contact}/"),
    Sight("/search?q=anna"),
    Sight("/search?q=zzzz"),
    Sight("/settings/"),
    Sight("/settings/", who="staff"),
    Sight("/settings/changes"),
    Sight("/settings/watermarks/"),
    Sight("/settings/watermarks/new"),
    Sight("/settings/security"),
    Sight("/settings/members/"),
    Sight("/settings/members/", act=_refused, name="members-refused"),
    Sight("/settings/tokens/"),
    Sight("/account/password/change/"),
    Sight("/account/email/"),
    Sight("/account/2fa/totp/activate"),
    Sight("/account/2fa/webauthn/"),
    Sight("/account/2fa/webauthn/add"),
    Sight("/account/logout/"),
    Sight("/operator/"),
    Sight("/dev/mail"),
    Sight("/dev/mail/{mail}"),
    Sight("/galleries/nothing/"),
    Sight("/account/login/", who="nobody"),
    Sight("/account/login/", who="nobody", act=lambda page: _sign_in_wrongly(page), name="login-refused"),
    Sight("/account/password/reset/", who="nobody"),
    Sight("/account/password/reset/done/", who="nobody"),
    Sight("/invite/{invite}", who="nobody"),
    Sight("/invite/nothing", who="nobody"),
    Sight("/nothing", who="nobody"),
    Sight("/g/{0}/", who="guest"),
    Sight("/g/{0}/", who="guest", act=open_grid, name="guest-grid"),
    Sight("/g/{0}/", who="guest", act=_identify, name="guest-identify"),
    Sight("/g/{0}/", who="client", act=_grid, name="client-grid"),
    Sight("/g/{0}/?show=mine", who="client", act=open_grid, name="client-mine"),
    Sight("/g/{0}/", who="client", act=_open, name="client-full-screen"),
    Sight("/g/{0}/", who="client", act=_talk, name="client-comments"),
    Sight("/g/{0}/", who="client", act=_compare, name="client-compare"),
    Sight("/g/{0}/", who="client", act=_play, name="client-slideshow"),
    Sight("/g/{0}/", who="owner"),
    Sight("/g/{0}/favourites", who="client"),
    Sight("/g/{0}/favourites", who="guest"),
    Sight("/g/{0}/identify", who="guest"),
    Sight("/g/{0}/photos", who="client"),
    Sight("/g/{0}/handover", who="client"),
    Sight("/g/{1}/handover", who="second client"),
    Sight("/g/{1}/", who="second client"),
    Sight("/g/{empty}/", who="guest"),
    Sight("/g/{locked}/", who="guest"),
    Sight("/g/{locked}/", who="guest", act=_wrong, name="password-wrong"),
    Sight("/g/{closed}/", who="guest"),
    Sight("/g/{gone}/", who="guest"),
    Sight("/g/{draft}/i/{secret}", who="guest"),
    Sight("/g/nothing/", who="guest"),
]
PEOPLE = {
    ("owner", "pl"): "zofia@example.com",
    ("staff", "en"): "staff@example.com",
    ("staff", "pl"): "pomoc@example.com",
    ("beginner", "en"): "fresh@example.com",
    ("beginner", "pl"): "nowa@example.com",
}
# Wide and light in one language, phone and dark in the other; every second page the other way round.
LOOKS = [
    [("wide", "light", "en"), ("phone", "dark", "pl")],
    [("wide", "dark", "pl"), ("phone", "light", "en")],
]
CASES = [
    pytest.param(sight, *look, id="-".join((str(sight), *look)))
    for number, sight in enumerate(SIGHTS)
    for look in LOOKS[number % 2]
]


def _sign_in_wrongly(page: Page) -> None:
    page.fill("[name=login]", "nobody@example.com")
    _wrong(page)


Browsers = Callable[[str, str, str, str], BrowserContext]


@pytest.fixture(scope="module")
def browsers(demo: Demo, browser: Browser) -> Iterator[Browsers]:
    """One browser a person and look, kept for all pages: who, size, scheme, language."""

    @cache
    def one(who: str, size: str, scheme: str, language: str) -> BrowserContext:
        locale = "pl-PL" if language == "pl" else "en-GB"
        look: dict[str, Any] = {**(PHONE if size == "phone" else DESKTOP), "color_scheme": scheme, "locale": locale}
        if who in ("owner", "staff", "beginner"):
            email = PEOPLE.get((who, language), "")
            look["storage_state"] = demo.session(browser, email, PASSWORD if email else "")
        context = browser.new_context(**look, reduced_motion="reduce")
        opened.append(context)
        context.add_cookies([{"name": "provino_g_language", "value": language, "domain": "127.0.0.1", "path": "/g/"}])
        if "client" in who:
            page = context.new_page()
            page.goto(demo.personal_link(1 if who == "second client" else 0))
            page.close()
        return context

    opened: list[BrowserContext] = []
    yield one
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def ids(demo: Demo) -> dict[str, str]:
    """What stands for the names in a sight's path."""
    more: dict[str, str] = demo.server.python(_MORE)
    return {str(number): demo.gallery(number) for number in range(3)} | more


def _path(sight: Sight, ids: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], sight.path)


@pytest.mark.parametrize(("sight", "size", "scheme", "language"), CASES)
def test_page_is_for_everybody(
    demo: Demo, ids: dict[str, str], browsers: Browsers, sight: Sight, size: str, scheme: str, language: str
) -> None:
    page = browsers(sight.who, size, scheme, language).new_page()
    watch = Watch(page, url=demo.url)
    response = page.goto(demo.url + _path(sight, ids))
    if sight.act:
        sight.act(page)
    assert response
    assert page.locator("html").get_attribute("lang") == language
    settle(page)
    assert axe_says(page) == []
    assert headers_missing(response) == []
    assert beside_the_screen(page) == []
    assert watch.complaints == []
    assert page.locator("link[rel=icon]").count() == 1
    page.close()


@pytest.mark.parametrize(
    ("path", "who", "act", "bar"),
    [("/galleries/{0}/", "owner", _select, ".board-bar"), ("/g/{0}/", "client", open_grid, ".pbot")],
    ids=["board", "client"],
)
def test_a_toast_leaves_the_bar_beneath_it_free(
    demo: Demo, browsers: Browsers, path: str, who: str, act: Callable[[Page], None], bar: str
) -> None:
    page = browsers(who, "phone", "light", "pl").new_page()
    page.goto(demo.url + path.replace("{0}", demo.gallery(0)))
    act(page)
    page.evaluate("document.dispatchEvent(new CustomEvent('toast', { detail: { words: 'Two photos.', undo() {} } }))")
    toast, beneath = (page.locator(name).bounding_box() for name in (".toast", bar))
    assert toast
    assert beneath
    assert toast["y"] + toast["height"] <= beneath["y"]
    page.close()


@pytest.mark.parametrize(("phone", "scheme", "locale"), [(False, "light", "en-GB"), (True, "dark", "pl-PL")])
def test_set_up_page_is_for_everybody(
    server: Serving, open_browser: OpenBrowser, phone: bool, scheme: str, locale: str
) -> None:
    page = open_browser(phone=phone, color_scheme=scheme, locale=locale)
    watch = Watch(page, url=server.url)
    response = page.goto(f"{server.url}/setup")
    settle(page)
    assert response
    assert headers_missing(response) == []
    assert axe_says(page) + beside_the_screen(page) + watch.complaints == []
