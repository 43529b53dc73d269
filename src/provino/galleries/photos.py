"""What members do with photos: hide, delete, move, order. Each takes a set of public ids and touches all in a few statements."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from provino.galleries.contents import raise_content_version
from provino.galleries.errors import NothingChosenError, RestoreTwinError
from provino.galleries.models import Gallery, Photo, PhotoOrder, PhotoQuerySet, PictureState, Section
from provino.galleries.positions import place_all, place_beside
from provino.lib.errors import NotFoundError
from provino.studios.audit import record_change
from provino.studios.models import Member

KEPT_AFTER_DELETION = timedelta(days=30)
# As many photos an entry of the audit names; it counts them all.
NAMED = 4


def hide_photos(gallery: Gallery, *, photos: Collection[str], by: Member) -> int:
    """Show them to members only; returns how many changed."""
    return _change(gallery, chosen(gallery, photos).filter(hidden=False), action="photos.hidden", by=by, hidden=True)


def show_photos(gallery: Gallery, *, photos: Collection[str], by: Member) -> int:
    """Show hidden photos to visitors again; returns how many changed."""
    return _change(gallery, chosen(gallery, photos).filter(hidden=True), action="photos.shown", by=by, hidden=False)


def delete_photos(gallery: Gallery, *, photos: Collection[str], by: Member) -> int:
    """Take photos away; they can be restored for 30 days. Returns how many.

    A cover stays chosen while it is away, so that it is the cover again when it comes back.
    """
    return _change(gallery, chosen(gallery, photos), action="photos.deleted", by=by, deleted_at=timezone.now())


def restore_photos(gallery: Gallery, *, photos: Collection[str], by: Member) -> int:
    """Bring deleted photos back as they were. Raises RestoreTwinError when the same file came again meanwhile."""
    _require(photos)
    deleted = PhotoQuerySet(Photo).filter(gallery=gallery, public_id__in=photos, deleted_at__isnull=False)
    try:
        return _change(gallery, deleted, action="photos.restored", by=by, deleted_at=None)
    except IntegrityError as error:
        raise RestoreTwinError from error


def move_photos(gallery: Gallery, *, photos: Collection[str], section: Section | None, by: Member) -> int:
    """Put photos into a section of the same gallery, or into none. Returns how many."""
    if section is not None and section.gallery_id != gallery.pk:
        raise NotFoundError
    after = {"section": section.name if section else ""}
    return _change(gallery, chosen(gallery, photos), action="photos.moved", by=by, after=after, section=section)


def reorder_photos(gallery: Gallery, *, photos: Collection[str], beside: str, after: bool, by: Member) -> None:
    """Put photos before or after another one, and into its section; the gallery is then ordered by hand.

    The moved ones keep their order among themselves. Raises NotFoundError when `beside` is not in the gallery.
    """
    with transaction.atomic():
        locked = Gallery.objects.select_for_update().get(pk=gallery.pk)
        start_ordering_by_hand(locked)
        target = alive(locked).filter(public_id=beside).first()
        if target is None:
            raise NotFoundError
        moved = chosen(locked, photos).exclude(pk=target.pk)
        place_beside(list(moved.values_list("pk", flat=True)), target=target, after=after)
        _change(locked, moved, action="photos.reordered", by=by, section=target.section_id)
    gallery.photo_order = PhotoOrder.MANUAL


def start_ordering_by_hand(gallery: Gallery) -> None:
    """Number the photos as they stand now, newcomers included; the gallery row is locked."""
    place_all(gallery)
    Gallery.objects.filter(pk=gallery.pk).update(photo_order=PhotoOrder.MANUAL)
    gallery.photo_order = PhotoOrder.MANUAL


def retry_photos(gallery: Gallery, *, photos: Collection[str], by: Member) -> int:
    """Let failed photos be rendered again; returns how many."""
    failed = chosen(gallery, photos).filter(state=PictureState.FAILED)
    again: dict[str, Any] = {"state": PictureState.PENDING, "reason": "", "attempts": 0, "leased_until": None}
    return _change(gallery, failed, action="photos.retried", by=by, **again)


def alive(gallery: Gallery) -> PhotoQuerySet:
    """Return the photos of the gallery that are not deleted."""
    return PhotoQuerySet(Photo).filter(gallery=gallery).alive()


def chosen(gallery: Gallery, photos: Collection[str]) -> PhotoQuerySet:
    """Return those of the photos that are in this gallery and not deleted; ids from elsewhere find nothing."""
    _require(photos)
    return alive(gallery).filter(public_id__in=photos)


def _change(
    gallery: Gallery,
    found: PhotoQuerySet,
    *,
    action: str,
    by: Member,
    after: dict[str, Any] | None = None,
    **values: Any,
) -> int:
    """Write the values, and one entry into the audit however many photos they are; none when nothing changed."""
    with transaction.atomic():
        raise_content_version(gallery.pk)
        names = list(found.order_by("name_sort", "id").values_list("original_name", flat=True)[:NAMED])
        changed = found.update(**values)
        if changed:
            told = {"photos": changed, "names": names, **(after or {})}
            record_change(by, action=action, target=gallery, after=told)
    return changed


def _require(photos: Collection[str]) -> None:
    if not photos:
        raise NothingChosenError
