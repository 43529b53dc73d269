"""The list of a gallery's photos: its shapes, its parts, who is given which."""

import base64
import gzip
import json
import secrets
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from provino.galleries.galleries import change_gallery
from provino.galleries.models import Gallery, InvitationRole, Photo, Visibility
from provino.galleries.photos import hide_photos
from provino.lib.public_ids import new_public_id
from provino.lib.signatures import CLIENT, GUEST, VisitorClass
from provino.web.portal.listing import FIRST_ROWS, PART, Listing, Shot, list_data, listing_of
from tests.factories import make_gallery, make_invitation, make_member, make_photo, make_section

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _shot(width: int, height: int, **renditions: str) -> Shot:
    return Shot("p", width, height, "", {name: [value, 1, 1, 1] for name, value in renditions.items()}, None)


def _ratios(data: dict[str, Any]) -> list[float]:
    letters = 2 if len(data["ratios"]) > 64 else 1
    places = [data["shape"][at : at + letters] for at in range(0, len(data["shape"]), letters)]
    return [
        data["ratios"][sum(LETTERS.index(one) * 64**power for power, one in enumerate(place[::-1]))] for place in places
    ]


def _many(gallery: Gallery, count: int) -> None:
    first = make_photo(gallery=gallery)
    rows = []
    for number in range(count - 1):
        row = Photo.objects.get(pk=first.pk)
        row.pk, row.public_id, row._state.adding = None, new_public_id(), True
        row.sha256, row.name_sort = secrets.token_hex(32), f"{number:05d}"
        rows.append(row)
    Photo.objects.bulk_create(rows)


def _address(browser: Client, gallery: Gallery, part: int = 0) -> str:
    data = browser.get(f"/g/{gallery.public_id}/list.json").json()
    return str(data["list"]["address"]).replace("{part}", str(part))


@pytest.fixture
def mixed(gallery: Gallery) -> Gallery:
    """Two photos for everybody, one in a client-only section, one that the client hid from guests, one hidden."""
    make_photo(
        gallery=gallery,
        original_name="own.jpg",
        section=make_section(gallery=gallery, name="Only us", client_only=True),
    )
    make_photo(gallery=gallery, original_name="quiet.jpg", hidden_from_guests=True)
    make_photo(gallery=gallery, original_name="hidden.jpg", hidden=True)
    Gallery.objects.filter(pk=gallery.pk).update(photo_label="filename")
    gallery.refresh_from_db()
    return gallery


def test_shapes_are_told_to_a_quarter_of_a_percent() -> None:
    sizes = [
        (6000, 4000),
        (4000, 6000),
        (3000, 2250),
        (9000, 1000),
        (0, 0),
        *((4000 + 37 * n, 3000) for n in range(200)),
    ]
    data, _rows = list_data([_shot(*size) for size in sizes])
    for (width, height), ratio in zip(sizes, _ratios(data), strict=True):
        assert ratio == pytest.approx(width / height if height else 1, rel=0.0026)


def test_list_says_the_usual_fingerprints_once() -> None:
    data, rows = list_data(
        [_shot(3, 2, grid="a", view="v"), _shot(3, 2, grid="a", view="v"), _shot(3, 2, grid="b", view="v")]
    )
    assert data["fingerprints"] == {"grid": "a", "grid2": "", "view": "v"}
    assert [row[5:] for row in rows] == [[], [], [{"grid": "b"}]]


def test_list_of_none_is_empty() -> None:
    data, rows = list_data([])
    assert (data["count"], data["shape"], rows) == (0, "", [])


def test_page_brings_the_first_rows_and_parts_bring_all(gallery: Gallery, stranger: Client) -> None:
    _many(gallery, PART + 3)
    data = stranger.get(f"/g/{gallery.public_id}/list.json").json()
    total = PART + 5
    assert (data["count"], len(data["rows"]), len(data["shape"])) == (total, FIRST_ROWS, total)
    parts = [stranger.get(data["list"]["address"].replace("{part}", str(number))) for number in (0, 1)]
    rows = [row for part in parts for row in part.json()]
    assert [len(part.json()) for part in parts] == [PART, 5]
    assert [row[0] for row in rows] == list(
        gallery.photos.in_order(gallery.photo_order).values_list("public_id", flat=True)
    )
    assert rows[:FIRST_ROWS] == data["rows"]


def test_part_is_kept_by_the_browser_and_by_nobody_between(gallery: Gallery, stranger: Client) -> None:
    answer = stranger.get(_address(stranger, gallery), headers={"Accept-Encoding": "gzip"})
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert json.loads(gzip.decompress(answer.content)) == stranger.get(_address(stranger, gallery)).json()


@pytest.mark.parametrize("part", ["1", "99999999999999999999"])
def test_part_beyond_the_last_is_not_found(gallery: Gallery, stranger: Client, part: str) -> None:
    assert stranger.get(_address(stranger, gallery).replace("0.json", f"{part}.json")).status_code == 404


@pytest.mark.parametrize("part", ["x", "-1", "0.5", "", "0%00"])
def test_malformed_part_is_not_found(gallery: Gallery, stranger: Client, part: str) -> None:
    assert stranger.get(_address(stranger, gallery).replace("0.json", f"{part}.json")).status_code == 404


def test_list_that_never_was_is_stale(gallery: Gallery, stranger: Client) -> None:
    answer = stranger.get(f"/g/{gallery.public_id}/list/{'0' * 16}/0.json")
    assert (answer.status_code, answer.json()["code"]) == (410, "stale")


