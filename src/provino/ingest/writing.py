"""One part of an upload on its way to the disk: locked, hashed while it passes, acknowledged only when it is safe."""

import base64
import binascii
import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

from provino.ingest.errors import (
    ChecksumMismatchError,
    DiskFullError,
    TooManyBytesError,
    UnknownChecksumError,
    UploadBusyError,
    WrongOffsetError,
)
from provino.ingest.models import Upload, UploadState
from provino.ingest.uploads import incoming_path, new_expiry, safe_offset, upload_for_member
from provino.lib.errors import NotFoundError
from provino.studios.models import Member

CHECKSUM_ALGORITHMS = ("sha1", "sha256", "md5")
_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_SIZE = 1024 * 1024
_AT_ONCE = 1000  # buffers a system call takes


class Digests:
    """SHA-256 and CRC-32 of the same bytes in one pass."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self.crc32 = 0

    def update(self, data: bytes | bytearray | memoryview) -> None:
        self._sha256.update(data)
        self.crc32 = isal_zlib.crc32(data, self.crc32)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the client says about the bytes of this part."""

    algorithm: str
    digest: bytes

    @classmethod
    def parse(cls, header: str) -> "Checksum":
        """Read an Upload-Checksum header. Raises UnknownChecksumError."""
        algorithm, _, encoded = header.partition(" ")
        try:
            digest = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise UnknownChecksumError from error
        if algorithm not in CHECKSUM_ALGORITHMS or not digest:
            raise UnknownChecksumError
        return cls(algorithm, digest)


class Writing:
    """An open part; made by `begin_write`, to be closed by `end_write` or `abandon_write`."""

    def __init__(self, upload: Upload, *, descriptor: int, checksum: Checksum | None) -> None:
        self.upload = upload
        self.start = self.position = upload.offset
        self.digests = Digests() if self.start == 0 else None
        self._descriptor = descriptor
        self._checksum = checksum
        self._sum = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None

    def write(self, pieces: Sequence[bytes]) -> None:
        """Append bytes. Raises TooManyBytesError, DiskFullError; what fitted is counted in `position`."""
        if self.position + sum(map(len, pieces)) > self.upload.size:
            self._forget()
            raise TooManyBytesError
        for start in range(0, len(pieces), _AT_ONCE):
            self._store(pieces[start : start + _AT_ONCE])
        for piece in pieces:
            if self.digests:
                self.digests.update(piece)
            if self._sum:
                self._sum.update(piece)

    def _store(self, pieces: Sequence[bytes]) -> None:
        with disk_full_said():
            before = self.position
            self.position += os.pwritev(self._descriptor, pieces, before)
            if self.position == before + sum(map(len, pieces)):
                return
            # The system took less than it was given, as on a disk that is filling up: the rest, until it says why.
            rest = memoryview(b"".join(pieces))[self.position - before :]
            while rest:
                written = os.pwrite(self._descriptor, rest, self.position)
                self.position += written
                rest = rest[written:]

    def keep(self) -> None:
        """Make what has been written safe and say so in the row. With a checksum only a whole part counts."""
        if self._checksum is None:
            self._acknowledge()

    def verify(self) -> None:
        """The part has come. Raises ChecksumMismatchError, after which nothing of it is kept."""
        if self._checksum and self._sum and self._sum.digest() != self._checksum.digest:
            self._forget()
            raise ChecksumMismatchError
        self._checksum = None  # what is here may be kept from now on

    def end(self) -> None:
        """Verify the part, make it safe and say so in the row. Raises ChecksumMismatchError."""
        self.verify()
        self._acknowledge()

    def close(self) -> None:
        """Let go of the file and its lock."""
        os.close(self._descriptor)

    def _acknowledge(self) -> None:
        if self.position == self.upload.offset:
            return
        with disk_full_said():
            os.fdatasync(self._descriptor)
        held = Upload.objects.filter(pk=self.upload.pk, state=UploadState.RECEIVING)
        if not held.update(offset=self.position, expires_at=new_expiry()):
            raise WrongOffsetError  # cancelled meanwhile
        self.upload.offset = self.position

    def _forget(self) -> None:
        self.position = self.upload.offset
        os.ftruncate(self._descriptor, self.position)


def begin_write(public_id: str, *, offset: int, length: int | None = None, checksum: str = "", by: Member) -> Writing:
    """Open an upload for the part that begins at `offset` (`length` bytes if known).

    Raises NotFoundError, UploadExpiredError, GalleryGoneError, WrongOffsetError, UploadBusyError,
    TooManyBytesError, UnknownChecksumError.
    """
    promised = Checksum.parse(checksum) if checksum else None
    upload = upload_for_member(by, public_id)
    if upload.state != UploadState.RECEIVING:
        raise WrongOffsetError
    descriptor = _open_locked(incoming_path(upload))
    try:
        _look_again(upload)  # before the lock it may have been another's
        upload.offset = safe_offset(upload)
        if upload.state != UploadState.RECEIVING or offset != upload.offset:
            raise WrongOffsetError
        if length is not None and offset + length > upload.size:
            raise TooManyBytesError
        if os.fstat(descriptor).st_size > offset:
            os.ftruncate(descriptor, offset)
    except BaseException:
        os.close(descriptor)
        raise
    return Writing(upload, descriptor=descriptor, checksum=promised)


def _look_again(upload: Upload) -> None:
    row = Upload.objects.filter(pk=upload.pk).values_list("offset", "state").first()
    if row is None:
        raise NotFoundError
    upload.offset, upload.state = row


def read_digests(path: Path) -> Digests:
    """Read a file once for both sums."""
    digests = Digests()
    buffer = bytearray(_READ_SIZE)
    view = memoryview(buffer)
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            digests.update(view[:count])
    return digests


@contextmanager
def upload_lock(upload: Upload) -> Iterator[None]:
    """Hold an upload's file while nobody writes it. Raises UploadBusyError, FileNotFoundError."""
    descriptor = _open_locked(incoming_path(upload), flags=os.O_RDWR)
    try:
        yield
    finally:
        os.close(descriptor)


def _open_locked(path: Path, *, flags: int = os.O_RDWR | os.O_CREAT) -> int:
    # The lock is the kernel's: it ends with the process, however that dies.
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise UploadBusyError from error
    return descriptor


@contextmanager
def disk_full_said() -> Iterator[None]:
    """Raises DiskFullError for what the operating system says when there is no room."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError from error
        raise
