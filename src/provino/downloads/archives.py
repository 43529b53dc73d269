"""A ZIP that is never built: the list of its files is stored under the list's own fingerprint, the lane streams from it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from provino.downloads.errors import NothingToDownloadError
from provino.galleries.files import manifest_key, original_key, storage
from provino.galleries.models import Gallery
from provino.handover.models import FinishedFile, Folder
from provino.lib.filenames import clean_entry_name, unique_names
from provino.lib.zipstream.layout import Entry, Layout

# name, size, CRC-32, storage key, time on the studio's clock: what the manifest holds for each file
Row = tuple[str, int, int, str, str]

FOLDER_NAMES = {Folder.FULL: "full", Folder.WEB: "web"}


@dataclass(frozen=True, slots=True)
class Archive:
    """One ZIP: where its list of files is kept, its exact length in bytes and how many files it holds."""

    manifest_key: str
    length: int
    files: int


def archive_of(gallery: Gallery, files: Sequence[FinishedFile]) -> Archive:
    """Store the list of files and return the archive. The same files give the same bytes tomorrow.

    Names and folders are as they were uploaded; with both folders in it, each gets one of its own. Raises NothingToDownloadError.
    """
    if not files:
        raise NothingToDownloadError
    rows = _rows(gallery, files)
    content = json.dumps({"entries": rows}, ensure_ascii=False, separators=(",", ":")).encode()
    key = manifest_key(gallery, hashlib.sha256(content).hexdigest()[:32])
    if not storage().exists(key):
        storage().write(key, content)
    return Archive(manifest_key=key, length=_length(rows), files=len(rows))


def _rows(gallery: Gallery, files: Sequence[FinishedFile]) -> list[Row]:
    ordered = sorted(files, key=lambda file: (file.folder, file.name_sort, file.pk))
    both = len({file.folder for file in ordered}) > 1
    names = unique_names([clean_entry_name(_entry_path(file, with_folder=both)) for file in ordered])
    zone = ZoneInfo(gallery.studio.time_zone)
    return [
        (name, file.size, file.crc32, original_key(gallery, file.sha256), _wall_clock(file.created_at, zone))
        for name, file in zip(names, ordered, strict=True)
    ]


def _length(rows: Sequence[Row]) -> int:
    entries = [Entry(name, size, crc32, datetime.fromisoformat(mtime)) for name, size, crc32, _key, mtime in rows]
    return Layout(entries).length


def _entry_path(file: FinishedFile, *, with_folder: bool) -> str:
    return f"{FOLDER_NAMES[Folder(file.folder)]}/{file.relative_path}" if with_folder else file.relative_path


def _wall_clock(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0).isoformat()
