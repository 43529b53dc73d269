import pytest
from django.utils import timezone

from provino.galleries.models import Gallery, Photo
from provino.proofing.comments import add_comment, delete_comment, edit_comment, reply_as_member, resolve_comment
from provino.proofing.favourites import add_favourite
from provino.studios.models import Member
from provino.visitors.models import Visitor, VisitorKind
from tests.api.json_client import GALLERIES, Api
from tests.factories import make_contact, make_gallery, make_photo, make_visitor


@pytest.fixture
def photos(gallery: Gallery) -> list[Photo]:
    return [make_photo(gallery=gallery) for _ in range(3)]


@pytest.fixture
def anna(gallery: Gallery) -> Visitor:
    """The client, proven by her personal link."""
    contact = make_contact(studio=gallery.studio, name="Anna", email="Anna@Example.com")
    return make_visitor(
        gallery=gallery,
        contact=contact,
        kind=VisitorKind.CLIENT,
        name="Anna",
        email=contact.email,
        proven_at=timezone.now(),
    )


@pytest.fixture
def guest(gallery: Gallery) -> Visitor:
    """Somebody who typed an address."""
    return make_visitor(gallery=gallery, kind=VisitorKind.GUEST, name="Kasia", email="kasia@example.com")


def test_visitors_are_told_with_what_they_did(
    api: Api, gallery: Gallery, photos: list[Photo], anna: Visitor, guest: Visitor
) -> None:
    for photo in photos[:2]:
        add_favourite(anna, photo=photo)
    add_comment(anna, photo=photos[0], text="Lovely")
    first, second = api.get(f"{GALLERIES}/{gallery.public_id}/visitors")["items"]
    assert (first["id"], first["name"], first["email"]) == (anna.public_id, "Anna", "Anna@Example.com")
    assert (first["kind"], first["proven"], first["favourites"], first["comments"]) == ("client", True, 2, 1)
    assert (second["name"], second["proven"], second["favourites"]) == ("Kasia", False, 0)
    assert api.get(f"{GALLERIES}/{gallery.public_id}/visitors/{guest.public_id}") == second


def test_favourites_say_who_chose_what(
    api: Api, gallery: Gallery, photos: list[Photo], anna: Visitor, guest: Visitor
) -> None:
    for visitor, photo in ((anna, photos[0]), (guest, photos[0]), (anna, photos[2])):
        add_favourite(visitor, photo=photo)
    path = f"{GALLERIES}/{gallery.public_id}/favourites"
    told = [(item["visitor"], item["photo"], item["filename"]) for item in api.get(path)["items"]]
    assert told == [
        (visitor.public_id, photo.public_id, photo.original_name)
        for visitor, photo in ((anna, photos[0]), (guest, photos[0]), (anna, photos[2]))
    ]
    own = api.get(f"{path}?visitor={guest.public_id}")["items"]
    assert [(item["visitor"], item["photo"]) for item in own] == [(guest.public_id, photos[0].public_id)]


def test_comments_come_with_answers_and_without_what_was_taken_back(
    api: Api, gallery: Gallery, member: Member, photos: list[Photo], anna: Visitor, guest: Visitor
) -> None:
    asked = add_comment(anna, photo=photos[0], text="Brighter? <b>")
    delete_comment(add_comment(anna, photo=photos[0], text="Mistake"), by=anna)
    add_comment(guest, photo=photos[1], text="Nice")
    reply_as_member(asked, text="Of course", by=member)
    path = f"{GALLERIES}/{gallery.public_id}/comments"
    first, second, answer = api.get(path)["items"]
    assert (first["text"], first["visitor"], first["author"]) == ("Brighter? <b>", anna.public_id, "Anna")
    assert (first["photo"], first["filename"]) == (photos[0].public_id, photos[0].original_name)
    assert second["author"] == "Kasia"
    assert (answer["visitor"], answer["reply_to"], answer["text"]) == (None, first["id"], "Of course")
    thread = api.get(f"{path}?visitor={anna.public_id}")["items"]
    assert [item["id"] for item in thread] == [first["id"], answer["id"]]


def test_comments_say_where_they_point_and_what_became_of_them(
    api: Api, gallery: Gallery, member: Member, photos: list[Photo], anna: Visitor
) -> None:
    asked = add_comment(anna, photo=photos[0], text="Brighter", pin=(0.5, 0.25))
    path = f"{GALLERIES}/{gallery.public_id}/comments"
    (first,) = api.get(path)["items"]
    assert (first["pin"], first["edited_at"], first["resolved_at"]) == ({"x": 0.5, "y": 0.25}, None, None)
    edit_comment(asked, text="Darker", pin=None, by=anna)
    resolve_comment(asked, by=member)
    (changed,) = api.get(path)["items"]
    assert (changed["text"], changed["pin"]) == ("Darker", None)
    assert changed["edited_at"]
    assert changed["resolved_at"].endswith("Z")


@pytest.mark.parametrize("what", ["favourites", "comments", "exports/lightroom"])
def test_unknown_visitor_is_not_there(api: Api, gallery: Gallery, what: str) -> None:
    elsewhere = make_visitor(gallery=make_gallery(studio=gallery.studio))
    for visitor in (elsewhere.public_id, "unknown", "", "%00", "%ED%A0%80", "~"):
        path = f"{GALLERIES}/{gallery.public_id}/{what}?visitor={visitor}"
        assert api.refused("GET", path) == (404, "not-found")


def test_export_gives_the_chosen_names(
    api: Api, gallery: Gallery, photos: list[Photo], anna: Visitor, guest: Visitor
) -> None:
    add_favourite(anna, photo=photos[0])
    add_favourite(guest, photo=photos[2])
    path = f"{GALLERIES}/{gallery.public_id}/exports"
    names = [photos[0].original_name, photos[2].original_name]
    for program in ("lightroom", "capture-one", "plain-text"):
        made = api.get(f"{path}/{program}")
        assert (made["program"], made["count"], made["names"]) == (program, 2, names)
        assert all(name.removesuffix(".JPG") in made["text"] for name in names)
        assert made["instructions"]
    assert api.get(f"{path}/lightroom?visitor={guest.public_id}")["names"] == names[1:]
    assert api.get(f"{GALLERIES}/{make_gallery(studio=gallery.studio).public_id}/exports/lightroom")["count"] == 0


def test_unknown_program_is_refused(api: Api, gallery: Gallery) -> None:
    for program in ("photoshop", "%00", "light%20room"):
        assert api.refused("GET", f"{GALLERIES}/{gallery.public_id}/exports/{program}")[0] in {400, 404}
