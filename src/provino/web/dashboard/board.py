"""What the photographer's grid reads as JSON (frontend/lib/board.ts): every photo of a gallery in one short row."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from provino.galleries.models import Gallery, Photo, Section
from provino.galleries.reasons import reason_words

_RECIPES = ("grid", "grid2", "view")


def board_data(
    gallery: Gallery, *, photos: Sequence[Photo], sections: Sequence[Section], prefix: str
) -> dict[str, Any]:
    """Return the data of `<photo-board>`; `photos` are those of `photos_in_order`, `prefix` begins every picture's address."""
    public_ids = {section.pk: section.public_id for section in sections}
    usual = _usual_fingerprints(photos)
    cover = next((photo.public_id for photo in photos if photo.pk == gallery.cover_photo_id), None)
    return {
        "media": prefix,
        "fingerprints": usual,
        "sections": [{"id": section.public_id, "name": section.name} for section in sections],
        "photos": [
            _row(photo, section=public_ids.get(photo.section_id or 0)) | _own_fingerprints(photo, usual)
            for photo in photos
        ],
        "cover": cover,
        "focal": focal_percent(gallery),
    }


def _row(photo: Photo, *, section: str | None) -> dict[str, Any]:
    return {
        "id": photo.public_id,
        "rank": photo.rank,  # type: ignore[attr-defined]  # annotated
        "w": photo.width or 1,
        "h": photo.height or 1,
        "placeholder": photo.placeholder,
        "section": section,
        "name": photo.original_name,
        "hidden": photo.hidden,
        "hidden_from_guests": photo.hidden_from_guests,
        "state": photo.state,
        "reason": reason_words(photo.reason),
        "duplicate_of": _twin(photo),
    }


def _usual_fingerprints(photos: Sequence[Photo]) -> dict[str, str]:
    """What most photos have: said once, not a thousand times."""
    usual = {}
    for name in _RECIPES:
        found = Counter(photo.renditions[name][0] for photo in photos if name in photo.renditions)
        usual[name] = found.most_common(1)[0][0] if found else ""
    return usual


def _own_fingerprints(photo: Photo, usual: dict[str, str]) -> dict[str, Any]:
    """Those of a photo that still waits to be rendered as the others are."""
    own = {name: made[0] for name in _RECIPES if (made := photo.renditions.get(name)) and made[0] != usual[name]}
    return {"fingerprints": own} if own else {}


def _twin(photo: Photo) -> str | None:
    """The name of the photo with the same content; with its folders where the names alone are equal."""
    twin = photo.same_picture_as
    if twin is None or twin.deleted_at:
        return None
    return twin.relative_path if twin.original_name == photo.original_name else twin.original_name


def focal_percent(gallery: Gallery) -> tuple[int, int]:
    """The cover's focal point as `<focal-point>` has it: percent from the left and the top."""
    return round(gallery.cover_focal_x * 100), round(gallery.cover_focal_y * 100)
