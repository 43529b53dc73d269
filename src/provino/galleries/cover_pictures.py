"""The cover in a middle size: sharp on most screens at a third of the bytes of the large view."""

import hashlib
from typing import Any

import pyvips

from provino.galleries.addresses import cover_recipe
from provino.galleries.files import rendition_key, storage
from provino.galleries.models import Gallery, Photo

LONG_EDGE = 1600
_QUALITY = 76
_EFFORT = 2


def middle_cover(gallery: Gallery, photo: Photo) -> dict[str, list[Any]]:
    """Make the middle picture of a cover unless it is there: name → [fingerprint, width, height, bytes] as in `renditions`.

    Empty where the large view is no larger, or is not there.
    """
    name = cover_recipe(photo, "view")
    made = photo.renditions.get(name)
    if made is None or max(made[1], made[2]) <= LONG_EDGE:
        return {}
    fingerprint = middle_fingerprint(made[0])
    view, middle = (rendition_key(gallery, photo.public_id, *of) for of in ((made[0], "jpg"), (fingerprint, "webp")))
    try:
        if not storage().exists(middle):
            storage().write(middle, _made(str(storage().path(view))))
        size = storage().path(middle).stat().st_size
    except (pyvips.Error, OSError):
        return {}  # the large view is shown then
    scale = LONG_EDGE / max(made[1], made[2])
    return {"middle": [fingerprint, round(made[1] * scale), round(made[2] * scale), size]}


def middle_fingerprint(view: str) -> str:
    """Return the fingerprint of the middle picture made of the large view with that fingerprint."""
    return hashlib.sha256(f"{view}/{LONG_EDGE}/{_QUALITY}/{_EFFORT}".encode()).hexdigest()[:10]


def _made(view: str) -> bytes:
    image = pyvips.Image.thumbnail(view, LONG_EDGE, height=LONG_EDGE, size="down")
    return bytes(image.webpsave_buffer(Q=_QUALITY, effort=_EFFORT, keep="none"))
