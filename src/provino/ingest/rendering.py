"""One picture: from its original to its renditions, the row after the files."""

import errno
import logging
import os
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from provino.galleries.contents import raise_content_version
from provino.galleries.files import original_key, rendition_key, storage
from provino.galleries.models import CameraClock, Gallery, Photo, PictureState
from provino.galleries.renditions import fingerprints, marked_galleries, recipes_of
from provino.handover.models import FinishedFile
from provino.ingest.arrivals import Picture
from provino.ingest.leases import MODELS, held
from provino.ingest.replacing import replace_files, take_back
from provino.jobs.tasks import every
from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.metadata import Metadata
from provino.lib.imaging.recipes import RECIPES, Recipe
from provino.lib.imaging.results import Job, Limits, Rendered

MAX_ATTEMPTS = 3
# These may be the machine's fault and not the file's: worth another try.
_MAYBE_OURS = {Reason.TIMED_OUT, Reason.OUT_OF_MEMORY, Reason.DECODER_CRASHED}
_WAIT_WHEN_FULL = timedelta(seconds=30)
_FULL = {errno.ENOSPC, errno.EDQUOT}

logger = logging.getLogger(__name__)


class Renderer(Protocol):
    """A decoding child, or several that take turns."""

    def render(self, job: Job, *, timeout: float) -> Rendered: ...


def make_ready(picture: Picture, *, decoder: Renderer, folder: Path) -> None:
    """Render a claimed picture, using `folder` for files on their way, and say in its row how it went."""
    try:
        # Read under the lease: who changes the recipes later takes the lease away.
        recipes = _recipes(picture)
        columns = _copied(picture, recipes) or _rendered(picture, recipes, decoder=decoder, folder=folder)
        _keep(picture, recipes, columns)
    except ImageRefused as refused:
        _refused(picture, reason=refused.code, may_be_ours=refused.code in _MAYBE_OURS)
    except OSError as error:
        _storage_failed(picture, error)


def refuse_broken(picture: Picture) -> None:
    """Say of a picture that made our own code fail: it must not come back for ever."""
    _refused(picture, reason=Reason.DECODER_CRASHED, may_be_ours=True)


def decode_limits() -> Limits:
    """How large a picture this installation opens, by its settings."""
    return Limits(
        max_pixels=settings.PROVINO_MAX_MEGAPIXELS * 1_000_000, max_bytes=settings.PROVINO_MAX_PHOTO_MB * 1_000_000
    )


def render_outdated() -> int:
    """Mark every picture whose renditions were made by other recipes than today's; returns how many."""
    marked, plain = marked_galleries(), fingerprints(RECIPES)
    count = 0
    for model in MODELS:
        rows = model.objects.filter(state=PictureState.READY, outdated=False, deleted_at__isnull=True)
        made = rows.values_list("pk", "gallery_id", "renditions").iterator(chunk_size=2000)
        old = [
            pk
            for pk, gallery, renditions in made
            if {name: one[0] for name, one in renditions.items()}
            != (fingerprints(marked[gallery].of(pk)) if model is Photo and gallery in marked else plain)
        ]
        for start in range(0, len(old), 500):
            count += model.objects.filter(pk__in=old[start : start + 500]).update(outdated=True, attempts=0)
    return count


@every(hours=24)
def render_outdated_task() -> None:
    """See `render_outdated`."""
    render_outdated()


def _recipes(picture: Picture) -> tuple[Recipe, ...]:
    """Proofs may bear a watermark, finished files never do."""
    return recipes_of(picture.gallery_id).of(picture.pk) if isinstance(picture, Photo) else RECIPES


def _rendered(picture: Picture, recipes: tuple[Recipe, ...], *, decoder: Renderer, folder: Path) -> dict[str, Any]:
    job = Job(
        source=storage().path(original_key(picture.gallery, picture.sha256)),
        out_dir=folder,
        recipes=recipes,
        keep_location=picture.gallery.studio.keep_location,
        limits=decode_limits(),
    )
    rendered = decoder.render(job, timeout=settings.PROVINO_DECODE_SECONDS)
    renditions = {}
    placed = {}
    for output in rendered.outputs:
        key = rendition_key(picture.gallery, picture.public_id, output.fingerprint, output.path.suffix[1:])
        placed[key] = output.path
        renditions[output.recipe] = [output.fingerprint, output.width, output.height, output.size]
    storage().place_all(placed)
    return _columns(rendered, renditions) | (_taken(picture, rendered.metadata) if isinstance(picture, Photo) else {})


def _keep(picture: Picture, recipes: tuple[Recipe, ...], columns: dict[str, Any]) -> None:
    """Say in the row what was made; what came too late is taken back."""
    is_again = picture.state == PictureState.READY
    columns |= {"state": PictureState.READY, "reason": "", "attempts": 0, "outdated": False}
    with transaction.atomic():
        if isinstance(picture, Photo):
            _begin(picture, is_again=is_again)
        earlier = held(picture).values_list("renditions", flat=True).first() if recipes[0].series else None
        is_kept = held(picture).update(**columns, leased_until=None, leased_by="")
        if is_kept and isinstance(picture, Photo):
            if recipes[0].series:
                replace_files(picture, recipes, earlier=earlier or {})
            _end(picture, is_again=is_again)
    if not is_kept and isinstance(picture, Photo):
        take_back(picture, made=recipes, wanted=_recipes(picture))


