"""Django as WSGI behind the front: a thread is taken when the whole request is here and given back when the whole
answer is made, so a slow client never holds one."""

import asyncio
import io
import logging
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from provino.media.asgi import Headers, Receive, Scope, Send, header

log = logging.getLogger(__name__)

IN_MEMORY = 1 << 20  # larger bodies and answers wait in a temporary file
MAX_BODY = 25 << 20  # of a page or API request; photos come by the upload lane
BODY_PAUSE_SECONDS = 60.0  # a client that sends nothing for so long is given up
MAX_WAITING = 1000  # requests waiting for a thread; more are told to come back
_CHUNK = 256 * 1024
_NO_BODY = frozenset({204, 304})


class _RefusedError(Exception):
    """The request is answered with this status before Django sees it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _ClientGoneError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(slots=True)
class _Answer:
    status: int
    headers: Headers
    body: IO[bytes]
    length: int


class WsgiPool:
    """An ASGI application around a WSGI one. Large bodies are spooled to `folder`."""

    def __init__(self, application: WSGIApplication, *, folder: Path, threads: int) -> None:
        self._application = application
        self._folder = folder
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._waiting = 0
        self._is_closed = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self._read_body(scope, receive)
        except _RefusedError as refused:
            await _send_refusal(send, refused.status)
            return
        except _ClientGoneError:
            return
        with body:
            if self._waiting >= MAX_WAITING:
                await _send_refusal(send, 503)
                return
            self._waiting += 1
            try:
                answer = await asyncio.get_running_loop().run_in_executor(
                    self._threads, self._call, _environ(scope, body), scope["method"] == "HEAD"
                )
            except asyncio.CancelledError:
                if not self._is_closed:
                    raise
                await _send_refusal(send, 503)  # it waited for a thread when the server was told to end
                return
            finally:
                self._waiting -= 1
        with answer.body:
            await _send_answer(send, answer)

    def close(self) -> None:
        """Let the threads finish what they do and take nothing more."""
        self._is_closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _read_body(self, scope: Scope, receive: Receive) -> IO[bytes]:
        """The whole request body, in memory up to a megabyte."""
        declared = header(scope, b"content-length")
        if declared is not None and (not declared.isdigit() or int(declared) > MAX_BODY):
            raise _RefusedError(413 if declared.isdigit() else 400)
        body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(self._folder))  # noqa: SIM115  # closed by the caller
        try:
            await self._fill(body, receive)
        except BaseException:
            body.close()
            raise
        return body

    async def _fill(self, body: IO[bytes], receive: Receive) -> None:
        more, size = True, 0
        while more:
            try:
                message = await asyncio.wait_for(receive(), BODY_PAUSE_SECONDS)
            except TimeoutError:
                raise _RefusedError(408) from None
            if message["type"] == "http.disconnect":
                raise _ClientGoneError
            chunk, more = message.get("body", b""), message.get("more_body", False)
            size += len(chunk)
            if size > MAX_BODY:
                raise _RefusedError(413)
            body.write(chunk)
        body.seek(0)

    def _call(self, environ: dict[str, Any], is_head: bool) -> _Answer:
        """Run the application in this thread and gather its whole answer."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: object = None, /
        ) -> Callable[[bytes], object]:
            started[:] = [(status, headers)]
            return body.write

        body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(self._folder))  # noqa: SIM115  # closed by __call__
        result: Iterable[bytes] = self._application(environ, start_response)
        try:
            for chunk in result:
                body.write(chunk)
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
        status, headers = started[0]
        code, length = int(status[:3]), body.tell()
        if is_head or code in _NO_BODY:
            body.truncate(0)
        body.seek(0)
        return _Answer(
            code, _encoded(headers, length=None if code in _NO_BODY else length), body, 0 if is_head else length
        )


def _encoded(headers: list[tuple[str, str]], *, length: int | None) -> Headers:
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if length is not None and not any(name == b"content-length" for name, _ in encoded):
        encoded.append((b"content-length", b"%d" % length))
    return encoded


async def _send_answer(send: Send, answer: _Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if answer.length <= IN_MEMORY:
        await send({"type": "http.response.body", "body": answer.body.read()})
        return
    while chunk := await asyncio.to_thread(answer.body.read, _CHUNK):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _send_refusal(send: Send, status: int) -> None:
    words = {
        400: b"This request cannot be read.\n",
        408: b"The request took too long to arrive.\n",
        413: b"This is more than may be sent here.\n",
        503: b"Too many are asking at once. Please try again in a moment.\n",
    }[status]
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(words))]
    headers += [(b"cache-control", b"no-store"), (b"connection", b"close")]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})


def _environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    server, client = scope["server"], scope["client"]
    size = body.seek(0, io.SEEK_END)
    body.seek(0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": _text(scope["query_string"]),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name, value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def _add_header(environ: dict[str, Any], name: bytes, value: str) -> None:
    key = name.decode("latin-1").upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")
