"""The finished files of a gallery: what lies in the two folders, and taking a file out again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from provino.galleries.models import Gallery, PictureState
from provino.galleries.photos import NAMED
from provino.handover.errors import FinishedFileNotFoundError
from provino.handover.models import FinishedFile, Folder
from provino.studios.audit import record_change
from provino.studios.models import Member


@dataclass(frozen=True, slots=True)
class FolderContent:
    """One folder with its files in name order."""

    folder: Folder
    files: Sequence[FinishedFile]

    @property
    def size(self) -> int:
        """Bytes of all usable files."""
        return sum(file.size for file in self.usable)

    @property
    def usable(self) -> list[FinishedFile]:
        """Files whose bytes are whole: what can be handed over."""
        return [file for file in self.files if file.state == PictureState.READY]

    @property
    def pending(self) -> int:
        return sum(file.state == PictureState.PENDING for file in self.files)

    @property
    def failed(self) -> list[FinishedFile]:
        return [file for file in self.files if file.state == PictureState.FAILED]


def finished_files(gallery: Gallery) -> QuerySet[FinishedFile]:
    """All files that were not taken out, in name order."""
    return FinishedFile.objects.filter(gallery=gallery, deleted_at__isnull=True).order_by("name_sort", "id")


def published_files(gallery: Gallery) -> QuerySet[FinishedFile]:
    """What the client may see: handed over, whole, and not taken back."""
    return finished_files(gallery).filter(handover__isnull=False, state=PictureState.READY).select_related("handover")


def folder_contents(gallery: Gallery) -> dict[Folder, FolderContent]:
    """Both folders, in one query."""
    files = list(finished_files(gallery).select_related("handover"))
    return {folder: FolderContent(folder, [file for file in files if file.folder == folder]) for folder in Folder}


def published_contents(gallery: Gallery) -> dict[Folder, FolderContent]:
    """Both folders as the client sees them; a folder without files is left out."""
    files = list(published_files(gallery))
    contents = {folder: FolderContent(folder, [file for file in files if file.folder == folder]) for folder in Folder}
    return {folder: content for folder, content in contents.items() if content.files}


def finished_file_for_member(member: Member, gallery: Gallery, public_id: str) -> FinishedFile:
    """The file for a member of the gallery's studio, also one that was taken out. Raises FinishedFileNotFoundError."""
    files = FinishedFile.objects.filter(gallery=gallery, gallery__studio=member.studio)
    return _one(files, public_id)


def published_file(gallery: Gallery, public_id: str) -> FinishedFile:
    """The file if a client may have it. Raises FinishedFileNotFoundError."""
    return _one(published_files(gallery), public_id)


def _one(files: QuerySet[FinishedFile], public_id: str) -> FinishedFile:
    # Letters and digits alone: PostgreSQL refuses a NUL, and a malformed id is simply not there.
    file = files.filter(public_id=public_id).first() if public_id.isascii() and public_id.isalnum() else None
    if file is None:
        raise FinishedFileNotFoundError
    return file


@transaction.atomic
def remove_file(file: FinishedFile, *, by: Member) -> None:
    """Take a file out of its folder, also after it was handed over; `restore_file` undoes it.

    Addresses given out for its bytes, alone or in a ZIP, stop working within seconds.
    """
    changed = FinishedFile.objects.filter(pk=file.pk, deleted_at__isnull=True).update(deleted_at=timezone.now())
    if changed:
        Gallery.objects.filter(pk=file.gallery_id).update(access_version=F("access_version") + 1)
        record_change(by, action="finished-file.removed", target=file, before={"name": file.original_name})


@transaction.atomic
def retry_files(gallery: Gallery, *, by: Member) -> int:
    """Let the failed finished files of a gallery be rendered again; returns how many."""
    failed = finished_files(gallery).filter(state=PictureState.FAILED)
    names = list(failed.values_list("original_name", flat=True)[:NAMED])
    count = failed.update(state=PictureState.PENDING, reason="", attempts=0, leased_until=None)
    if count:
        record_change(by, action="finished-files.retried", target=gallery, after={"files": count, "names": names})
    return count


@transaction.atomic
def restore_file(file: FinishedFile, *, by: Member) -> None:
    """Put a file back that was taken out. Does nothing when the same file has been added again meanwhile."""
    same = FinishedFile.objects.filter(
        gallery_id=file.gallery_id,
        folder=file.folder,
        relative_path=file.relative_path,
        sha256=file.sha256,
        deleted_at__isnull=True,
    )
    if not same.exists() and FinishedFile.objects.filter(pk=file.pk).update(deleted_at=None):
        record_change(by, action="finished-file.restored", target=file, after={"name": file.original_name})
