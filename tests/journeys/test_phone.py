"""The client's pages under a thumb: what is pressed is large enough, and nothing hides behind bars or notches."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, OpenBrowser
from tests.journeys.looking import settle
from tests.journeys.steps import open_grid

pytestmark = pytest.mark.journey

# Everything one can press that is seen, smaller than 44 by 44 CSS pixels; links within a sentence are exempt, as in WCAG.
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden]), textarea")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((one) => !one.matches(".skip, .sr-only"))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => !(getComputedStyle(one).display === "inline" && one.closest("p, li, .hint, span")))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 43.5 || box.height < 43.5))
  .map(([one, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${one.outerHTML.slice(0, 160)}`)"""

# What stands still at an edge of the screen and does not leave room for a notch or the bar of the home gesture.
WITHOUT_ROOM = """() => [...document.querySelectorAll(".pbot")].filter((one) => one.checkVisibility())
  .filter((one) => Math.round(one.getBoundingClientRect().bottom) > innerHeight).map((one) => one.outerHTML.slice(0, 120))"""


def _small(page: Page, where: str) -> list[str]:
    settle(page)
    return [f"{where}: {found}" for found in page.evaluate(TOO_SMALL) + page.evaluate(WITHOUT_ROOM)]


def test_everything_on_the_clients_pages_is_large_enough_for_a_thumb(demo: Demo, open_browser: OpenBrowser) -> None:
    page = open_browser(phone=True)
    page.goto(demo.personal_link(0))
    settle(page)
    small = page.evaluate(TOO_SMALL)
    open_grid(page)
    small += _small(page, "grid")
    page.locator("photo-grid .shot a").first.click()
    expect(page.locator("dialog.view")).to_be_visible()
    small += _small(page, "full screen")
    page.keyboard.press("c")
    small += _small(page, "comments")
    address = f"{demo.url}/g/{demo.gallery(0)}/"
    for part in ("photos", "favourites", "handover"):
        page.goto(f"{address}{part}")
        small += _small(page, part)
    stranger = open_browser(phone=True)
    stranger.goto(f"{address}identify")
    small += _small(stranger, "identify")
    assert not small, "\n".join(small)


def test_finished_photos_are_one_press_from_the_grid(demo: Demo, open_browser: OpenBrowser) -> None:
    number = next(
        number
        for number, one in enumerate(demo.story["galleries"])
        if demo.server.python(PUBLISHED.format(id=one["id"]))
    )
    page = open_browser(phone=True)
    page.goto(demo.personal_link(number))
    open_grid(page)
    page.locator(".pbot a[href$=handover]").click()
    expect(page).to_have_url(re.compile("/handover$"))


PUBLISHED = """
from provino.handover.models import Handover
print(json.dumps(Handover.objects.filter(gallery__public_id="{id}", published_at__isnull=False).exists()))
"""
