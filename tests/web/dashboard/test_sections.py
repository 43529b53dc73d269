"""The page of a gallery's sections."""

import pytest
from django.test import Client

from provino.galleries.models import Gallery
from provino.studios.models import Member
from tests.factories import make_gallery, make_photo, make_section


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio)


def names(gallery: Gallery) -> list[str]:
    return [section.name for section in gallery.sections.all()]


def test_sections_are_added_renamed_and_moved(signed_in: Client, gallery: Gallery) -> None:
    address = f"/galleries/{gallery.public_id}/sections"
    for name in ("Preparations", "Ceremony", "Party"):
        assert signed_in.post(address, {"name": name}).status_code == 302
    ceremony = gallery.sections.get(name="Ceremony")
    signed_in.post(f"{address}/{ceremony.public_id}", {"action": "earlier"})
    signed_in.post(f"{address}/{ceremony.public_id}", {"action": "rename", "name": "Church"})
    assert names(gallery) == ["Church", "Preparations", "Party"]
    signed_in.post(f"{address}/{ceremony.public_id}", {"action": "later"})
    assert names(gallery) == ["Preparations", "Church", "Party"]


def test_taken_and_missing_names_are_refused_with_words(signed_in: Client, gallery: Gallery) -> None:
    make_section(gallery=gallery, name="One")
    two = make_section(gallery=gallery, name="Two")
    address = f"/galleries/{gallery.public_id}/sections"
    for name in ("One", " "):
        response = signed_in.post(address, {"name": name})
        assert response.status_code == 422
        assert "name" in response.context["form"].errors
    response = signed_in.post(f"{address}/{two.public_id}", {"action": "rename", "name": "One"}, follow=True)
    assert "already has a section of that name" in response.content.decode()
    assert names(gallery) == ["One", "Two"]


def test_removed_section_can_be_brought_back_once(signed_in: Client, gallery: Gallery) -> None:
    section = make_section(gallery=gallery, name="One")
    photo = make_photo(gallery=gallery, section=section)
    address = f"/galleries/{gallery.public_id}/sections"
    response = signed_in.post(f"{address}/{section.public_id}", {"action": "delete"}, follow=True)
    assert "Undo" in response.content.decode()
    assert names(gallery) == []
    signed_in.post(f"{address}/restore")
    signed_in.post(f"{address}/restore")
    photo.refresh_from_db()
    assert names(gallery) == ["One"]
    assert photo.section is not None
    assert photo.section.name == "One"


def test_undo_belongs_to_the_gallery_it_was_removed_from(signed_in: Client, member: Member, gallery: Gallery) -> None:
    section = make_section(gallery=gallery, name="One")
    other = make_gallery(studio=member.studio)
    signed_in.post(f"/galleries/{gallery.public_id}/sections/{section.public_id}", {"action": "delete"})
    signed_in.post(f"/galleries/{other.public_id}/sections/restore")
    assert names(other) == []


def test_section_of_another_gallery_is_not_found(signed_in: Client, gallery: Gallery) -> None:
    section = make_section(gallery=make_gallery())
    address = f"/galleries/{gallery.public_id}/sections/{section.public_id}"
    assert signed_in.post(address, {"action": "delete"}).status_code == 404


def test_section_is_kept_for_the_client_and_shown_again(signed_in: Client, gallery: Gallery) -> None:
    section = make_section(gallery=gallery, name="Boudoir")
    address = f"/galleries/{gallery.public_id}/sections"
    signed_in.post(f"{address}/{section.public_id}", {"action": "client-only"})
    section.refresh_from_db()
    assert section.client_only
    assert 'aria-pressed="true"' in signed_in.get(address).content.decode()
    answer = signed_in.post(f"{address}/{section.public_id}", {"action": "delete"}, follow=True)
    assert "for the client only" in answer.content.decode()
    assert names(gallery) == ["Boudoir"]
    signed_in.post(f"{address}/{section.public_id}", {"action": "for-guests"})
    section.refresh_from_db()
    assert not section.client_only
