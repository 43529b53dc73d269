"""Uploads under way: begun, continued, given up. The bytes wait in the incoming folder under the upload's public id."""

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from provino.galleries.access import gallery_for_member
from provino.galleries.models import Gallery
from provino.ingest.arrivals import upload_path
from provino.ingest.errors import (
    BadMetadataError,
    BadNameError,
    DiskFullError,
    GalleryGoneError,
    UploadExpiredError,
    UploadTooLargeError,
)
from provino.ingest.models import Upload, UploadFolder, UploadState
from provino.lib.errors import NotFoundError
from provino.lib.filenames import BadPathError, clean_relative_path
from provino.studios.models import Member

_PUBLIC_ID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{1,22}")
_MEGABYTE = 1_000_000
_UPLOAD_COLUMNS = [field.name for field in Upload._meta.concrete_fields]


def create_upload(
    gallery: Gallery,
    *,
    filename: str,
    relative_path: str = "",
    folder: str = "",
    size: int,
    metadata: str = "",
    by: Member,
) -> Upload:
    """Begin an upload of `size` bytes.

    Raises BadMetadataError, BadNameError, UploadTooLargeError, DiskFullError.
    """
    try:
        path = clean_relative_path(upload_path(filename, relative_path))
    except BadPathError as error:
        raise BadNameError(error.code) from error
    if folder and folder not in UploadFolder.values:
        raise BadMetadataError
    if size > settings.PROVINO_MAX_PHOTO_MB * _MEGABYTE:
        raise UploadTooLargeError
    require_room(size)
    return Upload.objects.create(
        gallery=gallery,
        member=by,
        folder=folder or UploadFolder.PHOTOS,
        filename=path.rpartition("/")[2],
        relative_path=path,
        size=size,
        metadata=metadata,
        expires_at=new_expiry(),
    )


def upload_for_member(member: Member, public_id: str) -> Upload:
    """Return the member's own upload, finished or not.

    Raises NotFoundError (malformed, somebody else's), UploadExpiredError, GalleryGoneError.
    """
    if not _PUBLIC_ID.fullmatch(public_id):
        raise NotFoundError
    found = Upload.objects.select_related("gallery").only(*_UPLOAD_COLUMNS, "gallery__public_id", "gallery__deleted_at")
    upload = found.filter(member=member, public_id=public_id, gallery__studio=member.studio_id).first()
    if upload is None:
        raise NotFoundError
    upload.member, upload.gallery.studio = member, member.studio  # the same rows, here already
    if upload.gallery.deleted_at is not None:
        raise GalleryGoneError
    if upload.state == UploadState.RECEIVING and upload.expires_at <= timezone.now():
        raise UploadExpiredError
    return upload


def unfinished_uploads(member: Member, *, gallery: str) -> models.QuerySet[Upload]:
    """The member's uploads into one gallery that wait to be continued, oldest first. Raises NotFoundError."""
    return (
        Upload.objects.select_related("gallery")
        .filter(
            member=member,
            gallery=gallery_for_member(member, gallery),
            state=UploadState.RECEIVING,
            expires_at__gt=timezone.now(),
        )
        .order_by("id")
    )


def cancel_upload(upload: Upload) -> None:
    """Forget an upload and its bytes; what it became, if it is finished, stays."""
    incoming_path(upload).unlink(missing_ok=True)
    upload.delete()


def safe_offset(upload: Upload) -> int:
    """How many bytes are safe: what the row says, unless the disk has lost them."""
    if upload.state != UploadState.RECEIVING or not upload.offset:
        return upload.offset
    try:
        return min(upload.offset, incoming_path(upload).stat().st_size)
    except FileNotFoundError:
        return 0


def incoming_path(upload: Upload) -> Path:
    """Where the bytes wait."""
    return Path(settings.PROVINO_INCOMING) / upload.public_id


def new_expiry() -> datetime:
    """Until when an upload that was touched now may be continued."""
    return timezone.now() + timedelta(days=settings.PROVINO_UPLOAD_DAYS)


def require_room(size: int) -> None:
    """Raises DiskFullError when `size` bytes would leave less free than the operator wants."""
    folder = Path(settings.PROVINO_INCOMING)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free - size < settings.PROVINO_MIN_FREE_MB * _MEGABYTE:
        raise DiskFullError
