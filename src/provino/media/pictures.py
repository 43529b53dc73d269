"""The picture lane: a signed address becomes the bytes of a rendition, without Django and without a query."""

import asyncio
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from provino.lib.signatures import PicturePrefix, read_prefix, week_is_good
from provino.media.access import AccessTable, UnknownAccessError
from provino.media.asgi import Headers, Receive, Scope, Send, only_get, refuse
from provino.media.ranges import UnsatisfiableRangeError, wanted_range

_TYPES = {"webp": b"image/webp", "jpg": b"image/jpeg"}
_CACHE: Headers = [
    (b"cache-control", b"private, max-age=604800, immutable"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-robots-tag", b"noindex, nofollow"),
    (b"accept-ranges", b"bytes"),
]
_MAX_PREFIXES = 4096
_WEEK_CHECK_SECONDS = 30.0


_ASKING = frozenset({b"if-none-match", b"range", b"if-range"})

# prefix, picture id, path of the file, media type, tag
_Rendition = tuple[PicturePrefix, str, str, bytes, bytes]


class PictureLane:
    """Answers `/media/<signed prefix>/<picture id>/<fingerprint>.<webp|jpg>`."""

    def __init__(self, *, key: bytes, files: Path, access: AccessTable) -> None:
        self._key = key
        self._root = f"{files}/studios/"
        self._access = access
        self._prefixes: dict[str, tuple[PicturePrefix, str]] = {}
        self._prefixes_until = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD") and not await only_get(scope, send):
            return
        found = self._address(scope["path"])
        try:
            if found is None or not await self._is_open(found):
                await refuse(scope, send, 404)
            else:
                await _answer(scope, send, found)
        except UnknownAccessError:
            await refuse(scope, send, 503, extra=[(b"retry-after", b"5")])

    def _address(self, path: str) -> _Rendition | None:
        """The parts of a well-formed, rightly signed address. Ids are letters and digits only, so no path escapes."""
        parts = path.split("/")
        if len(parts) != 5:
            return None
        _, _, signed, picture, name = parts
        fingerprint, _, ending = name.partition(".")
        media_type = _TYPES.get(ending)
        if media_type is None or not (picture.isascii() and picture.isalnum() and len(picture) <= 22):
            return None
        if not (fingerprint.isascii() and fingerprint.isalnum() and len(fingerprint) <= 40):
            return None
        known = self._prefix(signed)
        if known is None:
            return None
        prefix, folder = known
        etag = f'"{picture}-{fingerprint}"'.encode()
        return prefix, picture, f"{folder}{picture[:2]}/{picture}-{name}", media_type, etag

    def _prefix(self, signed: str) -> tuple[PicturePrefix, str] | None:
        """The prefix and the folder it opens; proven once, then remembered for half a minute."""
        now = time.monotonic()
        if now >= self._prefixes_until or len(self._prefixes) >= _MAX_PREFIXES:
            self._prefixes.clear()
            self._prefixes_until = now + _WEEK_CHECK_SECONDS
        known = self._prefixes.get(signed)
        if known is None:
            prefix = read_prefix(signed, key=self._key)
            if prefix is None or not week_is_good(prefix.week, now=datetime.now(UTC)):
                return None
            folder = f"{self._root}{prefix.studio}/galleries/{prefix.gallery}/renditions/"
            known = self._prefixes[signed] = (prefix, folder)
        return known

    async def _is_open(self, found: _Rendition) -> bool:
        prefix, picture = found[0], found[1]
        right = (prefix.gallery, prefix.access_version, prefix.visitor_class, picture)
        return self._access.allows_at_once(*right) or await self._access.allows(*right)


async def _answer(scope: Scope, send: Send, found: _Rendition) -> None:
    _, _, path, media_type, etag = found
    asked = {name: value for name, value in scope["headers"] if name in _ASKING}
    if asked and etag in asked.get(b"if-none-match", b""):
        await _not_modified(send, etag)
        return
    try:
        size = os.stat(path).st_size  # noqa: PTH116  # the hot path: no Path is made for each thumbnail
        part = wanted_range(asked.get(b"range"), if_range=asked.get(b"if-range"), etag=etag, length=size)
    except OSError:
        await refuse(scope, send, 404)
        return
    except UnsatisfiableRangeError:
        await refuse(scope, send, 416, extra=[(b"content-range", b"bytes */%d" % size)])
        return
    start, end = part or (0, size)
    headers = [*_CACHE, (b"content-type", media_type), (b"etag", etag), (b"content-length", b"%d" % (end - start))]
    if part:
        headers.append((b"content-range", b"bytes %d-%d/%d" % (start, end - 1, size)))
    await send({"type": "http.response.start", "status": 206 if part else 200, "headers": headers})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
    elif part is None and "http.response.pathsend" in scope["extensions"]:
        await send({"type": "http.response.pathsend", "path": path})
    else:
        await send({"type": "http.response.body", "body": await asyncio.to_thread(_read, path, start, end - start)})


async def _not_modified(send: Send, etag: bytes) -> None:
    await send({"type": "http.response.start", "status": 304, "headers": [*_CACHE[:4], (b"etag", etag)]})
    await send({"type": "http.response.body", "body": b""})


def _read(path: str, start: int, length: int) -> bytes:
    with Path(path).open("rb") as file:
        return os.pread(file.fileno(), length, start)
