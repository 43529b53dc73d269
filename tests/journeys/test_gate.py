"""The gate: a PIN mistyped, typed too often, and right; a gallery whose time is over; in both languages, on both sizes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, OpenBrowser
from tests.journeys.looking import axe_says, beside_the_screen
from tests.journeys.steps import open_grid

pytestmark = pytest.mark.journey

EVERYWHERE = pytest.mark.parametrize(
    ("language", "phone"),
    [("en", False), ("en", True), ("pl", False), ("pl", True)],
    ids=["en-desktop", "en-phone", "pl-desktop", "pl-phone"],
)
WORDS = {
    "en": {
        "asks": "This gallery has a PIN",
        "open": "Open the gallery",
        "wrong": "This is not the PIN.",
        "slowed": "quarter of an hour",
        "ended": "This gallery has ended",
        "until": "It was open until",
    },
    "pl": {
        "asks": "Ta galeria ma PIN",
        "open": "Otwórz galerię",
        "wrong": "To nie jest ten PIN.",
        "slowed": "kwadrans",
        "ended": "Ta galeria jest już zakończona",
        "until": "Była otwarta do",
    },
}
SET_PIN = """
from provino.galleries.galleries import set_password
from provino.galleries.models import Gallery
from provino.studios.models import Member
gallery = Gallery.objects.get(public_id={gallery!r})
set_password(gallery, password="4711", by=Member.objects.filter(studio=gallery.studio).first())
print(json.dumps(gallery.title))
"""
WAITED = """
from provino.visitors.models import PasswordTries
from provino.visitors.passwords import WINDOW
from django.utils import timezone
print(json.dumps(PasswordTries.objects.update(window_start=timezone.now() - WINDOW * 2)))
"""


def _type(page: Page, pin: str, words: dict[str, str]) -> None:
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name=words["open"]).click()


@EVERYWHERE
def test_pin_is_explained_slowed_and_remembered(
    demo: Demo, open_browser: OpenBrowser, language: str, phone: bool
) -> None:
    words = WORDS[language]
    job = demo.new_gallery(f"PIN {language} {phone}", photos=3, language=language)
    demo.server.python(SET_PIN.format(gallery=job.id))
    page = open_browser(phone=phone)
    page.goto(f"{job.address}favourites")
    expect(page.get_by_role("heading", name=words["asks"])).to_be_visible()
    assert axe_says(page) == []
    assert beside_the_screen(page) == []
    for _ in range(10):
        _type(page, "1234", words)
        expect(page.get_by_role("alert")).to_contain_text(words["wrong"])
    _type(page, "4711", words)
    expect(page.get_by_role("alert")).to_contain_text(words["slowed"])
    demo.server.python(WAITED)
    _type(page, "4711", words)
    expect(page).to_have_url(f"{job.address}favourites")  # where one wanted to go
    page.goto(job.address)
    open_grid(page)
    page.reload()
    open_grid(page)


@EVERYWHERE
def test_gallery_whose_time_is_over_names_the_day_and_the_studio(
    demo: Demo, open_browser: OpenBrowser, language: str, phone: bool
) -> None:
    words = WORDS[language]
    ended = timezone.localdate() - timedelta(days=2)
    job = demo.new_gallery(f"Ended {language} {phone}", photos=3, language=language, expires_on=str(ended))
    page = open_browser(phone=phone)
    for address in (job.address, job.link):
        page.goto(address)
        expect(page.get_by_role("heading", name=words["ended"])).to_be_visible()
        expect(page.get_by_text(words["until"])).to_contain_text(str(ended.day))
        expect(page.locator("a[href^='mailto:']")).to_be_visible()
        expect(page.locator("img[src*='/media/'], photo-grid")).to_have_count(0)
    assert axe_says(page) == []
    assert beside_the_screen(page) == []
