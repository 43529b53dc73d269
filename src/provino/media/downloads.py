"""What the file lane and the ZIP lane share: is the grant still good, which bytes are wanted, send and count them."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from provino.lib.signatures import FileGrant, ZipGrant
from provino.media.access import AccessTable, UnknownAccessError
from provino.media.asgi import Headers, Receive, Scope, Send, header, refuse
from provino.media.journal import Journal
from provino.media.ranges import UnsatisfiableRangeError, wanted_range
from provino.media.sending import send_stream

Chunks = Callable[[int, int], AsyncIterator[bytes]]


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that can be sent of one address: its length in bytes, tag, headers, and any part of it."""

    length: int
    etag: bytes
    media_type: bytes
    disposition: bytes
    chunks: Chunks
    download: str


async def is_open(scope: Scope, send: Send, access: AccessTable, grant: FileGrant | ZipGrant) -> bool:
    """Whether the grant's gallery still opens for it; if not, it has been answered."""
    try:
        if await access.allows(grant.gallery, grant.access_version, grant.visitor_class):
            return True
        await refuse(scope, send, 404)
    except UnknownAccessError:
        await refuse(scope, send, 503, extra=[(b"retry-after", b"5")])
    return False


async def answer(scope: Scope, receive: Receive, send: Send, *, whole: Whole, journal: Journal) -> None:
    """Send the wanted part of `whole` and write down how much of it went out."""
    if whole.etag in (header(scope, b"if-none-match") or b""):
        await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", whole.etag)]})
        await send({"type": "http.response.body", "body": b""})
        return
    try:
        part = wanted_range(
            header(scope, b"range"), if_range=header(scope, b"if-range"), etag=whole.etag, length=whole.length
        )
    except UnsatisfiableRangeError:
        await refuse(scope, send, 416, extra=[(b"content-range", b"bytes */%d" % whole.length)])
        return
    start, end = part or (0, whole.length)
    headers = _headers(whole, start=start, end=end, partial=part is not None)
    status = 200 if part is None else 206
    if scope["method"] == "HEAD":
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    transfer = journal.begin(download=whole.download, start=start, end=end)
    try:
        async with aclosing(whole.chunks(start, end)) as chunks:  # type: ignore[type-var]
            await send_stream(receive, send, status=status, headers=headers, chunks=chunks, transfer=transfer)
    finally:
        journal.end_transfer(transfer)


def _headers(whole: Whole, *, start: int, end: int, partial: bool) -> Headers:
    headers = [
        (b"content-type", whole.media_type),
        (b"content-length", b"%d" % (end - start)),
        (b"content-disposition", whole.disposition),
        (b"etag", whole.etag),
        (b"accept-ranges", b"bytes"),
        (b"cache-control", b"private, no-cache"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"content-security-policy", b"sandbox; default-src 'none'"),
        (b"x-robots-tag", b"noindex, nofollow"),
    ]
    if partial:
        headers.append((b"content-range", b"bytes %d-%d/%d" % (start, end - 1, whole.length)))
    return headers
