"""Taking finished files away: a signed address for one file or a ZIP, and a row that counts what was really sent."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from provino.downloads.archives import archive_of
from provino.downloads.models import Download, DownloadKind
from provino.galleries.addresses import file_url, zip_url
from provino.galleries.files import original_key
from provino.galleries.models import Gallery
from provino.handover.models import FinishedFile
from provino.lib.signatures import FileGrant, VisitorClass, ZipGrant
from provino.visitors.models import Visitor

# Long enough to go on with a broken download after a weekend.
ADDRESS_LIFETIME = timedelta(days=7)
# A second click within this time goes on with the same download instead of beginning another in the record.
SAME_DOWNLOAD = timedelta(hours=24)


def single_download_url(file: FinishedFile, *, visitor: Visitor | None, visitor_class: VisitorClass) -> str:
    """The signed address of one finished file. `visitor` None: a member's preview, which counts nowhere."""
    gallery = file.gallery
    download = _download(
        gallery, [file], kind=DownloadKind.SINGLE, what=file.original_name, size=file.size, visitor=visitor
    )
    return file_url(
        FileGrant(
            key=original_key(gallery, file.sha256),
            size=file.size,
            media_type=file.media_type,
            filename=file.original_name,
            sha256=file.sha256,
            gallery=gallery.public_id,
            visitor_class=visitor_class,
            access_version=gallery.access_version,
            expires=_expires(),
            download=download,
        )
    )


def archive_download_url(
    gallery: Gallery, files: Sequence[FinishedFile], *, name: str, visitor: Visitor | None, visitor_class: VisitorClass
) -> str:
    """The signed address of a ZIP of these files, called `name`.zip. Raises NothingToDownloadError."""
    archive = archive_of(gallery, files)
    download = _download(
        gallery, files, kind=DownloadKind.BULK, what=f"{name}.zip", size=archive.length, visitor=visitor
    )
    return zip_url(
        ZipGrant(
            manifest_key=archive.manifest_key,
            name=name,
            gallery=gallery.public_id,
            visitor_class=visitor_class,
            access_version=gallery.access_version,
            expires=_expires(),
            download=download,
        )
    )


def _expires() -> int:
    return int((timezone.now() + ADDRESS_LIFETIME).timestamp())


def _download(
    gallery: Gallery,
    files: Sequence[FinishedFile],
    *,
    kind: DownloadKind,
    what: str,
    size: int,
    visitor: Visitor | None,
) -> str:
    """The public id of the row that counts this download; an unfinished one of the same bytes is gone on with."""
    if visitor is None:
        return ""
    same = Download.objects.filter(
        gallery=gallery,
        visitor=visitor,
        kind=kind,
        what=what[:300],
        bytes_expected=size,
        finished_at__isnull=True,
        started_at__gte=timezone.now() - SAME_DOWNLOAD,
    )
    found = same.order_by("-pk").values_list("public_id", flat=True).first()
    if found:
        return found
    folders = {file.folder for file in files}
    row = Download.objects.create(
        gallery=gallery,
        visitor=visitor,
        kind=kind,
        what=what[:300],
        folder=folders.pop() if len(folders) == 1 else "",
        files=len(files),
        bytes_expected=size,
        file_ids=[file.public_id for file in files],
    )
    return row.public_id
