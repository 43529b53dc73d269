"""Which renditions a photo has: plain ones, or with its gallery's watermark; and how many of a gallery wait for new ones."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from provino.galleries.files import storage
from provino.galleries.models import Gallery, Photo, PictureState, Watermark, WatermarkKind
from provino.lib.imaging.recipes import RECIPES, Mark, Recipe, marked_recipes

_COLUMNS = tuple(
    f"watermark__{name}" for name in ("kind", "text", "image_key", "placement", "opacity", "size", "on_grid")
)


@dataclass(frozen=True, slots=True)
class GalleryRecipes:
    """How the photos of one gallery are rendered; `series` 0 means it never had a watermark."""

    series: int = 0
    mark: Mark | None = None
    on_grid: bool = False
    cover_photo_id: int | None = None

    def of(self, photo_id: int) -> tuple[Recipe, ...]:
        """Return the recipes of one of its photos, by primary key."""
        if not self.series:
            return RECIPES
        is_cover = photo_id == self.cover_photo_id
        return marked_recipes(self.mark, on_grid=self.on_grid, series=self.series, is_cover=is_cover)


@dataclass(frozen=True, slots=True)
class Renewal:
    """How far a gallery's photos have come to their new renditions; `stuck` ones keep their old ones for now."""

    total: int
    waiting: int
    stuck: int

    @property
    def done(self) -> int:
        return self.total - self.waiting - self.stuck


def fingerprints(recipes: tuple[Recipe, ...]) -> dict[str, str]:
    """Return recipe name → fingerprint."""
    return {recipe.name: recipe.fingerprint for recipe in recipes}


def recipes_of(gallery_id: int) -> GalleryRecipes:
    """Return how a gallery's photos are rendered at this moment. One query."""
    return _of_rows(Gallery.objects.filter(pk=gallery_id))[gallery_id]


def marked_galleries() -> dict[int, GalleryRecipes]:
    """Return the recipes of every gallery that has, or had, a watermark, by primary key. One query."""
    return _of_rows(Gallery.objects.filter(watermark_series__gt=0))


def mark_of(watermark: Watermark) -> Mark:
    """Return the watermark as it is drawn."""
    return _mark({name: getattr(watermark, name.removeprefix("watermark__")) for name in _COLUMNS})


def renew(galleries: QuerySet[Gallery]) -> None:
    """In the transaction of a watermark's change: begin a new series, and have all photos of these galleries rendered anew.

    Whoever renders one of them at this moment loses its lease: what it brings was made without knowing of the change.
    """
    changed = list(galleries.select_for_update().order_by("pk").values_list("pk", flat=True))
    Gallery.objects.filter(pk__in=changed).update(watermark_series=F("watermark_series") + 1)
    # Deleted photos too: they may be restored.
    outdate(Photo.objects.filter(gallery__in=changed))


def renew_covers(gallery: Gallery, *, photos: list[int]) -> None:
    """In the transaction of another cover: it gets a clean rendition, the one before loses its own."""
    outdate(Photo.objects.filter(gallery=gallery, gallery__watermark_series__gt=0, pk__in=photos))


def outdate(photos: QuerySet[Photo]) -> None:
    """Have photos rendered again, as they must be from this moment on; what there is is shown until then."""
    photos.update(outdated=True, attempts=0, leased_by="", leased_until=None)


def renewal_of(gallery: Gallery) -> Renewal:
    """Count the photos that visitors could be shown, by how far they are. Two queries."""
    ready = Photo.objects.filter(gallery=gallery, deleted_at__isnull=True, state=PictureState.READY)
    counts = ready.aggregate(total=Count("id"), waiting=Count("id", filter=Q(outdated=True)))
    current = fingerprints(recipes_of(gallery.pk).of(0))
    done = ready.filter(outdated=False, renditions__view__0=current["view"]).count()
    return Renewal(counts["total"], counts["waiting"], stuck=max(0, counts["total"] - counts["waiting"] - done))


def _of_rows(galleries: QuerySet[Gallery]) -> dict[int, GalleryRecipes]:
    rows = galleries.values("pk", "watermark_series", "cover_photo_id", "watermark__deleted_at", *_COLUMNS)
    found = {}
    for row in rows:
        shown = row["watermark__kind"] is not None and row["watermark__deleted_at"] is None
        found[row["pk"]] = GalleryRecipes(
            series=row["watermark_series"],
            mark=_mark(row) if shown else None,
            on_grid=shown and row["watermark__on_grid"],
            cover_photo_id=row["cover_photo_id"],
        )
    return found


def _mark(row: dict[str, object]) -> Mark:
    is_image = row["watermark__kind"] == WatermarkKind.IMAGE
    return Mark(
        placement=row["watermark__placement"],  # type: ignore[arg-type]  # the column knows no other
        opacity=int(str(row["watermark__opacity"])),
        size=int(str(row["watermark__size"])),
        text="" if is_image else str(row["watermark__text"]),
        image=str(storage().path(str(row["watermark__image_key"]))) if is_image else "",
    )
