"""A studio's watermarks, and which of them a gallery has. Each change has the photos it touches rendered again."""

import hashlib
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from provino.galleries.errors import (
    UnknownValueError,
    WatermarkEmptyError,
    WatermarkLettersError,
    WatermarkNameMissingError,
    WatermarkNameTakenError,
)
from provino.galleries.files import storage, watermark_key
from provino.galleries.models import Gallery, Preset, Watermark, WatermarkKind, WatermarkPlacement
from provino.galleries.renditions import renew
from provino.lib.filenames import nfc
from provino.lib.imaging.letters import missing_letters
from provino.studios.audit import record_change
from provino.studios.models import Member, Studio

PICTURE_EDGE = 1200  # px, long edge of the PNG that is kept
_CHOICES = {"kind": WatermarkKind.values, "placement": WatermarkPlacement.values}
_PERCENT = range(5, 101)


class WatermarkChanges(TypedDict, total=False):
    """The columns of a watermark; what is missing stays as it is. `opacity` and `size` are 5 to 100 percent."""

    name: str
    kind: str
    text: str
    placement: str
    opacity: int
    size: int
    on_grid: bool


def watermarks_of(studio: Studio) -> QuerySet[Watermark]:
    """Return the studio's watermarks by name; each carries `gallery_count`, the living galleries that have it."""
    living = Count("galleries", filter=Q(galleries__deleted_at__isnull=True))
    found = Watermark.objects.filter(studio=studio, deleted_at__isnull=True)
    return found.annotate(gallery_count=living).order_by("name", "id")


def make_watermark(studio: Studio, *, by: Member, png: bytes = b"", **given: Unpack[WatermarkChanges]) -> Watermark:
    """Make a watermark; `png` is what `lib.imaging.marks.make_mark` made, for one of kind image.

    Raises WatermarkNameMissingError, WatermarkNameTakenError, WatermarkEmptyError, WatermarkLettersError,
    UnknownValueError.
    """
    watermark = _with(Watermark(studio=studio), given, png=png)
    with transaction.atomic():
        _check_name(watermark)
        watermark.save(force_insert=True)
        record_change(by, action="watermark.created", target=watermark, after={"watermark": watermark.name})
    return watermark


def change_watermark(
    watermark: Watermark, *, by: Member, png: bytes = b"", **changes: Unpack[WatermarkChanges]
) -> Watermark:
    """Change a watermark; galleries that have it are rendered again unless only its name is another. Raises as `make_watermark`."""
    with transaction.atomic():
        locked = Watermark.objects.select_for_update().select_related("studio").get(pk=watermark.pk)
        before = _columns(locked)
        changed = _with(locked, changes, png=png)
        _check_name(changed)
        after = {name: value for name, value in _columns(changed).items() if before[name] != value}
        if after:
            changed.save(update_fields=list(after))
            if set(after) != {"name"}:
                renew(Gallery.objects.filter(watermark=changed))
            earlier = {name: before[name] for name in after}
            record_change(by, action="watermark.changed", target=changed, before=earlier, after=after)
    return changed


def delete_watermark(watermark: Watermark, *, by: Member) -> None:
    """Take a watermark away, also from the galleries that have it. It can be restored for 30 days."""
    with transaction.atomic():
        if Watermark.objects.filter(pk=watermark.pk, deleted_at__isnull=True).update(deleted_at=timezone.now()):
            renew(Gallery.objects.filter(watermark=watermark))
            record_change(by, action="watermark.deleted", target=watermark, before={"watermark": watermark.name})


def restore_watermark(watermark: Watermark, *, by: Member) -> None:
    """Bring a watermark back, also to the galleries that had it and were given no other. Raises WatermarkNameTakenError."""
    with transaction.atomic():
        _check_name(watermark)
        if Watermark.objects.filter(pk=watermark.pk, deleted_at__isnull=False).update(deleted_at=None):
            renew(Gallery.objects.filter(watermark=watermark))
            record_change(by, action="watermark.restored", target=watermark, after={"watermark": watermark.name})


def choose_watermark(gallery: Gallery, *, watermark: Watermark | None, by: Member) -> None:
    """Give a gallery a watermark of its studio, or none; its photos are rendered again. Raises UnknownValueError."""
    if watermark and (watermark.studio_id != gallery.studio_id or watermark.deleted_at):
        raise UnknownValueError
    with transaction.atomic():
        earlier = shown_watermark(Gallery.objects.select_for_update().get(pk=gallery.pk))
        if earlier == watermark:
            return
        rows = Gallery.objects.filter(pk=gallery.pk)
        rows.update(watermark=watermark)
        renew(rows)
        names = [one.name if one else "" for one in (earlier, watermark)]
        words = {"before": {"watermark": names[0]}, "after": {"watermark": names[1]}}
        record_change(by, action="gallery.watermark-chosen", target=gallery, **words)
    gallery.refresh_from_db(fields=["watermark", "watermark_series"])


def shown_watermark(gallery: Gallery) -> Watermark | None:
    """Return the gallery's watermark; None when it has none or it was deleted."""
    watermark = gallery.watermark
    return None if watermark is None or watermark.deleted_at else watermark


def watermark_of(preset: Preset) -> Watermark | None:
    """Return the watermark a preset holds; None when it has none or it was deleted."""
    kept = preset.settings.get("watermark", "")
    return Watermark.objects.filter(studio=preset.studio_id, public_id=kept, deleted_at=None).first() if kept else None


def _with(watermark: Watermark, values: WatermarkChanges, *, png: bytes = b"") -> Watermark:
    """The watermark with other values, checked, not yet saved; its picture is stored."""
    for name, value in _cleaned(values).items():
        setattr(watermark, name, value)
    if any(getattr(watermark, name) not in known for name, known in _CHOICES.items()):
        raise UnknownValueError
    if watermark.opacity not in _PERCENT or watermark.size not in _PERCENT:
        raise UnknownValueError
    if png:
        watermark.image_key = watermark_key(watermark.studio, hashlib.sha256(png).hexdigest())
        storage().write(watermark.image_key, png)
    _check_words(watermark)
    return watermark


def _check_words(watermark: Watermark) -> None:
    is_text = watermark.kind == WatermarkKind.TEXT
    if not (watermark.text if is_text else watermark.image_key):
        raise WatermarkEmptyError
    missing = missing_letters(watermark.text) if is_text else ""
    if missing:
        raise WatermarkLettersError(missing)


def _cleaned(values: WatermarkChanges) -> dict[str, Any]:
    return {
        name: nfc(" ".join(value.split()))[:100] if isinstance(value, str) else value for name, value in values.items()
    }


def _columns(watermark: Watermark) -> dict[str, Any]:
    names = ("name", "kind", "text", "image_key", "placement", "opacity", "size", "on_grid")
    return {name: getattr(watermark, name) for name in names}


def _check_name(watermark: Watermark) -> None:
    """Refuse an empty name and one that is taken; the studio's row is locked, so that two members do not take one."""
    if not watermark.name:
        raise WatermarkNameMissingError
    Studio.objects.select_for_update().get(pk=watermark.studio_id)
    same = Watermark.objects.filter(studio=watermark.studio_id, name=watermark.name, deleted_at__isnull=True)
    if same.exclude(pk=watermark.pk).exists():
        raise WatermarkNameTakenError
