"""Every page, wide and on a phone, light and dark, in both languages."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import DESKTOP, PHONE, Demo, OpenBrowser
from tests.journeys.looking import Watch, axe_says, beside_the_screen, hard_to_press, headers_missing, settle
from tests.journeys.sights import SIGHTS, Sight, select_photo
from tests.journeys.states import PASSWORD
from tests.journeys.steps import open_grid
from tests.serving import Serving

pytestmark = pytest.mark.journey

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
Browsers = Callable[[str, str, str, str], BrowserContext]


@pytest.fixture(scope="module")
def browsers(demo: Demo, states: dict[str, str], browser: Browser) -> Iterator[Browsers]:
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
        if who in links:
            page = context.new_page()
            page.goto(links[who])
            page.close()
        return context

    links = {"client": demo.personal_link(0), "second client": demo.personal_link(1), "sender": states["sender"]}

    opened: list[BrowserContext] = []
    yield one
    for context in opened:
        context.close()


def _path(sight: Sight, states: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: states[found[1]], sight.path)


@pytest.mark.parametrize(("sight", "size", "scheme", "language"), CASES)
def test_page_is_for_everybody(
    demo: Demo, states: dict[str, str], browsers: Browsers, sight: Sight, size: str, scheme: str, language: str
) -> None:
    page = browsers(sight.who, size, scheme, language).new_page()
    watch = Watch(page, url=demo.url)
    response = page.goto(demo.url + _path(sight, states))
    if sight.act:
        sight.act(page)
    assert response
    assert page.locator("html").get_attribute("lang") == language
    settle(page)
    assert axe_says(page) == []
    assert headers_missing(response) == []
    if size == "phone" and sight.path.startswith("/g/"):
        assert hard_to_press(page) == []
    assert beside_the_screen(page) == []
    assert watch.complaints == []
    assert page.locator("link[rel=icon]").count() == 1
    page.close()


# The bar grows with its words, and the toast slides in.
_TOAST_LEAVES_FREE = """bar => {
  const [toast, beneath] = [".toast", bar].map((name) => document.querySelector(name)?.getBoundingClientRect());
  return toast && beneath && toast.bottom <= beneath.top;
}"""


@pytest.mark.parametrize(
    ("path", "who", "act", "bar"),
    [("/galleries/{0}/", "owner", select_photo, ".board-bar"), ("/g/{0}/", "client", open_grid, ".pbot")],
    ids=["board", "client"],
)
def test_a_toast_leaves_the_bar_beneath_it_free(
    demo: Demo, browsers: Browsers, path: str, who: str, act: Callable[[Page], None], bar: str
) -> None:
    page = browsers(who, "phone", "light", "pl").new_page()
    page.goto(demo.url + path.replace("{0}", demo.gallery(0)))
    act(page)
    page.evaluate("document.dispatchEvent(new CustomEvent('toast', { detail: { words: 'Two photos.', undo() {} } }))")
    page.wait_for_function(_TOAST_LEAVES_FREE, arg=bar)
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
