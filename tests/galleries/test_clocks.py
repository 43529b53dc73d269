"""Cameras whose clocks did not agree."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provino.galleries import clocks
from provino.galleries.errors import ShiftTooLargeError, UnknownCameraError
from provino.galleries.models import Gallery, Photo
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_photo

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 14, 12, tzinfo=UTC)
CANON, SONY = "Canon Canon EOS R6", "SONY ILCE-7M4"


def taken(gallery: Gallery, name: str, at: datetime, *, camera: str = CANON) -> Photo:
    return make_photo(gallery=gallery, original_name=name, taken_at=at, taken_sort=at, camera=camera)


def order(gallery: Gallery) -> list[str]:
    return [photo.original_name for photo in Photo.objects.filter(gallery=gallery).in_order("taken")]


def wedding() -> Gallery:
    """The session of the corpus, by its capture times: the second camera is one hour behind, the counter rolls over."""
    gallery = make_gallery()
    for name, at in [
        ("IMG_4019.JPG", datetime(2025, 6, 14, 13, 2, 11, 120000, UTC)),
        ("IMG_4020.JPG", datetime(2025, 6, 14, 13, 2, 11, 480000, UTC)),
        ("IMG_4021.JPG", datetime(2025, 6, 14, 13, 2, 12, 900000, UTC)),
        ("IMG_4022.JPG", datetime(2025, 6, 14, 13, 40, tzinfo=UTC)),
        ("IMG_4025.JPG", datetime(2025, 6, 14, 15, 10, 9, tzinfo=UTC)),
        ("IMG_4026.JPG", datetime(2025, 6, 14, 15, 11, tzinfo=UTC)),
        ("IMG_9998.JPG", datetime(2025, 6, 14, 16, 20, 44, tzinfo=UTC)),
        ("IMG_9999.JPG", datetime(2025, 6, 14, 18, tzinfo=UTC)),
        ("IMG_0001.JPG", datetime(2025, 6, 14, 23, 59, 58, tzinfo=UTC)),
        ("IMG_0002.JPG", datetime(2025, 6, 15, 0, 0, 3, tzinfo=UTC)),
    ]:
        taken(gallery, name, at)
    for name, at in [
        ("DSC04020.jpg", datetime(2025, 6, 14, 12, 2, 12, 100000, UTC)),
        ("DSC04021.jpg", datetime(2025, 6, 14, 12, 5, 40, tzinfo=UTC)),
        ("DSC04022.jpg", datetime(2025, 6, 14, 14, 10, 10, tzinfo=UTC)),
    ]:
        taken(gallery, name, at, camera=SONY)
    return gallery


RIGHT_ORDER = [
    *("IMG_4019.JPG", "IMG_4020.JPG", "DSC04020.jpg", "IMG_4021.JPG", "DSC04021.jpg", "IMG_4022.JPG", "IMG_4025.JPG"),
    *("DSC04022.jpg", "IMG_4026.JPG", "IMG_9998.JPG", "IMG_9999.JPG", "IMG_0001.JPG", "IMG_0002.JPG"),
]


def test_cameras_are_counted_with_their_own_times() -> None:
    gallery = wedding()
    make_photo(gallery=gallery, original_name="scan.jpg")
    canon, sony = clocks.cameras(gallery)
    assert (canon.name, canon.photos, sony.name, sony.photos) == (CANON, 10, SONY, 3)
    assert sony.first == datetime(2025, 6, 14, 12, 2, 12, 100000, UTC)
    assert canon.last == datetime(2025, 6, 15, 0, 0, 3, tzinfo=UTC)


def test_shift_puts_the_second_camera_in_its_place_and_can_be_taken_back(member: Member) -> None:
    gallery = wedding()
    before = order(gallery)
    assert before != RIGHT_ORDER
    assert clocks.shift_clock(gallery, camera=SONY, shift_seconds=3600, by=member) == 3
    assert order(gallery) == RIGHT_ORDER
    photo = Photo.objects.get(original_name="DSC04020.jpg")
    assert photo.taken_at == datetime(2025, 6, 14, 12, 2, 12, 100000, UTC), "what the camera wrote stays"
    assert photo.taken_sort == datetime(2025, 6, 14, 13, 2, 12, 100000, UTC)
    assert clocks.cameras(gallery)[1].shift_seconds == 3600
    clocks.shift_clock(gallery, camera=SONY, shift_seconds=0, by=member)
    assert order(gallery) == before


def test_shifted_times_compare_with_times_written_by_ingest(member: Member) -> None:
    gallery = make_gallery()
    taken(gallery, "a.jpg", NOON - timedelta(hours=1), camera=SONY)
    taken(gallery, "b.jpg", NOON + timedelta(microseconds=1))
    taken(gallery, "c.jpg", NOON - timedelta(microseconds=1))
    clocks.shift_clock(gallery, camera=SONY, shift_seconds=3600, by=member)
    assert order(gallery) == ["c.jpg", "a.jpg", "b.jpg"]
    assert Photo.objects.filter(gallery=gallery, taken_sort=NOON).count() == 1


def test_preview_shows_the_order_to_come_and_changes_nothing() -> None:
    gallery = wedding()
    before = order(gallery)
    stretches = clocks.preview_shift(gallery, camera=SONY, shift_seconds=3600)
    shown = [entry.photo.original_name for stretch in stretches for entry in stretch]
    assert shown == [name for name in RIGHT_ORDER if name in shown], "as it will be"
    assert {entry.photo.original_name for s in stretches for entry in s if entry.moved} == {
        "DSC04020.jpg",
        "DSC04021.jpg",
        "DSC04022.jpg",
    }
    assert order(gallery) == before


def test_preview_of_a_single_camera_shows_its_beginning() -> None:
    gallery = make_gallery()
    for number in range(20):
        taken(gallery, f"{number:02}.jpg", NOON + timedelta(minutes=number))
    [stretch] = clocks.preview_shift(gallery, camera=CANON, shift_seconds=-60)
    assert [entry.photo.original_name for entry in stretch] == [f"{n:02}.jpg" for n in range(8)]
    assert stretch[0].at == NOON - timedelta(minutes=1)


def test_preview_costs_the_same_for_many_photos(member: Member) -> None:
    def count(photos: int) -> int:
        gallery = make_gallery()
        for number in range(photos):
            taken(gallery, f"{number}.jpg", NOON + timedelta(minutes=number), camera=SONY if number % 2 else CANON)
        with CaptureQueriesContext(connection) as queries:
            clocks.cameras(gallery)
            clocks.preview_shift(gallery, camera=CANON, shift_seconds=3600)
            clocks.shift_clock(gallery, camera=CANON, shift_seconds=3600, by=member)
        return len(queries)

    assert count(2) == count(60)


def test_nonsense_is_refused(member: Member) -> None:
    for verb in (partial(clocks.shift_clock, by=member), clocks.preview_shift):
        gallery = wedding()
        with pytest.raises(UnknownCameraError):
            verb(gallery, camera="Leica", shift_seconds=1)
        with pytest.raises(ShiftTooLargeError):
            verb(gallery, camera=SONY, shift_seconds=10**9)


def test_a_shift_is_one_entry_of_the_audit(member: Member) -> None:
    clocks.shift_clock(wedding(), camera=SONY, shift_seconds=3600, by=member)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.after) == ("clock.shifted", {"camera": SONY, "shift_seconds": 3600, "photos": 3})
