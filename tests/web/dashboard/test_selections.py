"""What clients sent, on the studio's side: the table, the page of one, opening it again, exporting it."""

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Gallery, Photo
from provino.mail.models import Message
from provino.proofing.favourites import add_favourite, set_note
from provino.proofing.lists import main_list, make_list
from provino.proofing.models import Selection, SelectionState
from provino.proofing.packages import set_package
from provino.proofing.pricing import Terms, Tier
from provino.proofing.selections import ask_to_reopen, price_of, submit_selection
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_photo, make_visitor
from tests.web.dashboard.people import other_studio_browser, staff_browser


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio, title="Anna")


def _sent(gallery: Gallery, *names: str, person: str = "Ola", message: str = "") -> Selection:
    visitor = make_visitor(gallery=gallery, email=f"{person.lower()}@example.com", name=person)
    for name in names:
        add_favourite(visitor, photo=make_photo(gallery=gallery, original_name=name))
    chosen = main_list(visitor)
    price = price_of(chosen, visitor=visitor)
    return submit_selection(chosen, message=message, seen=(price.count, price.total))


def _orders(gallery: Gallery) -> str:
    return f"/galleries/{gallery.public_id}/orders"


def _page(selection: Selection, tail: str = "") -> str:
    return f"/galleries/{selection.gallery.public_id}/selections/{selection.public_id}{tail}"


def test_table_says_who_sent_what_when_and_for_how_much(signed_in: Client, gallery: Gallery, member: Member) -> None:
    set_package(gallery, terms=Terms(1, tiers=(Tier(1, Decimal(25)),)), by=member)
    selection = _sent(gallery, "IMG_1.JPG", "IMG_2.JPG", message="<b>Lighter</b>")
    page = signed_in.get(_orders(gallery)).text
    for words in ("Selection no. 1", "Ola", "25.00", "Sent, locked", "&lt;b&gt;Lighter", "Export photos"):
        assert words in page
    assert "Re-open" not in page
    ask_to_reopen(selection, reason="<i>One more</i>")
    page = signed_in.get(_orders(gallery)).text
    for words in ("Asks to change it", "&lt;i&gt;One more", "Re-open"):
        assert words in page


def test_table_costs_the_same_queries_for_one_and_for_three(
    signed_in: Client, gallery: Gallery, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _sent(gallery, "IMG_1.JPG")
    signed_in.get(_orders(gallery))
    with django_assert_max_num_queries(60) as one:
        signed_in.get(_orders(gallery))
    _sent(gallery, "IMG_2.JPG", person="Ala")
    _sent(gallery, "IMG_3.JPG", person="Ela")
    with django_assert_max_num_queries(60) as three:
        signed_in.get(_orders(gallery))
    assert len(one) == len(three)


def test_page_shows_photos_notes_and_price_lines_as_they_were(
    signed_in: Client, gallery: Gallery, member: Member
) -> None:
    set_package(gallery, terms=Terms(1, tiers=(Tier(1, Decimal(25)),)), by=member)
    visitor = make_visitor(gallery=gallery, email="ola@example.com", name="Ola")
    photos = [make_photo(gallery=gallery, original_name=f"IMG_{number}.JPG") for number in (1, 2)]
    for photo in photos:
        set_note(visitor, photo=photo, note=f"<u>{photo.original_name}</u>")
    chosen = main_list(visitor)
    selection = submit_selection(chosen, seen=(2, Decimal(25)))
    Photo.objects.filter(pk=photos[0].pk).delete()
    Photo.objects.filter(pk=photos[1].pk).update(deleted_at="2026-01-01T00:00Z")
    page = signed_in.get(_page(selection)).text
    for words in ("IMG_1.JPG", "IMG_2.JPG", "&lt;u&gt;IMG_2.JPG", "In your package", "Further", "25.00"):
        assert words in page
    assert page.count("No longer in the gallery") == 2


def test_reopening_unlocks_tells_the_client_and_is_written_down(signed_in: Client, gallery: Gallery) -> None:
    selection = _sent(gallery, "IMG_1.JPG")
    assert signed_in.post(_page(selection, "/reopen")).status_code == 302
    selection.refresh_from_db()
    assert selection.state == SelectionState.REOPENED
    assert AuditEntry.objects.filter(action="selection.reopened").count() == 1
    assert Message.objects.filter(kind="selection_reopened", to="ola@example.com").count() == 1
    signed_in.post(_page(selection, "/reopen"))
    assert AuditEntry.objects.filter(action="selection.reopened").count() == 1, "twice is once"
    assert "opened a client&#x27;s selection again" in signed_in.get("/settings/changes").text


def test_selection_is_for_members_of_the_studio(signed_in: Client, member: Member, gallery: Gallery) -> None:
    selection = _sent(gallery, "IMG_1.JPG")
    assert staff_browser(member).get(_page(selection)).status_code == 200
    elsewhere = make_gallery(studio=member.studio)
    assert signed_in.get(f"/galleries/{elsewhere.public_id}/selections/{selection.public_id}").status_code == 404
    for browser, status in ((other_studio_browser(), 404), (Client(), 302)):
        assert browser.get(_page(selection)).status_code == status
        assert browser.post(_page(selection, "/reopen")).status_code == status
    selection.refresh_from_db()
    assert selection.state == SelectionState.SUBMITTED


def test_export_of_one_selection_holds_what_was_sent_and_nothing_else(signed_in: Client, gallery: Gallery) -> None:
    selection = _sent(gallery, "IMG_1.JPG")
    _sent(gallery, "IMG_2.JPG", person="Ala")
    export = f"/galleries/{gallery.public_id}/export"
    assert signed_in.get(f"{export}.txt?selection={selection.public_id}").content == b"IMG_1"
    page = signed_in.get(f"{export}?selection={selection.public_id}").text
    assert "1 photo of selection no. 1." in page
    assert "IMG_2" not in page
    for nonsense in ("nothing", _sent(make_gallery(), "X.JPG").public_id):
        assert signed_in.get(f"{export}?selection={nonsense}").status_code == 404
        assert signed_in.get(f"{export}.txt?selection={nonsense}").status_code == 404


def test_list_of_galleries_says_that_the_choice_was_sent(signed_in: Client, gallery: Gallery) -> None:
    selection = _sent(gallery, "IMG_1.JPG")
    assert "Anna" in signed_in.get("/galleries/?state=submitted").text
    signed_in.post(_page(selection, "/reopen"))
    assert gallery.public_id not in signed_in.get("/galleries/?state=submitted").text
    assert gallery.public_id in signed_in.get("/galleries/?state=choosing").text


def test_notes_and_names_of_every_list_are_shown(signed_in: Client, gallery: Gallery) -> None:
    gallery.several_lists_on = True
    gallery.save()
    visitor = make_visitor(gallery=gallery, email="ola@example.com", name="Ola")
    photo = make_photo(gallery=gallery)
    set_note(visitor, photo=photo, note="for the wall")
    set_note(visitor, photo=photo, note="large", of=make_list(visitor, name="Album"))
    page = signed_in.get(_orders(gallery)).text
    for words in ("for the wall", "large", "Album", "1 photo chosen"):
        assert words in page
