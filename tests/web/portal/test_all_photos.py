"""Taking every photo for the price for all: through its form and through the page's script."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from provino.galleries.models import Gallery
from provino.proofing.models import Favourite
from provino.proofing.packages import set_package
from provino.proofing.pricing import Terms, Tier
from provino.visitors.models import Visitor
from provino.web.portal.counting import all_words
from tests.factories import make_member, make_photo

SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def priced(gallery: Gallery) -> Gallery:
    """One photo included, each further one 30, all four 50."""
    for _ in range(2):
        make_photo(gallery=gallery)
    gallery.studio.currency = "PLN"
    gallery.studio.save()
    _price(gallery)
    return gallery


def _price(gallery: Gallery, **more: Any) -> None:
    terms = Terms(included=1, tiers=(Tier(1, Decimal(30)),), price_for_all=Decimal(50), **more)
    set_package(gallery, terms=terms, by=make_member(studio=gallery.studio))


def _at(gallery: Gallery, tail: str) -> str:
    return f"/g/{gallery.public_id}/{tail}"


def _page(browser: Client, gallery: Gallery, query: str = "") -> str:
    return re.sub(r"\s+", " ", browser.get(_at(gallery, f"favourites{query}")).text, flags=re.ASCII)


def _form(page: str) -> dict[str, str]:
    """What the page's own form would send."""
    form = page.partition('id="take-all"')[2].partition("</form>")[0]
    return dict(re.findall(r'name="(do|key|count|total)" value="([^"]*)"', form))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_all_are_taken_by_the_pages_form_and_given_back(client_browser: Client, priced: Gallery, language: str) -> None:
    Gallery.objects.filter(pk=priced.pk).update(language=language)
    client_browser.put(_at(priced, f"lists/main/photos/{priced.photos.order_by('id')[0].public_id}"))
    form = _form(_page(client_browser, priced))
    answer = client_browser.post(_at(priced, "all"), form)
    assert answer.status_code == 302
    assert Favourite.objects.count() == 4
    page = client_browser.get(answer["Location"]).text
    assert "take-all" not in page
    taken = re.findall(r'name="taken" value="([^"]+)"', page)[0]
    repeated = client_browser.post(_at(priced, "all"), form)
    assert (repeated.status_code, repeated["Location"]) == (302, answer["Location"])
    client_browser.post(_at(priced, "all"), {"do": "undo", "taken": taken})
    assert Favourite.objects.count() == 1


def test_page_says_what_all_cost_before_they_are_taken(client_browser: Client, priced: Gallery) -> None:
    words = "Take all 4 photos for 50\u00a0zł"
    assert words in client_browser.get(_at(priced, "")).text
    page = _page(client_browser, priced)
    assert words in page, "also where nothing is chosen yet"
    assert "1 in your package + all others 50\u00a0zł" in page
    assert "3 were added" not in _page(client_browser, priced, "?taken=nonsense")
    _price(priced, maximum=3)
    assert "take-all" not in _page(client_browser, priced)
    assert "take-all" not in client_browser.get(_at(priced, "")).text


def test_script_is_told_where_to_go_or_why_not(client_browser: Client, priced: Gallery) -> None:
    form = _form(_page(client_browser, priced))
    _price(priced, maximum=3)
    answer = client_browser.post(_at(priced, "all"), form, headers=SCRIPT)
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-chosen")
    assert not Favourite.objects.exists()
    _price(priced)
    answer = client_browser.post(_at(priced, "all"), form, headers=SCRIPT)
    assert answer.json()["next"].startswith(_at(priced, "favourites?list=main&taken="))
    assert Favourite.objects.count() == 4


@pytest.mark.parametrize("wrong", [{"count": "3"}, {"total": "49"}, {"count": "x"}, {"total": ""}])
def test_another_sum_than_the_page_showed_is_refused_in_words(
    client_browser: Client, priced: Gallery, wrong: dict[str, str]
) -> None:
    answer = client_browser.post(_at(priced, "all"), _form(_page(client_browser, priced)) | wrong)
    assert answer.status_code == 409
    assert "have changed meanwhile" in answer.text
    assert not Favourite.objects.exists()


def test_nobody_takes_all_without_being_known_or_with_a_strange_key(
    stranger: Client, client_browser: Client, priced: Gallery
) -> None:
    form = {"do": "take", "key": "k", "count": "4", "total": "50.00"}
    assert stranger.post(_at(priced, "all"), form)["Location"] == _at(priced, "identify")
    assert stranger.post(_at(priced, "all"), form, headers=SCRIPT).json()["identify"] is True
    for key in ("", "x" * 65, "a b"):
        assert client_browser.post(_at(priced, "all"), form | {"key": key}).status_code == 422
    member = Client()
    member.force_login(make_member(studio=priced.studio).user)
    assert member.post(_at(priced, "all"), form).status_code == 409
    Gallery.objects.filter(pk=priced.pk).update(visibility="closed")
    assert client_browser.post(_at(priced, "all"), form).status_code == 403
    assert not Favourite.objects.exists()
    assert not Visitor.objects.filter(favourite_lists__isnull=False).exists()


def test_all_photos_are_said_to_cost_what_they_would() -> None:
    terms = Terms(included=1, tiers=(Tier(1, Decimal(10)),), price_for_all=Decimal(50))
    assert all_words(terms, most=4, currency="PLN") == "All 4 photos: 30\u00a0zł."
    assert all_words(terms, most=8, currency="PLN") == "All 8 photos: 50\u00a0zł."
    assert all_words(terms, most=1, currency="PLN") == ""
