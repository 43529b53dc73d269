"""What members do with photos: hide, delete, move, order. Each takes a set of public ids and touches all in a few statements."""

from collections.abc import Collection
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from provino.galleries.errors import NothingChosenError, RestoreTwinError
from provino.galleries.models import Gallery, Photo, PhotoOrder, PhotoQuerySet, PictureState, Section
from provino.galleries.positions import place_all, place_beside
from provino.lib.errors import NotFoundError

KEPT_AFTER_DELETION = timedelta(days=30)


def hide_photos(gallery: Gallery, *, photos: Collection[str]) -> int:
    """Show them to members only; returns how many changed."""
    return chosen(gallery, photos).filter(hidden=False).update(hidden=True)


def show_photos(gallery: Gallery, *, photos: Collection[str]) -> int:
    """Show hidden photos to visitors again; returns how many changed."""
    return chosen(gallery, photos).filter(hidden=True).update(hidden=False)


def delete_photos(gallery: Gallery, *, photos: Collection[str]) -> int:
    """Take photos away; they can be restored for 30 days. Returns how many."""
    with transaction.atomic():
        found = chosen(gallery, photos)
        Gallery.objects.filter(pk=gallery.pk, cover_photo__in=found).update(cover_photo=None)
        return found.update(deleted_at=timezone.now())


def restore_photos(gallery: Gallery, *, photos: Collection[str]) -> int:
    """Bring deleted photos back as they were. Raises RestoreTwinError when the same file came again meanwhile."""
    _require(photos)
    deleted = gallery.photos.filter(public_id__in=photos, deleted_at__isnull=False)
    try:
        with transaction.atomic():
            return deleted.update(deleted_at=None)
    except IntegrityError as error:
        raise RestoreTwinError from error


def move_photos(gallery: Gallery, *, photos: Collection[str], section: Section | None) -> int:
    """Put photos into a section of the same gallery, or into none. Returns how many."""
    if section is not None and section.gallery_id != gallery.pk:
        raise NotFoundError
    return chosen(gallery, photos).update(section=section)


def reorder_photos(gallery: Gallery, *, photos: Collection[str], beside: str, after: bool) -> None:
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
        moved.update(section=target.section_id)
    gallery.photo_order = PhotoOrder.MANUAL


def start_ordering_by_hand(gallery: Gallery) -> None:
    """Number the photos as they stand now, newcomers included; the gallery row is locked."""
    place_all(gallery)
    Gallery.objects.filter(pk=gallery.pk).update(photo_order=PhotoOrder.MANUAL)
    gallery.photo_order = PhotoOrder.MANUAL


def retry_photos(gallery: Gallery, *, photos: Collection[str]) -> int:
    """Let failed photos be rendered again; returns how many."""
    failed = chosen(gallery, photos).filter(state=PictureState.FAILED)
    return failed.update(state=PictureState.PENDING, reason="", attempts=0, leased_until=None)


def alive(gallery: Gallery) -> PhotoQuerySet:
    """Return the photos of the gallery that are not deleted."""
    return PhotoQuerySet(Photo).filter(gallery=gallery).alive()


def chosen(gallery: Gallery, photos: Collection[str]) -> PhotoQuerySet:
    """Return those of the photos that are in this gallery and not deleted; ids from elsewhere find nothing."""
    _require(photos)
    return alive(gallery).filter(public_id__in=photos)


def _require(photos: Collection[str]) -> None:
    if not photos:
        raise NothingChosenError
