"""The shapes of ASGI, and short answers that need no file."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_NOT_CACHED: Headers = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-robots-tag", b"noindex, nofollow"),
]
_WORDS = {
    404: b"There is nothing here.\n",
    405: b"Only GET and HEAD are answered here.\n",
    410: b"This file is not here any more.\n",
    416: b"There are no such bytes.\n",
    503: b"Please try again in a moment.\n",
}


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first header of that (lower-case) name."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value)
    return None


async def refuse(scope: Scope, send: Send, status: int, *, extra: Headers | None = None) -> None:
    """Answer with a status and its words; the same for every reason, so that nothing can be learned from it."""
    body = _WORDS[status]
    headers = [*_NOT_CACHED, (b"content-length", str(len(body)).encode()), *(extra or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def only_get(scope: Scope, send: Send) -> bool:
    """Whether the method is GET or HEAD; any other has been answered with 405."""
    if scope["method"] in ("GET", "HEAD"):
        return True
    await refuse(scope, send, 405, extra=[(b"allow", b"GET, HEAD")])
    return False
