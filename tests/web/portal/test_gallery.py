"""The gallery's page and its list."""

import base64
import gzip
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from provino.galleries.contents import raise_content_version
from provino.galleries.models import Gallery, PhotoLabel
from provino.proofing.favourites import add_favourite
from provino.visitors.models import Visitor
from provino.web.portal.cover import decode_cells, type_class
from tests.factories import make_gallery, make_member, make_photo, make_section


def _data(page: str) -> dict[str, Any]:
    text = page.split('id="gallery-data">')[1].split("</script>")[0]
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def ids_of(data: dict[str, Any]) -> list[str]:
    return [row[0] for row in data["rows"]]


def test_gallery_lists_what_visitors_may_see(stranger: Client, gallery: Gallery) -> None:
    seen = list(gallery.photos.values_list("public_id", flat=True))
    make_photo(gallery=gallery, hidden=True)
    make_photo(gallery=gallery, deleted_at=timezone.now())
    make_photo(gallery=gallery, state="pending")
    make_photo()
    data = _data(stranger.get(f"/g/{gallery.public_id}/").text)
    assert ids_of(data) == seen


@pytest.mark.parametrize("label", PhotoLabel.values)
def test_gallery_names_files_only_where_allowed(stranger: Client, gallery: Gallery, label: str) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(photo_label=label)
    page = stranger.get(f"/g/{gallery.public_id}/").text
    name = gallery.photos.order_by("id")[0].original_name
    assert (name in page) is (label == "filename")
    plain = stranger.get(f"/g/{gallery.public_id}/photos").text
    assert (name in plain) is (label == "filename")


def test_gallery_list_cannot_end_its_script(stranger: Client, gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(photo_label="filename", title="</title><script>alert(1)</script>")
    make_photo(gallery=gallery, original_name="</script><script>alert(1)</script>.jpg")
    make_photo(gallery=gallery, section=make_section(gallery=gallery, name="<img src=x>"))
    page = stranger.get(f"/g/{gallery.public_id}/").text
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert any(row[4] == "</script><script>alert(1)</script>.jpg" for row in _data(page)["rows"])


def test_gallery_marks_own_hearts_only(client_browser: Client, gallery: Gallery) -> None:
    first, second = gallery.photos.order_by("id")
    client_browser.put(f"/g/{gallery.public_id}/lists/main/photos/{first.public_id}")
    other = Visitor.objects.create(gallery=gallery, email="ewa@example.com", last_seen_at=timezone.now())
    add_favourite(other, photo=second)
    data = _data(client_browser.get(f"/g/{gallery.public_id}/").text)
    assert data["own"]["favourites"] == [first.public_id]


def test_gallery_groups_by_section_and_leaves_out_empty_ones(stranger: Client, gallery: Gallery) -> None:
    section = make_section(gallery=gallery, name="Ceremony")
    make_section(gallery=gallery, name="Nothing here")
    make_photo(gallery=gallery, section=section)
    data = _data(stranger.get(f"/g/{gallery.public_id}/").text)
    assert data["sections"] == [{"id": section.public_id, "name": "Ceremony", "count": 1}]
    assert (data["loose"], data["count"]) == (2, 3)


def test_gallery_keeps_the_addresses_of_an_older_recipe(stranger: Client, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    photo.renditions["grid"][0] = "c" * 10
    photo.save()
    raise_content_version(gallery.pk)
    data = _data(stranger.get(f"/g/{gallery.public_id}/").text)
    assert data["fingerprints"] == {"grid": "a" * 10, "grid2": "b" * 10, "view": "f" * 10}
    assert [row[5:] for row in data["rows"]] == [[], [], [{"grid": "c" * 10}]]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"favourites_on": False}, "favourite"),
        ({"comments_on": False}, "comments"),
        ({"choosing_deadline": "2020-01-01"}, "favourite"),
    ],
)
def test_gallery_offers_only_what_is_on(
    stranger: Client, gallery: Gallery, change: dict[str, object], missing: str
) -> None:
    assert missing in _data(stranger.get(f"/g/{gallery.public_id}/").text)["urls"]
    Gallery.objects.filter(pk=gallery.pk).update(**change)
    assert missing not in _data(stranger.get(f"/g/{gallery.public_id}/").text)["urls"]


def test_gallery_of_a_member_is_a_preview(gallery: Gallery) -> None:
    browser = Client()
    browser.force_login(make_member(studio=gallery.studio).user)
    page = browser.get(f"/g/{gallery.public_id}/")
    data = _data(page.text)
    assert (data["urls"], data["viewed_needed"]) == ({}, False)
    assert ".m." in str(data["media"])
    assert "provino_g" not in page.cookies


def test_gallery_without_photos_says_so(gallery: Gallery, stranger: Client) -> None:
    gallery.photos.all().delete()
    raise_content_version(gallery.pk)
    for path in ("", "photos", "favourites"):
        page = stranger.get(f"/g/{gallery.public_id}/{path}")
        assert page.status_code == 200
    assert "The photos will be here soon." in stranger.get(f"/g/{gallery.public_id}/").text


