"""The end of an upload: its bytes become a photo or a finished file, exactly once, wherever it is interrupted."""

import logging
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from provino.ingest.arrivals import ADDED, SKIPPED, Arrival, ArrivedFile, add_finished_file, add_photo
from provino.ingest.errors import GalleryGoneError, UploadBusyError, WrongOffsetError
from provino.ingest.models import Upload, UploadFolder, UploadState
from provino.ingest.uploads import incoming_path
from provino.ingest.writing import Digests, disk_full_said, read_digests, upload_lock
from provino.jobs.tasks import every

_ORPHANS_KEPT = timedelta(days=1)

logger = logging.getLogger(__name__)


def finish_upload(upload: Upload, *, digests: Digests | None = None) -> Upload:
    """Turn a complete upload, whose lock the caller holds, into its picture; may be repeated after a crash.

    Without `digests` the file is read again. Raises GalleryGoneError, WrongOffsetError (cancelled), DiskFullError, and
    OSError when the storage fails.
    """
    path = incoming_path(upload)
    sums = digests or read_digests(path)
    file = ArrivedFile(path, upload.relative_path, sha256=sums.sha256, crc32=sums.crc32, size=upload.size)
    note = partial(_note, upload)
    with disk_full_said():
        if upload.folder == UploadFolder.PHOTOS:
            add_photo(upload.gallery, file=file, note=note)
        else:
            add_finished_file(upload.gallery, file=file, folder=UploadFolder(upload.folder), note=note)
    # Last: as long as the bytes lie here, the work can be done again.
    path.unlink(missing_ok=True)
    return upload


def finish_left_uploads() -> int:
    """Finish what was complete when its process died; returns how many."""
    left = Upload.objects.select_related("gallery__studio").filter(state=UploadState.RECEIVING, offset=F("size"))
    return sum(_finish_left(upload) for upload in left.filter(gallery__deleted_at__isnull=True))


def sweep_uploads() -> int:
    """Delete uploads nobody continued, and bytes that belong to none; returns how many rows."""
    expired = list(Upload.objects.filter(expires_at__lte=timezone.now()))
    for upload in expired:
        incoming_path(upload).unlink(missing_ok=True)
        upload.delete()
    _sweep_orphans()
    return len(expired)


@every(minutes=1)
def finish_left_uploads_task() -> None:
    """See `finish_left_uploads`."""
    finish_left_uploads()


@every(hours=1)
def sweep_uploads_task() -> None:
    """See `sweep_uploads`."""
    sweep_uploads()


def _note(upload: Upload, arrival: Arrival) -> None:
    """In the transaction of the picture's row: both stand, or neither."""
    columns = {
        "state": UploadState.DONE if arrival.outcome in {ADDED, SKIPPED} else UploadState.REFUSED,
        "outcome": arrival.outcome,
        "picture_id": arrival.picture.public_id,
        "offset": upload.size,
    }
    if not Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVING).update(**columns):
        raise WrongOffsetError  # cancelled meanwhile
    for name, value in columns.items():
        setattr(upload, name, value)


def _finish_left(upload: Upload) -> bool:
    try:
        with upload_lock(upload):
            upload.refresh_from_db(fields=["state", "offset"])
            if upload.state != UploadState.RECEIVING:
                return False
            finish_upload(upload)
    except (UploadBusyError, FileNotFoundError, GalleryGoneError, WrongOffsetError):
        return False  # somebody is at it, has just done it, or nobody wants it any more
    logger.info("finished an upload that was left complete", extra={"photo": upload.picture_id})
    return True


def _sweep_orphans() -> None:
    folder = Path(settings.PROVINO_INCOMING)
    old = (timezone.now() - _ORPHANS_KEPT).timestamp()
    names = [path.name for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < old]
    known = set(
        Upload.objects.filter(public_id__in=names, state=UploadState.RECEIVING).values_list("public_id", flat=True)
    )
    for name in names:
        if name not in known:
            (folder / name).unlink(missing_ok=True)
