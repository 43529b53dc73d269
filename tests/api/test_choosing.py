"""Packages and selections through the API."""

from decimal import Decimal

import pytest

from provino.galleries.models import Gallery
from provino.galleries.photos import delete_photos
from provino.proofing.favourites import set_note
from provino.proofing.lists import main_list, make_list
from provino.proofing.models import Selection
from provino.proofing.packages import package_of, set_package
from provino.proofing.pricing import Terms, Tier
from provino.proofing.selections import reopen_selection, submit_selection
from provino.studios.models import Member
from tests.api.json_client import GALLERIES, Api
from tests.factories import make_gallery, make_member, make_photo, make_section, make_visitor


@pytest.fixture
def selection(gallery: Gallery, member: Member) -> Selection:
    """Two photos, one of them beyond the package."""
    set_package(gallery, terms=Terms(1, tiers=(Tier(1, Decimal(25)),)), by=member)
    visitor = make_visitor(gallery=gallery, email="ola@example.com", name="Ola")
    for name in ("IMG_1.JPG", "IMG_2.JPG"):
        set_note(visitor, photo=make_photo(gallery=gallery, original_name=name), note=f"about {name}")
    return submit_selection(main_list(visitor), message="Thanks", seen=(2, Decimal(25)))


def test_package_is_set_read_and_removed(api: Api, gallery: Gallery) -> None:
    path = f"{GALLERIES}/{gallery.public_id}/package"
    assert api.refused("GET", path) == (404, "not-found")
    section = make_section(gallery=gallery)
    body = {
        "included": 30,
        "minimum": 5,
        "maximum": 60,
        "price_for_all": "1900.00",
        "tiers": [{"from_extra": 1, "price": "25.00"}, {"from_extra": 11, "price": "20.50"}],
        "sections": [{"section": section.public_id, "minimum": 1, "maximum": None}],
    }
    assert api.ask("PUT", path, body) == (200, body)
    assert api.get(path) == body
    assert api.ask("DELETE", path) == (204, None)
    assert package_of(gallery) is None


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"included": 10, "maximum": 5}, 400),
        ({"tiers": [{"from_extra": 2, "price": "1"}]}, 400),
        ({"tiers": [{"from_extra": 1, "price": "-1"}]}, 422),
        ({"tiers": [{"from_extra": 1, "price": "1.005"}]}, 422),
        ({"price_for_all": "NaN"}, 422),
        ({"included": -1}, 422),
        ({"unknown": 1}, 422),
        ({"sections": [{"section": "nothing"}]}, 404),
    ],
)
def test_package_that_makes_no_sense_is_refused_and_changes_nothing(
    api: Api, gallery: Gallery, wrong: dict[str, object], status: int
) -> None:
    assert api.refused("PUT", f"{GALLERIES}/{gallery.public_id}/package", wrong)[0] == status
    assert package_of(gallery) is None


def test_two_rules_for_a_section_are_refused(api: Api, gallery: Gallery) -> None:
    rule = {"section": make_section(gallery=gallery).public_id, "minimum": 1}
    answer = api.refused("PUT", f"{GALLERIES}/{gallery.public_id}/package", {"sections": [rule, rule]})
    assert answer == (400, "package")


def test_selections_say_what_was_sent_and_stay_as_they_were(
    api: Api, gallery: Gallery, selection: Selection, member: Member
) -> None:
    path = f"{GALLERIES}/{gallery.public_id}/selections"
    (told,) = api.get(path)["items"]
    assert (told["number"], told["version"], told["state"], told["total"]) == (1, 1, "submitted", "25.00")
    assert [line["kind"] for line in told["lines"]] == ["included", "extra"]
    assert [(one["filename"], one["note"]) for one in told["photos"]] == [
        ("IMG_1.JPG", "about IMG_1.JPG"),
        ("IMG_2.JPG", "about IMG_2.JPG"),
    ]
    assert api.get(f"{path}/{selection.public_id}") == told
    reopen_selection(selection, by=member)
    gallery.photos.all().delete()
    later = api.get(f"{path}/{selection.public_id}")
    assert later["state"] == "reopened"
    assert [one["photo"] for one in later["photos"]] == [None, None]
    assert [one["filename"] for one in later["photos"]] == ["IMG_1.JPG", "IMG_2.JPG"]


def test_selection_of_another_studio_is_not_there(api: Api, gallery: Gallery, selection: Selection) -> None:
    foreign = make_gallery()
    for path in (f"{foreign.public_id}/selections", f"{gallery.public_id}/selections/nothing"):
        assert api.refused("GET", f"{GALLERIES}/{path}") == (404, "not-found")


def test_export_of_a_selection_holds_what_was_sent(api: Api, gallery: Gallery, selection: Selection) -> None:
    ola = make_visitor(gallery=gallery, email="ala@example.com")
    set_note(ola, photo=make_photo(gallery=gallery, original_name="IMG_3.JPG"), note="")
    path = f"{GALLERIES}/{gallery.public_id}/exports/plain-text"
    assert api.get(f"{path}?selection={selection.public_id}")["names"] == ["IMG_1.JPG", "IMG_2.JPG"]
    assert api.refused("GET", f"{path}?selection=nothing") == (404, "not-found")


def test_lists_are_told_and_exported_one_by_one(api: Api, gallery: Gallery) -> None:
    gallery.several_lists_on = True
    gallery.save()
    ola = make_visitor(gallery=gallery, email="ola@example.com")
    photos = [make_photo(gallery=gallery, original_name=f"IMG_{number}.JPG") for number in (1, 2, 3)]
    album = make_list(ola, name="Album", photos={photos[1].public_id: "", photos[2].public_id: ""})
    set_note(ola, photo=photos[0], note="")
    delete_photos(gallery, photos=[photos[2].public_id], by=make_member(studio=gallery.studio))
    told = api.get(f"{GALLERIES}/{gallery.public_id}/lists")["items"]
    assert [(one["name"], one["photos"], one["visitor"]) for one in told] == [
        ("Album", 1, ola.public_id),
        ("", 1, ola.public_id),
    ]
    path = f"{GALLERIES}/{gallery.public_id}/exports/plain-text?list="
    assert [api.get(f"{path}{one['id']}")["names"] for one in told] == [["IMG_2.JPG"], ["IMG_1.JPG"]]
    assert told[0]["id"] == album.public_id


def test_list_of_another_gallery_is_not_exported(api: Api, gallery: Gallery) -> None:
    elsewhere = main_list(make_visitor(gallery=make_gallery(studio=gallery.studio)))
    for wrong in (elsewhere.public_id, "nothing", "", "%00", "%ED%A0%80"):
        path = f"{GALLERIES}/{gallery.public_id}/exports/plain-text?list={wrong}"
        assert api.refused("GET", path) == (404, "not-found")
