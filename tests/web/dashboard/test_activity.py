"""The Activity tab: every kind of what visitors do is said there, in words."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Gallery
from provino.lib.public_ids import new_public_id
from provino.proofing.favourites import add_favourite
from provino.proofing.lists import make_list
from provino.studios.models import Member, Role
from provino.visitors.activity import record
from provino.visitors.hiding import hide_from_guests, show_to_guests
from provino.visitors.models import Activity, ActivityKind, Visitor, VisitorKind
from provino.visitors.queries import latest_visitors
from provino.web.dashboard import activity_words
from tests.factories import make_gallery, make_member, make_photo, make_selection, make_visitor


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio, several_lists_on=True, client_may_hide=True)


@pytest.fixture
def anna(gallery: Gallery) -> Visitor:
    return make_visitor(gallery=gallery, name="Anna <b>", email="anna@example.com", kind=VisitorKind.CLIENT)


def text_of(client: Client, gallery: Gallery, query: str = "") -> str:
    response = client.get(f"/galleries/{gallery.public_id}/activity{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_every_kind_of_activity_has_words() -> None:
    assert set(activity_words._WORDS) == set(ActivityKind)
    assert set(activity_words._OF_A_LIST) < set(ActivityKind)
    assert len({str(words) for words in activity_words._WORDS.values()}) == len(ActivityKind)


@pytest.mark.parametrize("kind", ActivityKind)
def test_every_kind_stands_on_the_page_with_name_photo_and_time(
    signed_in: Client, gallery: Gallery, anna: Visitor, kind: ActivityKind
) -> None:
    photo = make_photo(gallery=gallery, original_name="IMG_7.JPG")
    entry = record(anna, kind=kind, photo=photo, detail={"number": 4} if "number" in kind else {})
    page = text_of(signed_in, gallery)
    assert activity_words.activity_words(entry) in page
    assert f'href="?who={anna.public_id}">Anna &lt;b&gt;</a>' in page
    assert f'href="/galleries/{gallery.public_id}/#photo-{photo.public_id}"' in page
    assert "IMG_7.JPG" in page
    assert "<time" in page


def test_photos_hidden_from_guests_and_shown_again_are_told(signed_in: Client, gallery: Gallery, anna: Visitor) -> None:
    photo = make_photo(gallery=gallery, original_name="IMG_7.JPG")
    hide_from_guests(anna, photo=photo)
    show_to_guests(anna, photo=photo)
    page = text_of(signed_in, gallery)
    assert page.index("showed guests a photo again") < page.index("hid a photo from guests")
    assert page.count('class="fn lnk') == 2


def test_lists_are_named_as_text(signed_in: Client, gallery: Gallery, anna: Visitor) -> None:
    album = make_list(anna, name="Album <i>")
    add_favourite(anna, photo=make_photo(gallery=gallery), to=album)
    page = text_of(signed_in, gallery)
    assert "made the list “Album &lt;i&gt;”" in page
    assert "chose a photo for “Album &lt;i&gt;”" in page


def test_what_was_sent_leads_to_the_selection(signed_in: Client, gallery: Gallery) -> None:
    selection = make_selection(gallery=gallery)
    page = text_of(signed_in, gallery)
    assert f'href="/galleries/{gallery.public_id}/selections/{selection.public_id}">sent selection no. 1</a>' in page
    assert "1 photo</p>" in page


def test_download_says_which_file(signed_in: Client, gallery: Gallery, anna: Visitor) -> None:
    record(anna, kind=ActivityKind.DOWNLOADED, detail={"download": "x", "what": "Wedding.zip", "files": 1200})
    assert "Wedding.zip, 1,200 files" in text_of(signed_in, gallery)


def test_photo_deleted_since_is_named_without_a_link(signed_in: Client, gallery: Gallery, anna: Visitor) -> None:
    photo = make_photo(gallery=gallery, original_name="GONE.JPG")
    add_favourite(anna, photo=photo)
    photo.deleted_at = timezone.now()
    photo.save()
    page = text_of(signed_in, gallery)
    assert "GONE.JPG</span>, deleted since" in page
    assert f"#photo-{photo.public_id}" not in page


def test_page_shows_one_person_alone(signed_in: Client, gallery: Gallery, anna: Visitor) -> None:
    record(anna, kind=ActivityKind.PROVEN)
    record(make_visitor(gallery=gallery, name="Halina"), kind=ActivityKind.VIEWED)
    page = text_of(signed_in, gallery, f"?who={anna.public_id}")
    assert "confirmed their e-mail address" in page
    assert "looked at the gallery" not in page
    assert f'<option value="{anna.public_id}" selected>' in page
    assert ">Halina</option>" in page


def test_pages_go_on_for_one_person(signed_in: Client, gallery: Gallery, anna: Visitor) -> None:
    for _ in range(51):
        record(anna, kind=ActivityKind.VIEWED)
    first = text_of(signed_in, gallery, f"?who={anna.public_id}")
    assert first.count("looked at the gallery") == 50
    assert f'rel="next" href="?who={anna.public_id}&amp;page=2"' in first
    second = text_of(signed_in, gallery, f"?who={anna.public_id}&page=2")
    assert second.count("looked at the gallery") == 1


def test_empty_page_is_one_sentence_and_one_button(signed_in: Client, gallery: Gallery) -> None:
    assert "Nobody has looked at this gallery yet." in text_of(signed_in, gallery)


def test_people_to_pick_are_the_last_seen_who_did_something(gallery: Gallery, anna: Visitor) -> None:
    record(anna, kind=ActivityKind.VIEWED)
    halina = make_visitor(gallery=gallery, name="Halina")
    record(halina, kind=ActivityKind.VIEWED)
    make_visitor(gallery=gallery, name="Nobody")
    assert list(latest_visitors(gallery, most=9)) == [halina, anna]
    assert list(latest_visitors(gallery, most=1)) == [halina]


def test_rights(member: Member, gallery: Gallery, anna: Visitor) -> None:
    address = f"/galleries/{gallery.public_id}/activity"
    elsewhere = make_visitor(gallery=make_gallery(studio=member.studio))

    def ask(who: Member | None, where: str = address) -> Any:
        client = Client()
        if who:
            client.force_login(who.user)
        return client.get(where)

    assert ask(make_member(studio=member.studio, role=Role.STAFF)).status_code == 200
    assert ask(make_member()).status_code == 404
    assert ask(None)["Location"].startswith("/account/login/")
    for wrong in (elsewhere.public_id, new_public_id(), "%27", "%00", "x" * 300):
        assert ask(member, f"{address}?who={wrong}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_a_constant_number_of_queries(
    signed_in: Client, gallery: Gallery, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        visitor = make_visitor(gallery=gallery, name=f"Person {number}", email=f"{number}@example.com")
        for _ in range(count):
            add_favourite(visitor, photo=make_photo(gallery=gallery))
    assert Activity.objects.count() == count * count
    signed_in.get(f"/galleries/{gallery.public_id}/activity")
    with django_assert_num_queries(8):
        signed_in.get(f"/galleries/{gallery.public_id}/activity")
