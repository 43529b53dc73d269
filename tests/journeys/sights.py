"""What of Provino is looked at: pages, who sees them, and what they did to see them so."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.steps import open_grid


@dataclass(frozen=True)
class Sight:
    """A page, who looks at it, and what they did to see it. `{0}` is the demo's first gallery, names are of states.py."""

    path: str
    who: str = "owner"
    act: Callable[[Page], None] | None = None
    name: str = ""

    def __str__(self) -> str:
        return self.name or f"{self.who}{self.path}"


def open_menu(page: Page) -> None:
    if page.locator("[popovertarget=menu]").is_visible():
        page.locator("[popovertarget=menu]").click()
        expect(page.locator("#menu")).to_be_visible()


def select_photo(page: Page) -> None:
    page.locator(".cell__frame").first.click()
    expect(page.locator(".board-bar")).to_be_visible()


def _cover(page: Page) -> None:
    select_photo(page)
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


def _note(page: Page) -> None:
    _open(page)
    page.keyboard.press("n")
    expect(page.locator("dialog[open] textarea").last).to_be_visible()


def _lists(page: Page) -> None:
    _open(page)
    page.keyboard.press("l")
    expect(page.locator("dialog[open] input[type=checkbox]").first).to_be_visible()


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
    page.fill("[name=password]", "0815")
    page.press("[name=password]", "Enter")
    expect(page.locator("[role=alert]")).to_be_visible()


def _refused(page: Page) -> None:
    """A form sent back with words at its fields."""
    page.locator("main form:has([name=title], [name=email]) [name=title], main form [name=email]").last.fill("")
    page.locator("main form").last.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.locator("main .bad, main [role=alert]").first).to_be_visible()


def _photo_gone(page: Page) -> None:
    """An address somebody kept, of a photo that was taken out since."""
    open_grid(page)
    page.evaluate("location.hash = 'photo-nothing'")
    expect(page.locator(".toast")).to_be_visible()


def _unfold(page: Page) -> None:
    """Everything the page keeps behind a summary."""
    page.locator("main details").first.wait_for()
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


def _delete_list(page: Page) -> None:
    page.locator(".pick a").last.click()
    page.locator("main button").filter(has=page.locator("xpath=../input[@value='delete']")).click()
    expect(page.locator("main [role=status] button")).to_be_visible()


def _list_without_name(page: Page) -> None:
    _unfold(page)
    page.locator("#new-list").evaluate("field => { field.form.noValidate = true; field.form.requestSubmit(); }")
    expect(page.locator("main a[href$='/photos']")).to_be_visible()


def _ask_for_code(page: Page) -> None:
    page.locator("main [name=email]").fill("kod@example.com")
    page.locator("main form button").click()
    page.locator("[name=code]").fill("000000")
    page.locator("main form button").first.click()
    expect(page.locator("main .bad").first).to_be_visible()


def _be_told(page: Page) -> None:
    page.locator("main [name=email]").fill("wczesnie@example.com")
    page.locator("main form button").click()
    expect(page.locator("main [role=status]")).to_be_visible()


def _sign_in_wrongly(page: Page) -> None:
    page.fill("[name=login]", "nobody@example.com")
    _wrong(page)


def _previewed(page: Page) -> None:
    expect(page.frame_locator("look-preview iframe").locator(".cover")).to_be_visible()


# How a member tries out a look: what the address of the preview carries.
_LOOK = "cover_design={}&theme={}&font_pair={}&accent_of=own&accent=%23f4d03f&spacing=8"

SIGHTS = [
    Sight("/galleries/"),
    Sight("/galleries/", act=open_menu, name="menu"),
    Sight("/galleries/", act=_search, name="search-box"),
    Sight("/galleries/", who="beginner"),
    Sight("/galleries/new"),
    Sight("/galleries/new", act=_refused, name="new-refused"),
    Sight("/galleries/{0}/"),
    Sight("/galleries/{0}/", act=select_photo, name="photos-selected"),
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
    Sight("/galleries/{0}/look", act=_previewed),
    Sight("/galleries/{0}/package"),
    Sight("/galleries/{2}/package"),
    Sight("/galleries/{1}/selections/{selection}"),
    Sight("/galleries/{job}/orders", name="orders-asked"),
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
    Sight("/settings/watermarks/{watermark}/"),
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
    Sight("/account/login/", who="nobody", act=_sign_in_wrongly, name="login-refused"),
    Sight("/account/password/reset/", who="nobody"),
    Sight("/account/password/reset/done/", who="nobody"),
    Sight("/invite/{invite}", who="nobody"),
    Sight("/invite/nothing", who="nobody"),
    Sight("/nothing", who="nobody"),
    Sight("/g/{0}/", who="guest"),
    Sight("/g/{0}/", who="guest", act=open_grid, name="guest-grid"),
    # Alone on its browser: the heart waits there for a name, and asks on every page.
    Sight("/g/{0}/", who="stranger", act=_identify, name="guest-identify"),
    Sight("/g/{0}/", who="client", act=_grid, name="client-grid"),
    Sight("/g/{0}/?show=mine", who="client", act=_grid, name="client-mine"),
    Sight("/g/{0}/", who="client", act=_open, name="client-full-screen"),
    Sight("/g/{0}/", who="client", act=_talk, name="client-comments"),
    Sight("/g/{0}/", who="client", act=_note, name="client-note"),
    Sight("/g/{0}/", who="client", act=_lists, name="client-lists"),
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
    Sight("/g/{draft}/i/{draft_secret}", who="guest"),
    Sight("/g/{0}/?" + _LOOK.format("frame", "paper", "fraunces"), name="look-framed"),
    Sight("/g/{0}/?" + _LOOK.format("split", "dark", "cormorant"), name="look-split"),
    Sight("/g/{0}/?" + _LOOK.format("title", "light", "sans"), name="look-title-page"),
    Sight("/g/{0}/", who="guest", act=_photo_gone, name="guest-photo-gone"),
    Sight("/g/{0}/photos", who="guest"),
    Sight("/g/{0}/favourites", who="client", act=_unfold, name="client-choice-unfolded"),
    Sight("/g/{0}/favourites", who="client", act=_list_without_name, name="client-not-saved"),
    Sight("/g/{0}/lists/shared/{clients_list}", who="guest"),
    Sight("/g/{0}/lists/shared/{guests_list}", who="client"),
    Sight("/g/{1}/favourites", who="second client", act=_unfold, name="client-asks-to-change"),
    Sight("/g/{1}/selections/{selection}", who="second client"),
    Sight("/g/{job}/favourites", who="sender"),
    Sight("/g/{job}/favourites", who="sender", act=_delete_list, name="sender-list-deleted"),
    Sight("/g/{job}/selections/{first}", who="sender"),
    Sight("/g/{job}/selections/{second}", who="sender"),
    Sight("/g/{door}/", who="guest"),
    Sight("/g/{door}/code", who="guest"),
    Sight("/g/{empty}/code", who="guest", act=_ask_for_code, name="code-wrong"),
    Sight("/g/{door}/code/{code}", who="guest"),
    Sight("/g/{door}/code/nothing", who="guest"),
    Sight("/g/{pin}/", who="guest", act=_wrong, name="pin-wrong"),
    Sight("/g/{couple}/client", who="guest"),
    Sight("/g/{couple}/client", who="guest", act=_wrong, name="client-password-wrong"),
    Sight("/g/{early}/", who="guest"),
    Sight("/g/{early}/", who="guest", act=_be_told, name="early-told"),
    Sight("/g/nothing/", who="guest"),
]
