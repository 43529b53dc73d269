"""The one photo in a letter: the cover, small enough for a mailbox."""

import hashlib
from pathlib import Path

import pyvips

from provino.galleries.addresses import cover_recipe
from provino.galleries.files import gallery_folder, rendition_key, storage
from provino.galleries.models import Gallery, PictureState
from provino.mail.outbox import InlineImage

WIDTH = 1200
_HEIGHT = 600
_QUALITY = 80


def cover_image(gallery: Gallery) -> InlineImage | None:
    """Return the cover as a JPEG at most 1200 pixels wide, kept in the storage; None when it is not ready.

    Covers higher than 2:1 are cut around their focal point. The file's name is its hash, so that many letters share it.
    """
    photo = gallery.cover_photo
    if photo is None or photo.deleted_at or photo.state != PictureState.READY or "view" not in photo.renditions:
        return None
    made = photo.renditions[cover_recipe(photo, "view")]
    view = storage().path(rendition_key(gallery, photo.public_id, made[0], "jpg"))
    if not view.is_file():
        return None
    content = _small_jpeg(view, focal_y=gallery.cover_focal_y)
    folder = gallery_folder(gallery.studio.public_id, gallery.public_id)
    key = f"{folder}/mail/{hashlib.sha256(content).hexdigest()}.jpg"
    if not storage().exists(key):
        storage().write(key, content)
    return InlineImage("cover", key, "image/jpeg")


def _small_jpeg(view: Path, *, focal_y: float) -> bytes:
    image = pyvips.Image.thumbnail(str(view), WIDTH, height=WIDTH * 4, size="down")
    most = round(image.width * _HEIGHT / WIDTH)
    if image.height > most:
        top = min(max(round(image.height * focal_y - most / 2), 0), image.height - most)
        image = image.crop(0, top, image.width, most)
    return bytes(image.jpegsave_buffer(Q=_QUALITY, keep="none"))
