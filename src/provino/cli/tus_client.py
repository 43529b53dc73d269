"""Sends one file by tus 1.0: goes on where it stopped, and waits out a server that restarts."""

import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx

from provino.cli.api_client import ApiClient, refusal_of
from provino.cli.output import CommandError
from provino.cli.upload_files import LocalFile

PIECE = 64 * 1024 * 1024  # bytes a PATCH: what a broken connection costs at most is what was not yet on disk
READ = 256 * 1024
TRIES = 8
_VERSION = {"Tus-Resumable": "1.0.0"}
_TRY_AGAIN = {409, 423, 500, 502, 503, 504}

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: `added`, `skipped` or `refused` with code and words; `photo` is the id it got."""

    outcome: str
    photo: str | None = None
    code: str | None = None
    message: str | None = None


def send_file(
    api: ApiClient, file: LocalFile, *, gallery: str, folder: str, known: str | None, progress: Progress
) -> Outcome:
    """Send a file to a gallery; `known` is the id of an unfinished upload of it. `progress` gets bytes as they leave.

    Raises CommandError when the server refuses or stays away.
    """
    upload = known
    for attempt in range(TRIES):
        try:
            upload = upload or _create(api, file, gallery=gallery, folder=folder)
            told = _metadata(file, gallery=gallery, folder=folder)
            return _continue(api, file, upload=upload, told=told, progress=progress)
        except httpx.TransportError as error:
            _wait_or_give_up(attempt, error)
        except _TryAgainError as error:
            _wait_or_give_up(attempt, error.answer)
        except _GoneError:
            upload = None
    raise CommandError("unreachable", f"{file.relative_path}: the server did not take it in {TRIES} tries.")


class _TryAgainError(Exception):
    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(str(answer.status_code))
        self.answer = answer


class _GoneError(Exception):
    """The upload is no more, or not of this very file; a new one must begin."""


def _wait_or_give_up(attempt: int, reason: httpx.TransportError | httpx.Response) -> None:
    if attempt + 1 < TRIES:
        time.sleep(min(0.3 * 2**attempt, 15))
        return
    if isinstance(reason, httpx.Response):
        raise refusal_of(reason)
    raise CommandError("unreachable", f"The server does not answer: {reason}")


def _create(api: ApiClient, file: LocalFile, *, gallery: str, folder: str) -> str:
    told = _metadata(file, gallery=gallery, folder=folder)
    headers = {**_VERSION, "Upload-Length": str(file.size), "Upload-Metadata": told}
    answer = api.http.post("/api/v1/uploads", headers=headers)
    if answer.status_code in _TRY_AGAIN:
        raise _TryAgainError(answer)
    if answer.is_error:
        raise refusal_of(answer)
    return answer.headers["Location"].rpartition("/")[2]


def _metadata(file: LocalFile, *, gallery: str, folder: str) -> str:
    """What the server is told of a file; it gives it back, and only the very same file is continued."""
    values = {
        "gallery": gallery,
        "filename": file.filename,
        "relativePath": file.relative_path,
        "folder": folder,
        "modified": str(file.modified),
    }
    encoded = {key: base64.b64encode(value.encode("utf-8", "surrogateescape")) for key, value in values.items()}
    return ",".join(f"{key} {value.decode()}" for key, value in encoded.items())


def _continue(api: ApiClient, file: LocalFile, *, upload: str, told: str, progress: Progress) -> Outcome:
    address = f"/api/v1/uploads/{upload}"
    head = api.http.head(address, headers=_VERSION)
    if head.status_code in {404, 410}:
        raise _GoneError
    if head.is_error:
        raise _TryAgainError(head) if head.status_code in _TRY_AGAIN else refusal_of(head)
    if head.headers.get("Upload-Metadata") != told:
        raise _GoneError  # changed since, or begun by a browser, of which we do not know what it sent
    offset = int(head.headers["Upload-Offset"])
    while offset < file.size:
        end = min(offset + PIECE, file.size)
        headers = {
            **_VERSION,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Content-Length": str(end - offset),
        }
        answer = api.http.patch(address, headers=headers, content=_pieces(file, offset, end, progress))
        if answer.status_code in _TRY_AGAIN:
            raise _TryAgainError(answer)
        if answer.is_error:
            raise refusal_of(answer)
        offset = int(answer.headers["Upload-Offset"])
    return _outcome(api, upload)


def _pieces(file: LocalFile, start: int, end: int, progress: Progress) -> Iterator[bytes]:
    with file.path.open("rb") as source:
        source.seek(start)
        left = end - start
        while left > 0:
            piece = source.read(min(READ, left))
            if not piece:
                raise CommandError("file-changed", f"{file.relative_path} became shorter while it was sent.")
            left -= len(piece)
            progress(len(piece))
            yield piece


def _outcome(api: ApiClient, upload: str) -> Outcome:
    said = api.call("GET", f"/uploads/{upload}")
    if said["state"] == "refused":
        return Outcome("refused", photo=said["photo"], code=said["outcome"], message=said["message"])
    return Outcome(said["outcome"] or "added", photo=said["photo"])
