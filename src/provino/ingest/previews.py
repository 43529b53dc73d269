"""What a watermark would look like on a photo of the studio: rendered at once, kept nowhere."""

import tempfile
import threading
from pathlib import Path

from provino.galleries.files import original_key, storage
from provino.galleries.models import Photo, PictureState
from provino.ingest.rendering import decode_limits
from provino.lib.imaging.decoder import Decoder
from provino.lib.imaging.errors import ImageRefused
from provino.lib.imaging.recipes import Mark, Recipe
from provino.lib.imaging.results import Job
from provino.studios.models import Studio

_EDGE = 1200  # px
_SECONDS = 20
# Somebody moves a slider: one child at a time is enough, the last wish is what counts.
_one_at_a_time = threading.Lock()


def preview_photo(studio: Studio) -> Photo | None:
    """Return the studio's newest photo that can be shown: what previews are drawn on."""
    ready = Photo.objects.filter(gallery__studio=studio, gallery__deleted_at__isnull=True, state=PictureState.READY)
    return ready.filter(deleted_at__isnull=True).select_related("gallery__studio").order_by("-id").first()


def preview_jpeg(photo: Photo, *, mark: Mark) -> bytes | None:
    """Return the photo with the mark as a JPEG, 1200 px long; None when its original cannot be read."""
    recipe = Recipe(name="preview", long_edge=_EDGE, format="jpeg", quality=80, mark=mark)
    source = storage().path(original_key(photo.gallery, photo.sha256))
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="provino-preview-") as folder, Decoder() as decoder:
        try:
            rendered = decoder.render(Job(source, Path(folder), (recipe,), limits=decode_limits()), timeout=_SECONDS)
        except (ImageRefused, OSError):
            return None
        return rendered.outputs[0].path.read_bytes()
