"""Verbs on a gallery as a whole."""

import datetime
from typing import Any, cast

import pytest
from django.contrib.auth.hashers import check_password

from provino.galleries import galleries
from provino.galleries.errors import PasswordTooShortError, PhotoNotReadyError, TitleMissingError, UnknownValueError
from provino.galleries.models import PhotoLabel, PhotoOrder, PictureState, Visibility
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_photo, make_studio


def test_create_gallery_starts_as_a_draft_in_the_studios_language(member: Member) -> None:
    member.studio.language = "pl"
    gallery = galleries.create_gallery(member.studio, title="  Anna i Piotr ", by=member)
    assert (gallery.title, gallery.language, gallery.visibility) == ("Anna i Piotr", "pl", Visibility.DRAFT)
    assert AuditEntry.objects.get().action == "gallery.created"


def test_create_gallery_like_another_copies_settings_and_no_secrets(member: Member) -> None:
    source = make_gallery(
        studio=member.studio,
        language="pl",
        photo_label=PhotoLabel.NUMBER,
        photo_order=PhotoOrder.NAME,
        comments_on=False,
        expires_on=datetime.date(2030, 1, 1),
        password_hash="x",
    )
    gallery = galleries.create_gallery(member.studio, title="New", by=member, like=source, language="en")
    assert (gallery.photo_label, gallery.photo_order, gallery.comments_on) == ("number", "name", False)
    assert gallery.language == "en", "what is given wins"
    assert not gallery.has_password
    assert gallery.expires_on is None


@pytest.mark.parametrize("title", ["", "   "])
def test_a_gallery_needs_a_title(member: Member, title: str) -> None:
    with pytest.raises(TitleMissingError):
        galleries.create_gallery(member.studio, title=title, by=member)
    gallery = make_gallery(studio=member.studio)
    with pytest.raises(TitleMissingError):
        galleries.change_gallery(gallery, title=title, by=member)


@pytest.mark.parametrize("changes", [{"visibility": "secret"}, {"language": "xx"}, {"photo_order": ""}])
def test_unknown_values_change_nothing(member: Member, changes: dict[str, str]) -> None:
    gallery = make_gallery(studio=member.studio, title="Before")
    with pytest.raises(UnknownValueError):
        galleries.change_gallery(gallery, by=member, **cast("Any", {"title": "After", **changes}))
    gallery.refresh_from_db()
    assert gallery.title == "Before"


def test_change_gallery_records_only_what_changed(member: Member) -> None:
    gallery = make_gallery(studio=member.studio, title="Before", subtitle="Wedding")
    galleries.change_gallery(
        gallery, by=member, title="After", subtitle="Wedding", date=datetime.date(2026, 6, 14), comments_on=True
    )
    entry = AuditEntry.objects.get()
    assert entry.before == {"title": "Before", "date": None}
    assert entry.after == {"title": "After", "date": "2026-06-14"}
    galleries.change_gallery(gallery, by=member, title="After")
    assert AuditEntry.objects.count() == 1


def test_only_changes_of_access_darken_addresses(member: Member) -> None:
    gallery = make_gallery(studio=member.studio, visibility=Visibility.DRAFT)
    versions = [gallery.access_version]
    for change in (
        lambda: galleries.change_gallery(gallery, by=member, title="Other"),
        lambda: galleries.change_gallery(gallery, by=member, visibility=Visibility.OPEN),
        lambda: galleries.change_gallery(gallery, by=member, visibility=Visibility.OPEN),
        lambda: galleries.change_gallery(gallery, by=member, visibility=Visibility.CLOSED),
        lambda: galleries.change_gallery(gallery, by=member, expires_on=datetime.date(2020, 1, 1)),
        lambda: galleries.set_password(gallery, password="secret", by=member),
        lambda: galleries.remove_password(gallery, by=member),
        lambda: galleries.remove_password(gallery, by=member),
        lambda: galleries.delete_gallery(gallery, by=member),
        lambda: galleries.restore_gallery(gallery, by=member),
    ):
        change()
        gallery.refresh_from_db()
        versions.append(gallery.access_version)
    assert versions == [1, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8]


def test_password_is_hashed_and_never_recorded(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    galleries.set_password(gallery, password="róża1", by=member)
    assert gallery.has_password
    assert check_password("róża1", gallery.password_hash)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.before, entry.after) == ("gallery.password-set", {}, {})
    with pytest.raises(PasswordTooShortError):
        galleries.set_password(gallery, password="abc", by=member)


def test_set_cover_keeps_the_focal_point(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    photo = make_photo(gallery=gallery)
    galleries.set_cover(photo, focal_x=0.25, focal_y=1, by=member)
    gallery.refresh_from_db()
    assert (gallery.cover_photo, gallery.cover_focal_x, gallery.cover_focal_y) == (photo, 0.25, 1.0)
    with pytest.raises(UnknownValueError):
        galleries.set_cover(photo, focal_x=1.01, focal_y=0, by=member)
    with pytest.raises(UnknownValueError):
        galleries.set_cover(photo, focal_x=float("nan"), focal_y=0, by=member)
    with pytest.raises(PhotoNotReadyError):
        galleries.set_cover(make_photo(gallery=gallery, state=PictureState.FAILED), focal_x=0, focal_y=0, by=member)


def test_copy_settings_leaves_title_and_access(member: Member) -> None:
    studio = make_studio()
    gallery = make_gallery(studio=studio, title="Mine", visibility=Visibility.OPEN)
    source = make_gallery(studio=studio, title="Theirs", visibility=Visibility.CLOSED, favourites_on=False)
    galleries.copy_settings(gallery, source=source, by=member)
    assert (gallery.title, gallery.visibility, gallery.favourites_on) == ("Mine", Visibility.OPEN, False)
