"""Files that no row needs any more. Rows go first; a file goes when it was found unneeded on two days in a row.

So go originals of deleted photos, renditions made by older recipes, and the logos and watermarks a studio had before.
The second look keeps pages working that were open while a picture was rendered anew, and keeps a file whose row is just
being written.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import QuerySet

from provino.galleries.cover_pictures import middle_fingerprint
from provino.galleries.files import gallery_folder, storage
from provino.galleries.models import Gallery, Photo, PictureState, Watermark
from provino.handover.models import FinishedFile
from provino.jobs.tasks import every
from provino.mail.models import Message, MessageState
from provino.studios.icons import icon_keys
from provino.studios.models import Studio

FOUND_YESTERDAY = "housekeeping/unneeded.json"
GRACE_SECONDS = 20 * 3600
_PARTS_OF_A_STUDIO = ("branding", "watermarks")


@every(hours=24)
def remove_unneeded_files_task() -> None:
    """Remove files found unneeded yesterday and still unneeded today."""
    remove_unneeded_files()


@dataclass(slots=True)
class Needed:
    """What the rows of one gallery still point to."""

    is_known: bool = False
    originals: set[str] = field(default_factory=set)
    renditions: set[str] = field(default_factory=set)
    under_way: set[str] = field(default_factory=set)  # pictures being rendered: what they will point to is not known

    def has(self, part: str, name: str) -> bool:
        """Whether a file of `originals`, `renditions` or another folder of the gallery must stay."""
        if name.startswith("."):
            return False  # left behind by a process that died while writing
        if part == "originals":
            return name in self.originals
        if part == "renditions":
            return name.rpartition(".")[0] in self.renditions or name.partition("-")[0] in self.under_way
        return self.is_known


def remove_unneeded_files() -> int:
    """Look at every stored file of every studio and gallery. Returns how many files were removed."""
    found = _found_before()
    still: list[str] = []
    removed = 0
    for key in _all_unneeded():
        if key in found:
            removed += _remove(key)
        else:
            still.append(key)
    storage().write(FOUND_YESTERDAY, json.dumps(still).encode())
    return removed


def _remove(key: str) -> bool:
    """Remove the file, unless it was placed or taken into use again since it was looked at."""
    if not _is_old(storage().path(key)):
        return False
    storage().delete(key)
    return True


def _found_before() -> set[str]:
    if not storage().exists(FOUND_YESTERDAY):
        return set()
    return set(json.loads(storage().read(FOUND_YESTERDAY)))


def _all_unneeded() -> Iterator[str]:
    for studio in sorted(storage().path("studios").glob("*")):
        yield from _unneeded_of_studio(studio)
        for gallery in sorted(studio.glob("galleries/*")):
            yield from _unneeded(gallery)


def _unneeded_of_studio(folder: Path) -> Iterator[str]:
    """Keys of old logos, icons and watermarks; what a mail that was not sent yet shows stays with it."""
    files = [path for part in _PARTS_OF_A_STUDIO for _part, path in _old_files(folder / part)]
    keys = [f"studios/{folder.name}/{path.relative_to(folder).as_posix()}" for path in files]
    needed = _needed_of_studio(folder.name) if keys else set()
    yield from (key for key in keys if key not in needed)


def _needed_of_studio(studio_id: str) -> set[str]:
    studio = Studio.objects.filter(public_id=studio_id).first()
    if studio is None:
        return set()
    marks = Watermark.objects.filter(studio=studio).values_list("image_key", flat=True)  # also those to be restored
    waiting = Message.objects.exclude(state=MessageState.SENT).exclude(inline_images=[])
    shown: Iterable[list[list[str]]] = waiting.values_list("inline_images", flat=True)
    in_mails = {key for images in shown for _content_id, key, _media_type in images}
    return {studio.logo_key, *marks, *in_mails, *icon_keys(studio)}


def _unneeded(folder: Path) -> Iterator[str]:
    """Keys of the files of one gallery that are old enough and needed by no row."""
    studio_id, gallery_id = folder.parent.parent.name, folder.name
    # The folder is read before the rows: what is placed meanwhile is not even looked at.
    files = list(_old_files(folder))
    needed = _needed(gallery_id)
    for part, path in files:
        if not needed.has(part, path.name):
            yield f"{gallery_folder(studio_id, gallery_id)}/{path.relative_to(folder).as_posix()}"


def _old_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, _folders, names in os.walk(folder):
        part = Path(place).relative_to(folder).parts[:1]
        for name in names:
            path = Path(place, name)
            if _is_old(path):
                yield part[0] if part else "", path


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - GRACE_SECONDS
    except FileNotFoundError:
        return False


def _needed(gallery_id: str) -> Needed:
    gallery = Gallery.objects.filter(public_id=gallery_id).first()
    needed = Needed(is_known=gallery is not None)
    if gallery is None:
        return needed
    sources: list[QuerySet[Photo] | QuerySet[FinishedFile]] = [gallery.photos.all(), gallery.finished_files.all()]
    for source in sources:
        rows = source.values_list("public_id", "sha256", "renditions", "state", "outdated")
        for public_id, sha256, renditions, state, outdated in rows.iterator():
            needed.originals.add(sha256)
            needed.renditions.update(f"{public_id}-{made[0]}" for made in renditions.values())
            needed.renditions.update(f"{public_id}-{middle_fingerprint(made[0])}" for made in renditions.values())
            if outdated or state == PictureState.PENDING:
                needed.under_way.add(public_id)
    return needed
