"""Files that have arrived, without the protocol that brought them."""

import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from provino.galleries.models import Gallery
from provino.ingest.arrivals import Arrival, ArrivedFile, add_finished_file, add_photo
from provino.ingest.models import UploadFolder
from provino.studios.models import Member
from tests.factories import make_gallery

Arrive = Callable[..., Arrival]


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio)


@pytest.fixture
def arrive(gallery: Gallery, settings: Settings) -> Arrive:
    """Let bytes arrive in the gallery under a path."""
    folder: Path = settings.PROVINO_INCOMING
    folder.mkdir(parents=True, exist_ok=True)

    def let_arrive(content: bytes, path: str = "IMG_1.jpg", *, into: str = "photos") -> Arrival:
        waiting = folder / "arriving"
        waiting.unlink(missing_ok=True)  # the storage has the same file under another name
        waiting.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        file = ArrivedFile(waiting, path, sha256=sha256, crc32=zlib.crc32(content), size=len(content))
        if into == "photos":
            return add_photo(gallery, file=file)
        return add_finished_file(gallery, file=file, folder=UploadFolder(into))

    return let_arrive
