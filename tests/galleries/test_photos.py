"""Verbs on sets of photos."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provino.galleries import photos
from provino.galleries.errors import NothingChosenError, RestoreTwinError
from provino.galleries.galleries import change_gallery
from provino.galleries.models import Gallery, Photo, PhotoOrder, PictureState
from provino.handover.queries import galleries_overview
from provino.lib.errors import NotFoundError
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_photo, make_section

NOON = datetime(2026, 6, 14, 12, tzinfo=UTC)


def names(gallery: Gallery) -> list[str]:
    gallery.refresh_from_db()
    return [photo.original_name for photo in photos.alive(gallery).in_order(gallery.photo_order)]


def five(gallery: Gallery) -> list[Photo]:
    return [
        make_photo(gallery=gallery, original_name=f"{n}.jpg", taken_sort=NOON + timedelta(minutes=place))
        for place, n in enumerate("abcde")
    ]


@pytest.mark.django_db
def test_hide_and_show_change_only_this_gallerys_photos(member: Member) -> None:
    gallery = make_gallery()
    mine, stranger = make_photo(gallery=gallery), make_photo()
    assert photos.hide_photos(gallery, photos=[mine.public_id, stranger.public_id, "nobody"], by=member) == 1
    stranger.refresh_from_db()
    assert not stranger.hidden
    assert photos.hide_photos(gallery, photos=[mine.public_id], by=member) == 0, "hidden already"
    assert photos.show_photos(gallery, photos=[mine.public_id], by=member) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "verb", [photos.hide_photos, photos.show_photos, photos.delete_photos, photos.restore_photos, photos.retry_photos]
)
def test_nothing_chosen_is_refused(verb: Callable[..., int], member: Member) -> None:
    with pytest.raises(NothingChosenError):
        verb(make_gallery(), photos=[], by=member)


@pytest.mark.django_db
def test_deleted_photos_come_back_and_the_cover_is_the_cover_again(member: Member) -> None:
    gallery = make_gallery()
    one, two = make_photo(gallery=gallery), make_photo(gallery=gallery)
    Gallery.objects.filter(pk=gallery.pk).update(cover_photo=one)
    assert photos.delete_photos(gallery, photos=[one.public_id, two.public_id], by=member) == 2
    assert photos.alive(gallery).count() == 0
    overview = galleries_overview(gallery.studio, today=NOON.date())
    assert overview.galleries.get().cover_id is None  # type: ignore[attr-defined]  # annotated
    assert photos.restore_photos(gallery, photos=[one.public_id], by=member) == 1
    assert photos.alive(gallery).get() == one
    assert overview.galleries.get().cover_id == one.pk  # type: ignore[attr-defined]
    gallery.refresh_from_db()
    assert gallery.cover_photo == one


@pytest.mark.django_db
def test_restore_of_a_file_that_came_again_is_refused(member: Member) -> None:
    gallery = make_gallery()
    old = make_photo(gallery=gallery, original_name="a.jpg", sha256="1" * 64)
    photos.delete_photos(gallery, photos=[old.public_id], by=member)
    make_photo(gallery=gallery, original_name="a.jpg", sha256="1" * 64)
    with pytest.raises(RestoreTwinError):
        photos.restore_photos(gallery, photos=[old.public_id], by=member)
    assert photos.alive(gallery).count() == 1


@pytest.mark.django_db
def test_move_into_a_section_of_the_same_gallery_only(member: Member) -> None:
    gallery = make_gallery()
    photo, section = make_photo(gallery=gallery), make_section(gallery=gallery)
    assert photos.move_photos(gallery, photos=[photo.public_id], section=section, by=member) == 1
    photo.refresh_from_db()
    assert photo.section == section
    with pytest.raises(NotFoundError):
        photos.move_photos(gallery, photos=[photo.public_id], section=make_section(gallery=make_gallery()), by=member)
    photos.move_photos(gallery, photos=[photo.public_id], section=None, by=member)
    photo.refresh_from_db()
    assert photo.section is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moved", "beside", "after", "expected"),
    [("d", "b", False, "adbce"), ("d", "b", True, "abdce"), ("ea", "c", True, "bcaed"), ("abc", "e", True, "deabc")],
)
def test_reorder_by_hand(moved: str, beside: str, *, after: bool, expected: str, member: Member) -> None:
    gallery = make_gallery()
    ids = {photo.stem: photo.public_id for photo in five(gallery)}
    photos.reorder_photos(gallery, photos=[ids[n] for n in moved], beside=ids[beside], after=after, by=member)
    assert names(gallery) == [f"{n}.jpg" for n in expected]
    assert gallery.photo_order == PhotoOrder.MANUAL


@pytest.mark.django_db
def test_reorder_moves_into_the_neighbours_section_and_newcomers_follow(member: Member) -> None:
    gallery = make_gallery()
    section = make_section(gallery=gallery)
    ids = {photo.stem: photo.public_id for photo in five(gallery)}
    photos.move_photos(gallery, photos=[ids["d"], ids["e"]], section=section, by=member)
    photos.reorder_photos(gallery, photos=[ids["a"]], beside=ids["e"], after=False, by=member)
    make_photo(gallery=gallery, original_name="new.jpg", taken_sort=NOON - timedelta(days=1))
    assert names(gallery) == ["b.jpg", "c.jpg", "new.jpg", "d.jpg", "a.jpg", "e.jpg"]
    assert Photo.objects.get(original_name="a.jpg").section == section


@pytest.mark.django_db
def test_reorder_beside_a_photo_from_elsewhere_is_refused(member: Member) -> None:
    gallery = make_gallery()
    photo = make_photo(gallery=gallery)
    with pytest.raises(NotFoundError):
        photos.reorder_photos(gallery, photos=[photo.public_id], beside=make_photo().public_id, after=True, by=member)
    gallery.refresh_from_db()
    assert gallery.photo_order == PhotoOrder.TAKEN


def test_order_by_hand_is_kept_while_another_order_is_shown(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    ids = {photo.stem: photo.public_id for photo in five(gallery)}
    photos.reorder_photos(gallery, photos=[ids["e"]], beside=ids["a"], after=False, by=member)
    change_gallery(gallery, by=member, photo_order=PhotoOrder.TAKEN)
    assert names(gallery) == [f"{n}.jpg" for n in "abcde"]
    change_gallery(gallery, by=member, photo_order=PhotoOrder.MANUAL)
    assert names(gallery) == [f"{n}.jpg" for n in "eabcd"]


@pytest.mark.django_db
def test_retry_only_what_failed(member: Member) -> None:
    gallery = make_gallery()
    failed = make_photo(gallery=gallery, state=PictureState.FAILED, reason="truncated", attempts=3)
    ready = make_photo(gallery=gallery)
    assert photos.retry_photos(gallery, photos=[failed.public_id, ready.public_id], by=member) == 1
    failed.refresh_from_db()
    assert (failed.state, failed.reason, failed.attempts) == (PictureState.PENDING, "", 0)


@pytest.mark.django_db
def test_thousands_cost_as_many_queries_as_one(member: Member) -> None:
    gallery = make_gallery()
    first = make_photo(gallery=gallery)
    columns = {f.name: getattr(first, f.name) for f in Photo._meta.fields if f.name not in {"id", "public_id"}}
    Photo.objects.bulk_create(Photo(**columns | {"relative_path": f"{n}.jpg"}) for n in range(3000))
    everything = list(photos.alive(gallery).values_list("public_id", flat=True))

    def count(ids: list[str]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            photos.hide_photos(gallery, photos=ids, by=member)
            photos.move_photos(gallery, photos=ids, section=None, by=member)
            photos.reorder_photos(gallery, photos=ids, beside=first.public_id, after=True, by=member)
            photos.delete_photos(gallery, photos=ids, by=member)
            photos.restore_photos(gallery, photos=ids, by=member)
        return len(queries)

    assert count(everything[:2]) == count(everything)


def test_one_action_on_many_photos_is_one_entry_with_their_number_and_the_first_names(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    ids = [photo.public_id for photo in five(gallery)]
    section = make_section(gallery=gallery, name="Party")
    names = ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]
    photos.hide_photos(gallery, photos=ids[:1], by=member)
    photos.hide_photos(gallery, photos=ids, by=member)
    photos.show_photos(gallery, photos=ids, by=member)
    photos.move_photos(gallery, photos=ids, section=section, by=member)
    photos.reorder_photos(gallery, photos=ids[1:3], beside=ids[0], after=False, by=member)
    photos.delete_photos(gallery, photos=ids, by=member)
    photos.restore_photos(gallery, photos=ids[3:], by=member)
    entries = AuditEntry.objects.filter(studio=member.studio, member=member, object_id=gallery.public_id).order_by("id")
    assert list(entries.values_list("action", "after")) == [
        ("photos.hidden", {"photos": 1, "names": ["a.jpg"]}),
        ("photos.hidden", {"photos": 4, "names": ["b.jpg", "c.jpg", "d.jpg", "e.jpg"]}),
        ("photos.shown", {"photos": 5, "names": names}),
        ("photos.moved", {"photos": 5, "names": names, "section": "Party"}),
        ("photos.reordered", {"photos": 2, "names": ["b.jpg", "c.jpg"]}),
        ("photos.deleted", {"photos": 5, "names": names}),
        ("photos.restored", {"photos": 2, "names": ["d.jpg", "e.jpg"]}),
    ]


def test_what_changes_nothing_or_is_refused_leaves_no_entry(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    photo = make_photo(gallery=gallery, original_name="a.jpg", sha256="1" * 64)
    photos.show_photos(gallery, photos=[photo.public_id], by=member)
    photos.retry_photos(gallery, photos=[photo.public_id], by=member)
    photos.hide_photos(gallery, photos=[make_photo().public_id], by=member)
    Photo.objects.filter(pk=photo.pk).update(deleted_at=NOON)
    make_photo(gallery=gallery, original_name="a.jpg", sha256="1" * 64)
    with pytest.raises(RestoreTwinError):
        photos.restore_photos(gallery, photos=[photo.public_id], by=member)
    assert not AuditEntry.objects.exists()
