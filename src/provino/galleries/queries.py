"""Reads over the photos of one gallery."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from provino.galleries.models import Gallery, Photo, PictureState, Section
from provino.galleries.photos import alive


@dataclass(frozen=True, slots=True)
class PhotoCounts:
    """How many photos a gallery has, deleted ones apart, and how far they are."""

    total: int
    pending: int
    ready: int
    failed: int
    hidden: int

    @property
    def pictures(self) -> int:
        """How many are or will be photos: what failed is none."""
        return self.pending + self.ready


def photo_counts(gallery: Gallery) -> PhotoCounts:
    """Count the photos of a gallery in one query."""
    states = {state: Count("id", filter=Q(state=state)) for state in PictureState.values}
    return PhotoCounts(
        **alive(gallery).aggregate(total=Count("id"), hidden=Count("id", filter=Q(hidden=True)), **states)
    )


def photos_in_order(gallery: Gallery) -> list[Photo]:
    """Return all photos members see, in the gallery's order, ranked, with the one each is a double of. Two queries."""
    twins = Prefetch("same_picture_as", queryset=Photo.objects.only("id", "public_id", "original_name", "deleted_at"))
    photos = alive(gallery).ranked(gallery.photo_order).in_order(gallery.photo_order)
    return list(photos.defer("exif").prefetch_related(twins))


def failed_photos(gallery: Gallery) -> list[Photo]:
    """Return the photos that could not be shown, by name."""
    return list(alive(gallery).filter(state=PictureState.FAILED).defer("exif").order_by("name_sort", "id"))


def sections_with_counts(gallery: Gallery) -> list[Section]:
    """Return the sections in order; each carries `photo_count`."""
    living = Q(photos__deleted_at__isnull=True)
    return list(gallery.sections.annotate(photo_count=Count("photos", filter=living)).order_by("position", "id"))


def latest_ready(gallery: Gallery, *, count: int) -> list[Photo]:
    """Return the photos that came last and can be shown, the newest first."""
    return list(alive(gallery).filter(state=PictureState.READY).defer("exif").order_by("-id")[:count])
