"""A file that has arrived becomes a proof or a finished file: bytes into the storage first, the row after them."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from provino.galleries.contents import raise_content_version
from provino.galleries.files import original_key, storage
from provino.galleries.models import Gallery, Photo, PictureState, Section
from provino.handover.models import FinishedFile
from provino.ingest.errors import GalleryGoneError
from provino.ingest.models import UploadFolder
from provino.lib.filenames import natural_sort_key, nfc, stem
from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.formats import sniff

ADDED = "added"
SKIPPED = "skipped"
# Bytes that are no picture are not kept; of all others the photographer may still want the file.
_NOT_KEPT = {Reason.EMPTY, Reason.NOT_AN_IMAGE, Reason.UNSUPPORTED_FORMAT}

Picture = Photo | FinishedFile
Note = Callable[["Arrival"], None]


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A whole file outside the storage: where it lies, what it is called, and what was computed while it came."""

    path: Path
    relative_path: str
    sha256: str
    crc32: int
    size: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of it: `added`, `skipped` (the same file is there already) or the code of why it is no picture."""

    outcome: str
    picture: Picture


def add_photo(gallery: Gallery, *, file: ArrivedFile, note: Note | None = None) -> Arrival:
    """Add a proof to the section its folders name; `note` is called in the transaction of its row.

    Raises GalleryGoneError, and OSError when the storage fails.
    """
    return _add(gallery, file=file, folder=UploadFolder.PHOTOS, note=note)


def add_finished_file(
    gallery: Gallery, *, file: ArrivedFile, folder: UploadFolder, note: Note | None = None
) -> Arrival:
    """Add a finished file to `full` or `web`; `note` is called in the transaction of its row.

    Raises GalleryGoneError, and OSError when the storage fails.
    """
    return _add(gallery, file=file, folder=folder, note=note)


def _add(gallery: Gallery, *, file: ArrivedFile, folder: UploadFolder, note: Note | None) -> Arrival:
    media_type, reason = _recognise(file.path)
    if reason not in _NOT_KEPT:
        # A second name for the bytes: the first stays until the row is there, so a crash between loses nothing.
        second = file.path.with_name(f"{file.path.name}.{os.urandom(6).hex()}.place")
        os.link(file.path, second)
        storage().place(second, original_key(gallery, file.sha256))

    def write() -> Arrival:
        with transaction.atomic():
            arrival = _row(gallery, file=file, folder=folder, media_type=media_type, reason=reason)
            if note is not None:
                note(arrival)
        return arrival

    try:
        return write()
    except IntegrityError:  # the same file came twice at once, and the other one was first
        return write()


def _recognise(path: Path) -> tuple[str, str]:
    try:
        return sniff(path).media_type, ""
    except ImageRefused as refused:
        return "application/octet-stream", refused.code


def _row(gallery: Gallery, *, file: ArrivedFile, folder: UploadFolder, media_type: str, reason: str) -> Arrival:
    # One at a time in a gallery: sections and "same picture as" are looked for before they are written.
    deleted_at = Gallery.objects.select_for_update().filter(pk=gallery.pk).values_list("deleted_at", flat=True).get()
    if deleted_at is not None:
        raise GalleryGoneError
    there = _same_path(gallery, file=file, folder=folder)
    twin = next((picture for picture in there if picture.sha256 == file.sha256), None)
    if twin is not None and twin.state != PictureState.FAILED:
        return Arrival(SKIPPED, twin)
    if twin is not None:
        return _try_again(twin, media_type=media_type, reason=reason)
    _replace_failed(there)
    columns = _columns(file, media_type=media_type, reason=reason)
    picture: Picture
    if folder == UploadFolder.PHOTOS:
        section = _section(gallery, relative_path=file.relative_path)
        picture = Photo(gallery=gallery, section=section, same_picture_as=_same_picture(gallery, file), **columns)
    else:
        picture = FinishedFile(gallery=gallery, folder=folder, **columns)
    picture.save(force_insert=True)
    return Arrival(reason or ADDED, picture)


def _columns(file: ArrivedFile, *, media_type: str, reason: str) -> dict[str, Any]:
    name = file.relative_path.rpartition("/")[2]
    return {
        "original_name": name,
        "relative_path": file.relative_path,
        "stem": nfc(stem(name)),
        "name_sort": natural_sort_key(file.relative_path)[:1000],
        "media_type": media_type,
        "sha256": file.sha256,
        "crc32": file.crc32,
        "size": file.size,
        "state": PictureState.FAILED if reason else PictureState.PENDING,
        "reason": reason,
    }


def _same_path(gallery: Gallery, *, file: ArrivedFile, folder: UploadFolder) -> list[Picture]:
    found = {"gallery": gallery, "relative_path": file.relative_path, "deleted_at__isnull": True}
    columns = ["public_id", "sha256", "state"]  # all that is asked of them: rows come by the thousand
    if folder == UploadFolder.PHOTOS:
        return list(Photo.objects.filter(**found).only(*columns))
    return list(FinishedFile.objects.filter(folder=folder, **found).only(*columns))


def _try_again(picture: Picture, *, media_type: str, reason: str) -> Arrival:
    """The same bytes at the same path had failed: they get another chance, as the same row."""
    picture.state = PictureState.FAILED if reason else PictureState.PENDING
    picture.media_type, picture.reason, picture.attempts = media_type, reason, 0
    picture.leased_until, picture.leased_by = None, ""
    picture.save(update_fields=["state", "media_type", "reason", "attempts", "leased_until", "leased_by"])
    return Arrival(reason or ADDED, picture)


def _replace_failed(there: list[Picture]) -> None:
    """A better export of a file that failed takes its place in the list."""
    for picture in there:
        if picture.state == PictureState.FAILED:
            picture.deleted_at = timezone.now()
            picture.save(update_fields=["deleted_at"])


def _same_picture(gallery: Gallery, file: ArrivedFile) -> Photo | None:
    twins = Photo.objects.filter(gallery=gallery, sha256=file.sha256, deleted_at__isnull=True)
    return twins.exclude(state=PictureState.FAILED).only("pk").order_by("id").first()


def _section(gallery: Gallery, *, relative_path: str) -> Section | None:
    """The section of the file's folders, `Party / Dance` for `Party/Dance/1.jpg`; made when it is missing."""
    folders = relative_path.split("/")[:-1]
    if not folders:
        return None
    name = nfc(" / ".join(" ".join(folder.split()) or "_" for folder in folders))[:200]
    sections = list(Section.objects.filter(gallery=gallery).order_by("position", "id"))
    found = next((section for section in sections if section.name == name), None)
    return found or _new_section(gallery, name=name, sections=sections)


def _new_section(gallery: Gallery, *, name: str, sections: list[Section]) -> Section:
    """By name as long as the others stand so too; in an order made by hand it comes last."""
    section = Section(gallery=gallery, name=name, position=sections[-1].position + 1 if sections else 1)
    section.save(force_insert=True)
    by_name = sorted(sections, key=_by_name)
    if by_name == sections:
        raise_content_version(gallery.pk)
        renumbered = sorted([*sections, section], key=_by_name)
        for position, one in enumerate(renumbered, start=1):
            one.position = position
        Section.objects.bulk_update(renumbered, ["position"])
    return section


def _by_name(section: Section) -> tuple[str, str]:
    return natural_sort_key(section.name), section.name


def upload_path(filename: str, relative_path: str) -> str:
    """Return path and name as one: `relative_path` may end with the file's name, or be only the folders before it.

    Browsers send the first, and the word `null` when a file came without folders.
    """
    path = "" if relative_path in {"null", "undefined"} else relative_path.replace("\\", "/").rstrip("/")
    if not filename:
        return path
    if not path or nfc(path.rpartition("/")[2]) == nfc(filename):
        return path or filename
    return f"{path}/{filename}"
