"""What the photographer's grid reads as JSON: every photo of a gallery in one short row."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from provino.galleries.models import Gallery, Photo, Section


def board_data(
    gallery: Gallery, *, photos: Sequence[Photo], sections: Sequence[Section], prefix: str
) -> dict[str, Any]:
    """Return the data of `<photo-board>`; `prefix` begins every picture's address."""
    places = {section.pk: place for place, section in enumerate(sections)}
    made: dict[str, list[Any]] = next((photo.renditions for photo in photos if photo.renditions), {})
    return {
        "media": prefix,
        "fingerprints": {name: rendition[0] for name, rendition in made.items()},
        "sections": [{"id": section.public_id, "name": section.name} for section in sections],
        "photos": [_row(photo, gallery=gallery, section=places.get(photo.section_id or 0, -1)) for photo in photos],
        "urls": {
            "actions": reverse("dashboard:gallery-photos-actions", args=[gallery.public_id]),
            "photo": reverse("dashboard:gallery-photo", args=[gallery.public_id, "PHOTO"]).replace("PHOTO", "{photo}"),
        },
    }


def _row(photo: Photo, *, gallery: Gallery, section: int) -> list[Any]:
    return [photo.public_id, photo.width, photo.height, photo.placeholder, section]