@pytest.mark.parametrize("fingerprint", ["x", "%ED%A0%80", "x" * 300])
def test_malformed_fingerprint_is_not_found(gallery: Gallery, stranger: Client, fingerprint: str) -> None:
    assert stranger.get(f"/g/{gallery.public_id}/list/{fingerprint}/0.json").status_code == 404


def test_list_of_a_changed_gallery_is_stale_at_once(gallery: Gallery, stranger: Client) -> None:
    before = _address(stranger, gallery)
    gone = gallery.photos.order_by("id")[0]
    hide_photos(gallery, photos=[gone.public_id], by=make_member(studio=gallery.studio))
    assert stranger.get(before).status_code == 410
    rows = stranger.get(_address(stranger, gallery)).json()
    assert gone.public_id not in [row[0] for row in rows]


def test_list_of_another_gallery_is_not_given(gallery: Gallery, stranger: Client) -> None:
    other = make_gallery(visibility="closed")
    make_photo(gallery=other)
    fingerprint = listing_of(other, visitor_class=GUEST)["fingerprint"]
    assert stranger.get(f"/g/{gallery.public_id}/list/{fingerprint}/0.json").status_code == 410
    for path in ("list.json", f"list/{fingerprint}/0.json"):
        answer = stranger.get(f"/g/{other.public_id}/{path}")
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")
    assert stranger.get(f"/g/nobody/list/{fingerprint}/0.json").status_code == 404


def test_list_of_a_closed_gallery_is_for_members_alone(gallery: Gallery, stranger: Client) -> None:
    member = Client()
    owner = make_member(studio=gallery.studio)
    member.force_login(owner.user)
    addresses = [(browser, _address(browser, gallery)) for browser in (stranger, member)]
    change_gallery(gallery, by=owner, visibility=Visibility.CLOSED)
    assert [browser.get(address).status_code for browser, address in addresses] == [403, 200]


def _names(browser: Client, gallery: Gallery) -> set[str]:
    data = browser.get(f"/g/{gallery.public_id}/list.json").json()
    rows = browser.get(data["list"]["address"].replace("{part}", "0")).json()
    assert data["count"] == len(rows) == len(data["shape"])
    return {row[4] for row in rows} | {section["name"] for section in data["sections"]}


def test_guest_is_never_told_of_what_is_the_clients(mixed: Gallery, stranger: Client, client_browser: Client) -> None:
    guest = Client()
    link = make_invitation(gallery=mixed, role=InvitationRole.GUEST)
    guest.get(f"/g/{mixed.public_id}/i/{link.secret}")
    kept = {"own.jpg", "quiet.jpg", "Only us"}
    assert kept <= _names(client_browser, mixed)
    for browser in (stranger, guest):
        assert not kept & _names(browser, mixed)
        assert not kept & set(browser.get(f"/g/{mixed.public_id}/photos").text.split())
        page = browser.get(f"/g/{mixed.public_id}/").text
        assert not any(word in page for word in kept)
    assert all("hidden.jpg" not in _names(browser, mixed) for browser in (stranger, guest, client_browser))


def test_guest_cannot_take_the_clients_list_by_its_address(
    mixed: Gallery, stranger: Client, client_browser: Client
) -> None:
    address = _address(client_browser, mixed)
    assert client_browser.get(address).status_code == 200
    assert stranger.get(address).status_code == 410


@pytest.mark.parametrize("visitor_class", [CLIENT, GUEST])
def test_list_costs_one_query_until_the_gallery_changes(
    gallery: Gallery, django_assert_num_queries: DjangoAssertNumQueries, visitor_class: VisitorClass
) -> None:
    first = listing_of(gallery, visitor_class=visitor_class)
    with django_assert_num_queries(1):
        assert listing_of(gallery, visitor_class=visitor_class) == first


def test_parts_cost_the_same_for_few_and_many_photos(gallery: Gallery, client_browser: Client) -> None:
    counts = []
    for count in (1, 700):
        _many(gallery, count)
        address = _address(client_browser, gallery)
        with CaptureQueriesContext(connection) as queries:
            assert client_browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_part_the_cache_let_go_of_is_made_again(gallery: Gallery, stranger: Client) -> None:
    address = _address(stranger, gallery)
    rows = stranger.get(address).json()
    cache.clear()
    assert stranger.get(address).json() == rows


def test_cover_is_the_chosen_photo_or_the_first_that_is_seen(gallery: Gallery) -> None:
    first, second = gallery.photos.order_by("id")
    gallery.cover_photo = second
    gallery.save()
    listing: Listing = listing_of(gallery, visitor_class=GUEST)
    assert listing["cover"]["pk"] == second.pk
    hide_photos(gallery, photos=[second.public_id], by=make_member(studio=gallery.studio))
    gallery.refresh_from_db()
    assert listing_of(gallery, visitor_class=GUEST)["cover"]["pk"] == first.pk


def test_save_data_takes_the_small_cover(gallery: Gallery, stranger: Client) -> None:
    view = f"{'f' * 10}.jpg"
    cover = {
        value: stranger.get(f"/g/{gallery.public_id}/", headers={"Save-Data": value}).text.split("<main")[0]
        for value in ("on", "off")
    }
    assert (view in cover["off"], view in cover["on"]) == (True, False)


def test_placeholders_are_told_as_they_are(gallery: Gallery, stranger: Client) -> None:
    text = base64.urlsafe_b64encode(bytes(range(14))).rstrip(b"=").decode()
    make_photo(gallery=gallery, placeholder=text)
    assert text in [row[3] for row in stranger.get(_address(stranger, gallery)).json()]
