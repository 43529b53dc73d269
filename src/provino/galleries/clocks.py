"""Cameras whose clocks did not agree: what each took, how a shift would change the order, and the shift itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import Count, F, Max, Min, Value
from django.db.models.expressions import ExpressionWrapper
from django.db.models.fields import DateTimeField, DurationField

from provino.galleries.contents import raise_content_version
from provino.galleries.errors import ShiftTooLargeError, UnknownCameraError
from provino.galleries.models import CameraClock, Gallery, Photo
from provino.galleries.photos import alive
from provino.studios.audit import record_change
from provino.studios.models import Member

MAX_SHIFT_SECONDS = 10 * 366 * 24 * 3600
MOMENTS = 3
MOMENT_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Camera:
    """One clock: how many photos it dated, from when to when by itself, and how it is shifted now."""

    name: str
    photos: int
    first: datetime
    last: datetime
    shift_seconds: int


@dataclass(frozen=True, slots=True)
class PreviewPhoto:
    """One photo of the order to come; `moved` when the shifted camera took it."""

    photo: Photo
    at: datetime
    moved: bool


def cameras(gallery: Gallery) -> list[Camera]:
    """Return the cameras of a gallery, busiest first; photos without a capture time have no clock."""
    rows = (
        alive(gallery)
        .filter(taken_at__isnull=False)
        .order_by()
        .values("camera")
        .annotate(photos=Count("id"), first=Min("taken_at"), last=Max("taken_at"))
    )
    shifts = dict(gallery.camera_clocks.values_list("camera", "shift_seconds"))
    found = [
        Camera(row["camera"], row["photos"], row["first"], row["last"], shifts.get(row["camera"], 0)) for row in rows
    ]
    return sorted(found, key=lambda camera: (-camera.photos, camera.name))


def preview_shift(gallery: Gallery, *, camera: str, shift_seconds: int) -> list[list[PreviewPhoto]]:
    """Return up to three stretches of the order as it would be, where the shifted camera meets the others.

    Raises ShiftTooLargeError, UnknownCameraError.
    """
    _check(gallery, camera=camera, shift_seconds=shift_seconds)
    shifts = dict(gallery.camera_clocks.values_list("camera", "shift_seconds")) | {camera: shift_seconds}
    rows = alive(gallery).filter(taken_at__isnull=False).values_list("id", "camera", "taken_at", "name_sort")
    order = sorted(
        (taken_at + timedelta(seconds=shifts.get(name, 0)), name_sort, pk, name)
        for pk, name, taken_at, name_sort in rows
        if taken_at
    )
    stretches = _stretches([name == camera for *_, name in order])
    photos = Photo.objects.in_bulk([order[place][2] for stretch in stretches for place in stretch])
    return [
        [PreviewPhoto(photos[order[place][2]], order[place][0], order[place][3] == camera) for place in stretch]
        for stretch in stretches
    ]


def shift_clock(gallery: Gallery, *, camera: str, shift_seconds: int, by: Member) -> int:
    """Move all photos of one camera in time: 3600 for a clock that was one hour behind. Returns how many.

    What the camera wrote stays; only the order follows. Raises ShiftTooLargeError, UnknownCameraError.
    """
    _check(gallery, camera=camera, shift_seconds=shift_seconds)
    moved = ExpressionWrapper(
        F("taken_at") + Value(timedelta(seconds=shift_seconds), output_field=DurationField()),
        output_field=DateTimeField(),
    )
    with transaction.atomic():
        raise_content_version(gallery.pk)
        CameraClock.objects.update_or_create(gallery=gallery, camera=camera, defaults={"shift_seconds": shift_seconds})
        photos = gallery.photos.filter(camera=camera, taken_at__isnull=False).update(taken_sort=moved)
        told = {"camera": camera, "shift_seconds": shift_seconds, "photos": photos}
        record_change(by, action="clock.shifted", target=gallery, after=told)
    return photos


def _check(gallery: Gallery, *, camera: str, shift_seconds: int) -> None:
    if abs(shift_seconds) > MAX_SHIFT_SECONDS:
        raise ShiftTooLargeError
    if not gallery.photos.filter(camera=camera, taken_at__isnull=False).exists():
        raise UnknownCameraError


def _stretches(shifted: Sequence[bool]) -> list[range]:
    """Choose where to look: first, middle and last place at which the shifted camera and another one are neighbours."""
    borders = [place for place, (one, next_one) in enumerate(pairwise(shifted), start=1) if one != next_one]
    if not borders:
        return [range(min(MOMENT_LENGTH, len(shifted)))]
    chosen = sorted({borders[0], borders[len(borders) // 2], borders[-1]})
    stretches: list[range] = []
    for border in chosen[:MOMENTS]:
        start = max(stretches[-1].stop if stretches else 0, border - MOMENT_LENGTH // 2)
        stop = min(len(shifted), start + MOMENT_LENGTH)
        if border < stop and start < stop:
            stretches.append(range(start, stop))
    return stretches
