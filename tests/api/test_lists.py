"""What holds for every list: pages, limits, cursors, and a number of queries that does not grow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provino.galleries.models import Gallery, PictureState
from provino.galleries.photos import delete_photos
from provino.proofing.comments import add_comment
from provino.proofing.favourites import add_favourite, remove_favourite
from provino.studios.models import Member
from tests.api.json_client import GALLERIES, Api
from tests.factories import make_contact, make_finished_file, make_gallery, make_photo, make_section, make_visitor

Make = Callable[[Gallery], Any]


def _one_more_gallery(gallery: Gallery) -> None:
    other = make_gallery(studio=gallery.studio, client=make_contact(studio=gallery.studio))
    make_photo(gallery=other)


def _favourite(gallery: Gallery) -> None:
    add_favourite(make_visitor(gallery=gallery, email="a@example.com"), photo=make_photo(gallery=gallery))


def _comment(gallery: Gallery) -> None:
    visitor = make_visitor(gallery=gallery, email="a@example.com")
    add_comment(visitor, photo=make_photo(gallery=gallery), text="Lovely")


LISTS: dict[str, tuple[str, Make]] = {
    "galleries": ("", _one_more_gallery),
    "sections": ("/{}/sections", lambda gallery: make_section(gallery=gallery)),
    "photos": ("/{}/photos", lambda gallery: make_photo(gallery=gallery, section=make_section(gallery=gallery))),
    "finished-files": ("/{}/finished-files", lambda gallery: make_finished_file(gallery=gallery)),
    "visitors": ("/{}/visitors", lambda gallery: make_visitor(gallery=gallery)),
    "favourites": ("/{}/favourites", _favourite),
    "lists": ("/{}/lists", _favourite),
    "comments": ("/{}/comments", _comment),
}


@pytest.fixture(params=LISTS)
def listed(request: pytest.FixtureRequest, gallery: Gallery) -> tuple[str, Make]:
    path, make = LISTS[request.param]
    return f"{GALLERIES}{path.format(gallery.public_id)}", make


def test_list_asks_as_many_queries_for_one_row_as_for_many(
    listed: tuple[str, Make], gallery: Gallery, api: Api
) -> None:
    path, make = listed
    make(gallery)
    api.get(path)  # the token's use is noted once a minute
    with CaptureQueriesContext(connection) as one:
        api.get(path)
    for _ in range(3):
        make(gallery)
    with CaptureQueriesContext(connection) as many:
        assert len(api.get(path)["items"]) >= 4
    assert len(many) == len(one)


def test_pages_give_every_row_once(listed: tuple[str, Make], gallery: Gallery, api: Api) -> None:
    path, make = listed
    for _ in range(5):
        make(gallery)
    every = api.get(path)
    assert every["next"] is None
    found: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(f"{path}?limit=2{cursor and f'&cursor={cursor}'}")
        assert 1 <= len(page["items"]) <= 2
        found += page["items"]
        cursor = page["next"]
    assert found == every["items"]


def test_limit_is_between_1_and_500(listed: tuple[str, Make], api: Api) -> None:
    path, _ = listed
    assert api.ask("GET", f"{path}?limit=500")[0] == 200
    assert api.ask("GET", f"{path}?limit=1")[0] == 200
    for limit in ("0", "501", "-1", "many", "1e9", "%00", "9" * 400):
        assert api.refused("GET", f"{path}?limit={limit}") == (422, "invalid")


def test_cursor_that_is_no_row_of_the_list_is_refused(listed: tuple[str, Make], gallery: Gallery, api: Api) -> None:
    path, make = listed
    make(gallery)
    foreign = make_photo().public_id
    for cursor in (foreign, "unknown", "1", "%00", "%ED%A0%80", "~"):
        assert api.refused("GET", f"{path}?cursor={cursor}") == (400, "bad-cursor")
    assert api.refused("GET", f"{path}?cursor={'x' * 50}") == (422, "invalid")


def test_cursor_of_another_studios_gallery_is_refused(api: Api, gallery: Gallery) -> None:
    assert api.refused("GET", f"{GALLERIES}?cursor={make_gallery().public_id}") == (400, "bad-cursor")


def test_row_that_leaves_the_list_between_pages_still_marks_the_place(
    api: Api, gallery: Gallery, member: Member
) -> None:
    photos = [make_photo(gallery=gallery, state=PictureState.PENDING) for _ in range(3)]
    path = f"{GALLERIES}/{gallery.public_id}/photos?state=pending&limit=1"
    cursor = api.get(path)["next"]
    photos[0].state = PictureState.READY
    photos[0].save()
    page = api.get(f"{path}&cursor={cursor}")
    assert page["items"][0]["id"] == photos[1].public_id
    delete_photos(gallery, photos=[photos[1].public_id], by=member)
    assert api.get(f"{path}&cursor={page['next']}")["items"][0]["id"] == photos[2].public_id


def test_place_of_a_favourite_taken_back_is_lost_and_said_so(api: Api, gallery: Gallery) -> None:
    visitor = make_visitor(gallery=gallery, email="a@example.com")
    photos = [make_photo(gallery=gallery) for _ in range(2)]
    for photo in photos:
        add_favourite(visitor, photo=photo)
    path = f"{GALLERIES}/{gallery.public_id}/favourites?limit=1"
    cursor = api.get(path)["next"]
    remove_favourite(visitor, photo=photos[0])
    assert api.refused("GET", f"{path}&cursor={cursor}") == (400, "bad-cursor")
