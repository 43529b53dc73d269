"""The upload lane: the body of a tus PATCH goes to the disk piece by piece; a slow client holds a socket, never a thread.

Django is asked once for the right and once at the end, in a small pool of threads that also does the writing.
"""

import asyncio
import contextlib
import io
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, close_old_connections
from django.utils import translation

from provino.api.authentication import authenticate
from provino.api.tus import MEMBER_COLUMNS, PATH, SCOPE, VERSION, refusal, status_of, tus_headers
from provino.ingest.errors import DiskFullError
from provino.ingest.finishing import finish_upload
from provino.ingest.writing import Writing, begin_write
from provino.lib.errors import ProvinoError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

PIECE = 1024 * 1024
PIECE_SECONDS = 10.0  # a slow client's bytes go to the disk after so long, however few
KEEP_EVERY = 32 * 1024 * 1024
SILENCE_SECONDS = 60.0
CONTENT_TYPE = "application/offset+octet-stream"

logger = logging.getLogger(__name__)
_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="upload")


class _GoneError(Exception):
    """The client went away or fell silent."""


async def upload_lane(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `PATCH /api/v1/uploads/<id>` (an ASGI application)."""
    request = ASGIRequest(dict(scope), io.BytesIO())
    status, headers, body = await _answer(request, receive)
    content = json.dumps(body).encode() if body else b""
    if body:
        headers["Content-Type"] = "application/json"
    if status != 204:
        headers["Content-Length"] = str(len(content))
        headers["Connection"] = "close"  # the rest of the body is not read
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": content})


async def _answer(request: ASGIRequest, receive: Receive) -> tuple[int, dict[str, str], dict[str, str]]:
    if request.headers.get("Tus-Resumable") != VERSION:
        return 412, {**tus_headers(), "Tus-Version": VERSION}, {}
    if request.headers.get("Content-Type", "") != CONTENT_TYPE:
        return 415, tus_headers(), {}
    language = _language(request)
    try:
        return 204, await _receive_part(request, receive), {}
    except ProvinoError as error:
        with translation.override(language):
            return status_of(error), tus_headers(), refusal(error)
    except _GoneError:
        return 400, tus_headers(), {}
    except (OSError, DatabaseError):
        logger.exception("an upload could not be stored")
        return 500, tus_headers(), {}


async def _receive_part(request: ASGIRequest, receive: Receive) -> dict[str, str]:
    """Return the headers of the answer."""
    writing = await _in_pool(lambda: _begin(request))
    try:
        await _copy(receive, writing)
    except BaseException as error:
        kept = isinstance(error, (_GoneError, DiskFullError))
        await _in_pool(lambda: _break_off(writing, kept=kept))
        raise
    return await _in_pool(lambda: _end(writing))


def _begin(request: ASGIRequest) -> Writing:
    member = authenticate(request, scope=SCOPE, columns=MEMBER_COLUMNS)
    offset, length = request.headers.get("Upload-Offset", ""), request.headers.get("Content-Length", "")
    return begin_write(
        request.path.removeprefix(f"{PATH}/"),
        offset=int(offset) if offset.isascii() and offset.isdigit() else -1,
        length=int(length) if length.isascii() and length.isdigit() else None,
        checksum=request.headers.get("Upload-Checksum", ""),
        by=member,
    )


def _break_off(writing: Writing, *, kept: bool) -> None:
    with contextlib.closing(writing):
        if kept:
            writing.keep()


def _end(writing: Writing) -> dict[str, str]:
    with contextlib.closing(writing):
        if writing.position < writing.upload.size:
            writing.end()
        else:
            _finish(writing)
        return tus_headers(writing.upload)


def _finish(writing: Writing) -> None:
    """The file is whole: picture and offset get into the database together, so the offset need not go first."""
    writing.verify()
    try:
        finish_upload(writing.upload, digests=writing.digests)
    except (ProvinoError, OSError, DatabaseError):
        writing.keep()  # the bytes are here: what did not work now is done again without sending them
        raise


async def _copy(receive: Receive, writing: Writing) -> None:
    """Gather what the socket gives into pieces worth a trip to the disk."""
    kept = writing.position
    more = True
    while more:
        pieces, ending = await _gather(receive)
        if pieces:
            await asyncio.get_running_loop().run_in_executor(_pool, writing.write, pieces)
        if ending == "gone":
            raise _GoneError
        more = ending == "more"
        if writing.position - kept >= KEEP_EVERY:
            await _in_pool(writing.keep)
            kept = writing.position


async def _gather(receive: Receive) -> tuple[list[bytes], str]:
    """Return the next bytes, and whether there is `more`, that was the `end`, or the client is `gone`."""
    pieces: list[bytes] = []
    size = 0
    clock = asyncio.get_running_loop().time
    until = clock() + PIECE_SECONDS
    with contextlib.suppress(TimeoutError):
        # One watch over the whole piece: one over each message costs more than the message.
        async with asyncio.timeout(PIECE_SECONDS + SILENCE_SECONDS):
            while size < PIECE and clock() < until:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return pieces, "gone"
                if body := message.get("body"):
                    pieces.append(body)
                    size += len(body)
                if not message.get("more_body", False):
                    return pieces, "end"
            return pieces, "more"
    return pieces, "gone"


async def _in_pool(call: Callable[[], T]) -> T:
    def run() -> T:
        close_old_connections()
        try:
            return call()
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_pool, run)


def _language(request: ASGIRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