def _begin(photo: Photo, *, is_again: bool) -> None:
    """The gallery's row first: there those wait for one another who change what visitors see."""
    if is_again:
        Gallery.objects.select_for_update().only("pk").get(pk=photo.gallery_id)
    else:
        raise_content_version(photo.gallery_id)


def _end(photo: Photo, *, is_again: bool) -> None:
    """Lists name renditions: they are built anew when the last photo of many has its new ones, and for the cover."""
    if not is_again:
        return
    waiting = Photo.objects.filter(gallery=photo.gallery_id, outdated=True, state=PictureState.READY)
    is_cover = Gallery.objects.filter(pk=photo.gallery_id, cover_photo=photo.pk)
    if is_cover.exists() or not waiting.filter(deleted_at__isnull=True).exists():
        raise_content_version(photo.gallery_id)


def _columns(rendered: Rendered, renditions: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        "width": rendered.width,
        "height": rendered.height,
        "placeholder": rendered.placeholder,
        "media_type": rendered.format.media_type,
        "renditions": renditions,
    }


def _taken(photo: Photo, metadata: Metadata) -> dict[str, Any]:
    camera = camera_name(metadata)
    taken_at = metadata.captured_at.replace(tzinfo=UTC) if metadata.captured_at else None
    return {
        "taken_at": taken_at,
        "taken_offset": metadata.utc_offset_minutes,
        "taken_sort": taken_at + _shift(photo.gallery, camera=camera) if taken_at else None,
        "camera": camera,
        "exif": _exif(metadata),
    }


def camera_name(metadata: Metadata) -> str:
    """Make, model and body number as one name: what one clock belongs to."""
    make, model = metadata.camera_make, metadata.camera_model
    name = model if model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()
    return f"{name} #{metadata.camera_serial}"[:200] if name and metadata.camera_serial else name[:200]


def _exif(metadata: Metadata) -> dict[str, Any]:
    names = [
        "lens",
        "exposure_seconds",
        "f_number",
        "iso",
        "focal_length",
        "artist",
        "copyright",
        "latitude",
        "longitude",
    ]
    found = {name: getattr(metadata, name) for name in names}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _shift(gallery: Gallery, *, camera: str) -> timedelta:
    shift = CameraClock.objects.filter(gallery=gallery, camera=camera).values_list("shift_seconds", flat=True).first()
    return timedelta(seconds=shift or 0)


def _copied(picture: Picture, recipes: tuple[Recipe, ...]) -> dict[str, Any] | None:
    """The same bytes stand rendered in this gallery: give their files another name instead of decoding again."""
    twin = _rendered_twin(picture)
    if twin is None or {name: made[0] for name, made in twin.renditions.items()} != fingerprints(recipes):
        return None
    for recipe in recipes:
        names = [
            storage().path(rendition_key(picture.gallery, one.public_id, recipe.fingerprint, recipe.suffix[1:]))
            for one in (twin, picture)
        ]
        names[1].parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(*names)
        except FileExistsError:
            os.utime(names[1])  # in use again: no longer a file left over by an older recipe
        except FileNotFoundError:
            return None
    same = ["width", "height", "placeholder", "media_type", "renditions"]
    if isinstance(picture, Photo):
        same += ["taken_at", "taken_offset", "taken_sort", "camera", "exif"]
    return {name: getattr(twin, name) for name in same}


def _rendered_twin(picture: Picture) -> Picture | None:
    models = (Photo,) if isinstance(picture, Photo) else (Photo, FinishedFile)
    for model in models:
        rows = model.objects.filter(gallery=picture.gallery, sha256=picture.sha256, state=PictureState.READY)
        # Asked for every picture and hardly ever answered: the id first, the row only then.
        pk = rows.filter(outdated=False).exclude(public_id=picture.public_id).values_list("pk", flat=True).first()
        if pk is not None:
            return model.objects.get(pk=pk)
    return None


def _refused(picture: Picture, *, reason: str, may_be_ours: bool) -> None:
    attempts = picture.attempts + 1
    logger.info("picture refused: %s", reason, extra={"photo": picture.public_id})
    if may_be_ours and attempts < MAX_ATTEMPTS:
        held(picture).update(attempts=attempts, leased_by="", leased_until=timezone.now() + timedelta(seconds=attempts))
        return
    with transaction.atomic():
        if isinstance(picture, Photo):
            _begin(picture, is_again=True)
        rows = held(picture)
        # What was shown before stays so: only a picture that never was ready has failed.
        rows.filter(state=PictureState.PENDING).update(state=PictureState.FAILED, reason=reason)
        rows.update(outdated=False, attempts=attempts, leased_by="", leased_until=None)
        if isinstance(picture, Photo):
            _end(picture, is_again=picture.state == PictureState.READY)


def _storage_failed(picture: Picture, error: OSError) -> None:
    """A full disk is waited for; an original that is gone, or a disk that fails again and again, is said."""
    if error.errno in _FULL:
        logger.error("the disk is full: pictures wait")
        held(picture).update(leased_by="", leased_until=timezone.now() + _WAIT_WHEN_FULL)
        return
    logger.error("a picture could not be read or stored: %s", error.strerror, extra={"photo": picture.public_id})
    missing = error.errno == errno.ENOENT
    _refused(picture, reason="missing" if missing else "storage", may_be_ours=not missing)
