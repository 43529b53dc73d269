"""Only the member's own, living things are found."""

import pytest
from django.utils import timezone

from provino.galleries import access
from provino.galleries.galleries import delete_gallery
from provino.lib.errors import NotFoundError
from provino.studios.models import Member
from tests.factories import make_gallery, make_member, make_photo, make_section

MALFORMED = ["", "1", "0OIl", "../etc", "a\x00b", "x" * 23, "ż", "\ud800", "1 or 1=1"]


def test_gallery_of_own_studio_is_found(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    assert access.gallery_for_member(member, gallery.public_id) == gallery


@pytest.mark.parametrize("public_id", MALFORMED)
def test_malformed_id_finds_nothing(member: Member, public_id: str) -> None:
    gallery = make_gallery(studio=member.studio)
    for look in (
        lambda: access.gallery_for_member(member, public_id),
        lambda: access.deleted_gallery_for_member(member, public_id),
        lambda: access.photo_for_member(member, gallery.public_id, public_id),
        lambda: access.section_for_member(member, gallery.public_id, public_id),
    ):
        with pytest.raises(NotFoundError):
            look()


def test_other_studio_finds_nothing(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    photo, section = make_photo(gallery=gallery), make_section(gallery=gallery)
    other = make_member()
    with pytest.raises(NotFoundError):
        access.gallery_for_member(other, gallery.public_id)
    with pytest.raises(NotFoundError):
        access.photo_for_member(other, gallery.public_id, photo.public_id)
    with pytest.raises(NotFoundError):
        access.section_for_member(other, gallery.public_id, section.public_id)


def test_photo_and_section_belong_to_the_gallery_named(member: Member) -> None:
    one, two = make_gallery(studio=member.studio), make_gallery(studio=member.studio)
    photo, section = make_photo(gallery=one), make_section(gallery=one)
    assert access.photo_for_member(member, one.public_id, photo.public_id).gallery == one
    assert access.section_for_member(member, one.public_id, section.public_id).gallery == one
    with pytest.raises(NotFoundError):
        access.photo_for_member(member, two.public_id, photo.public_id)
    with pytest.raises(NotFoundError):
        access.section_for_member(member, two.public_id, section.public_id)


def test_deleted_things_are_gone(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    photo = make_photo(gallery=gallery, deleted_at=timezone.now())
    with pytest.raises(NotFoundError):
        access.photo_for_member(member, gallery.public_id, photo.public_id)
    with pytest.raises(NotFoundError):
        access.deleted_gallery_for_member(member, gallery.public_id)
    delete_gallery(gallery, by=member)
    with pytest.raises(NotFoundError):
        access.gallery_for_member(member, gallery.public_id)
    assert access.deleted_gallery_for_member(member, gallery.public_id) == gallery
