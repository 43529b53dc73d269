"""The client's pages under a thumb. How large what is pressed is, test_accessibility.py measures on every page."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Demo, OpenBrowser
from tests.journeys.steps import open_grid

pytestmark = pytest.mark.journey


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