@pytest.mark.django_db
def test_pages_cost_the_same_for_one_and_many_photos() -> None:
    counts: dict[str, list[int]] = {"": [], "list.json": [], "photos": [], "favourites": []}
    for photos in (1, 12):
        gallery = make_gallery()
        sections = [make_section(gallery=gallery) for _ in range(photos)]
        for section in sections:
            make_photo(gallery=gallery, section=section)
        visitor = Client()
        visitor.get(f"/g/{gallery.public_id}/")
        visitor.post(f"/g/{gallery.public_id}/identify", {"email": "ola@example.com"})
        for photo in gallery.photos.all():
            visitor.put(f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}")
            visitor.post(
                f"/g/{gallery.public_id}/photos/{photo.public_id}/comments",
                {"text": "Nice"},
                content_type="application/json",
            )
        for path, found in counts.items():
            visitor.get(f"/g/{gallery.public_id}/{path}")  # after a change the list is built once
            with CaptureQueriesContext(connection) as queries:
                assert visitor.get(f"/g/{gallery.public_id}/{path}").status_code == 200
            found.append(len(queries))
    assert all(one == twelve <= 12 for one, twelve in counts.values()), counts


def test_gallery_of_a_thousand_photos_is_small(gallery: Gallery, stranger: Client) -> None:
    for _ in range(1000):
        make_photo(gallery=gallery, placeholder="q83vASNFZ4mrze8BI0U")
    page = stranger.get(f"/g/{gallery.public_id}/", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) < 15_000
    assert gzip.decompress(page.content).decode().count("\n") < 200


def test_plain_page_works_without_script(stranger: Client, gallery: Gallery) -> None:
    photo = gallery.photos.order_by("id")[0]
    page = stranger.get(f"/g/{gallery.public_id}/photos").text
    assert f"{photo.public_id}/{'f' * 10}.jpg" in page
    assert f"favourites/{photo.public_id}/form" in page


def test_cover_and_bar_show_the_logo_where_there_is_one(stranger: Client, gallery: Gallery) -> None:
    address = f'src="/studio/{gallery.studio.public_id}/logo'
    assert address not in stranger.get(f"/g/{gallery.public_id}/").text
    gallery.studio.logo_key = "studios/x/branding/x.png"
    gallery.studio.save()
    assert stranger.get(f"/g/{gallery.public_id}/").text.count(address) == 2


def test_title_stands_escaped(stranger: Client, gallery: Gallery) -> None:
    assert escape("Anna & Piotr") in stranger.get(f"/g/{gallery.public_id}/").text


def _placeholder(*cells: tuple[int, int, int]) -> str:
    number = 0
    for value in (value for cell in cells for value in cell):
        number = number << 4 | value
    return base64.urlsafe_b64encode((number << 4).to_bytes(14, "big")).rstrip(b"=").decode()


WHITE, BLACK, GREY = (15, 15, 15), (0, 0, 0), (7, 7, 7)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((WHITE, GREY, BLACK), "cover--ink"),
        ((BLACK, GREY, WHITE), "cover--paper"),
    ],
)
def test_type_class_goes_by_the_light_beneath_the_title(rows: tuple[tuple[int, int, int], ...], expected: str) -> None:
    placeholder = _placeholder(*(row for row in rows for _ in range(3)))
    assert type_class(placeholder, ratio=1.5, focal=(0.5, 0.5)) == expected


def test_type_class_takes_the_calm_end_or_a_veil() -> None:
    calm_below = _placeholder(*[(4, 4, 4)] * 3, *[(10, 10, 10)] * 3, *[BLACK] * 3)
    assert type_class(calm_below, ratio=1.5, focal=(0.5, 0.5)) == "cover--paper cover--low"
    restless = [WHITE, BLACK, WHITE]
    nowhere = _placeholder(*restless, *restless, *restless)
    assert "cover--veil cover--deep" in type_class(nowhere, ratio=1.5, focal=(0.5, 0.5))


def test_type_class_looks_beneath_the_line_under_the_title() -> None:
    sky, houses = (11, 9, 11), (2, 2, 4)
    skyline = _placeholder(sky, sky, sky, *[houses] * 6)
    assert "cover--veil" in type_class(skyline, ratio=1.78, focal=(0.5, 0.5))


def test_type_class_goes_by_what_a_wide_screen_shows_of_a_tall_photo() -> None:
    tall = _placeholder(*[WHITE] * 3, *[BLACK] * 6)
    assert type_class(tall, ratio=0.67, focal=(0.5, 0.0)) != type_class(tall, ratio=0.67, focal=(0.5, 1.0))


@pytest.mark.parametrize("bad", ["", "abc", "<script>", "ł" * 19])
def test_decode_cells_of_nonsense_is_nothing(bad: str) -> None:
    assert decode_cells(bad) == []
