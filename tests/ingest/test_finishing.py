import hashlib
import os
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from provino.galleries.models import Gallery, Photo
from provino.ingest.arrivals import ArrivedFile, add_photo
from provino.ingest.errors import UploadExpiredError, WrongOffsetError
from provino.ingest.finishing import finish_left_uploads, finish_upload, sweep_uploads
from provino.ingest.models import Upload, UploadState
from provino.ingest.uploads import cancel_upload, create_upload, incoming_path, safe_offset, upload_for_member
from provino.ingest.writing import begin_write
from provino.studios.models import Member
from tests.photos import jpeg_bytes

pytestmark = pytest.mark.django_db

CONTENT = jpeg_bytes()


@pytest.fixture
def complete(gallery: Gallery, member: Member) -> Upload:
    """An upload all of whose bytes are safe, and whose process died before it was finished."""
    upload = create_upload(gallery, filename="IMG_1.jpg", size=len(CONTENT), by=member)
    writing = begin_write(upload.public_id, offset=0, by=member)
    writing.write([CONTENT])
    writing.end()
    writing.close()
    return upload


def test_upload_left_complete_is_finished_once(complete: Upload) -> None:
    assert finish_left_uploads() == 1
    assert finish_left_uploads() == 0
    complete.refresh_from_db()
    photo = Photo.objects.get()
    assert (complete.state, complete.outcome, complete.picture_id) == (UploadState.DONE, "added", photo.public_id)
    assert photo.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert not incoming_path(complete).exists()


def test_upload_whose_process_died_between_row_and_note_is_not_doubled(complete: Upload, gallery: Gallery) -> None:
    digest = hashlib.sha256(CONTENT).hexdigest()
    file = ArrivedFile(
        incoming_path(complete), "IMG_1.jpg", sha256=digest, crc32=zlib.crc32(CONTENT), size=len(CONTENT)
    )
    add_photo(gallery, file=file)
    assert finish_left_uploads() == 1
    assert Photo.objects.count() == 1


def test_upload_being_written_is_left_alone(complete: Upload, member: Member) -> None:
    Upload.objects.update(offset=0)
    writing = begin_write(complete.public_id, offset=0, by=member)
    Upload.objects.update(offset=len(CONTENT))
    assert finish_left_uploads() == 0
    writing.close()


def test_upload_cancelled_while_it_is_finished_leaves_no_photo(complete: Upload) -> None:
    cancel_upload(Upload.objects.get())
    incoming_path(complete).write_bytes(CONTENT)  # whoever finishes it still holds the file
    with pytest.raises(WrongOffsetError):
        finish_upload(complete)
    assert not Photo.objects.exists()


def test_bytes_lost_by_the_disk_are_asked_for_again(complete: Upload) -> None:
    complete.refresh_from_db()
    os.truncate(incoming_path(complete), 100)
    assert safe_offset(complete) == 100
    incoming_path(complete).unlink()
    assert safe_offset(complete) == 0
    assert finish_left_uploads() == 0


def test_sweep_forgets_expired_uploads_and_stray_files(complete: Upload, member: Member, settings: Settings) -> None:
    stray = Path(settings.PROVINO_INCOMING) / "stray"
    young = Path(settings.PROVINO_INCOMING) / "young"
    for path in (stray, young):
        path.write_bytes(b"x")
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (stray, incoming_path(complete)):
        os.utime(path, (long_ago, long_ago))
    assert sweep_uploads() == 0
    assert (stray.exists(), young.exists(), incoming_path(complete).exists()) == (False, True, True)
    Upload.objects.update(expires_at=timezone.now())
    with pytest.raises(UploadExpiredError):
        upload_for_member(member, complete.public_id)
    assert sweep_uploads() == 1
    assert not incoming_path(complete).exists()
