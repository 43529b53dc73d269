"""Django's place behind the front: bodies arrive whole before a thread is taken, answers leave without one."""

import asyncio
import hashlib
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from provino.config import wsgi_pool
from provino.config.wsgi_pool import MAX_BODY, WsgiPool

StartResponse = Callable[..., Any]


def scope(method: str = "GET", path: str = "/", headers: Iterable[tuple[bytes, bytes]] = ()) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "http_version": "1.1",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"a=1",
        "headers": list(headers),
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
    }


def ask(
    pool: WsgiPool, request: dict[str, Any], *chunks: bytes, gone: bool = False
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Send a request in these pieces and gather the answer; status 0 when there is none."""
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.disconnect"} if gone else {"type": "http.request", "body": b"", "more_body": False})
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(pool(request, receive, send))
    if not sent:
        return 0, {}, b""
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def echo(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("X-Digest", hashlib.sha256(body).hexdigest()), ("X-Length", environ["CONTENT_LENGTH"])])
    return [b"length ", str(len(body)).encode()]


@pytest.fixture
def pool(tmp_path: Path) -> WsgiPool:
    return WsgiPool(echo, folder=tmp_path, threads=2)


@pytest.mark.parametrize("size", [0, 1000, wsgi_pool.IN_MEMORY + 1, 5_000_000])
def test_body_arrives_whole_however_large(pool: WsgiPool, size: int) -> None:
    body = bytes(size)
    pieces = [body[place : place + 100_000] for place in range(0, size, 100_000)]
    status, headers, answer = ask(pool, scope("POST"), *pieces)
    assert (status, answer) == (200, f"length {size}".encode())
    assert headers[b"x-digest"] == hashlib.sha256(body).hexdigest().encode()
    assert headers[b"x-length"] == str(size).encode()
    assert headers[b"content-length"] == str(len(answer)).encode()


def test_body_that_is_declared_too_large_is_refused_unread(pool: WsgiPool) -> None:
    request = scope("POST", headers=[(b"content-length", str(MAX_BODY + 1).encode())])
    assert ask(pool, request)[0] == 413


def test_body_that_becomes_too_large_is_refused(pool: WsgiPool) -> None:
    pieces = [bytes(1_000_000)] * (MAX_BODY // 1_000_000 + 1)
    assert ask(pool, scope("POST"), *pieces)[0] == 413


def test_nonsense_length_is_refused(pool: WsgiPool) -> None:
    assert ask(pool, scope("POST", headers=[(b"content-length", b"-5")]))[0] == 400


def test_request_that_breaks_off_never_reaches_django(tmp_path: Path) -> None:
    called = threading.Event()

    def application(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        called.set()
        return echo(environ, start_response)

    assert ask(WsgiPool(application, folder=tmp_path, threads=1), scope("POST"), b"half", gone=True)[0] == 0
    assert not called.is_set()


def test_body_that_stops_coming_is_given_up(pool: WsgiPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi_pool, "BODY_PAUSE_SECONDS", 0.01)
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(pool(scope("POST"), receive, send))
    assert sent[0]["status"] == 408


def test_head_has_the_length_but_no_bytes(pool: WsgiPool) -> None:
    status, headers, body = ask(pool, scope("HEAD"))
    assert (status, headers[b"content-length"], body) == (200, b"8", b"")


def test_large_answer_arrives_whole_and_is_closed(tmp_path: Path) -> None:
    closed = threading.Event()

    class Body:
        def __iter__(self) -> Any:
            return iter([bytes(300_000)] * 10)

        def close(self) -> None:
            closed.set()

    def application(environ: dict[str, Any], start_response: StartResponse) -> Body:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return Body()

    _, headers, body = ask(WsgiPool(application, folder=tmp_path, threads=1), scope())
    assert len(body) == 3_000_000
    assert headers[b"content-length"] == b"3000000"
    assert closed.is_set()


def test_path_and_headers_arrive_as_wsgi_says(tmp_path: Path) -> None:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        seen.update(environ)
        return echo(environ, start_response)

    headers = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"content-type", b"text/plain"),
        (b"x-two", b"1"),
        (b"x-two", b"2"),
    ]
    ask(WsgiPool(application, folder=tmp_path, threads=1), scope(path="/%C5%BC%FF/x", headers=headers))
    assert seen["PATH_INFO"] == "/ż".encode().decode("latin-1") + "\xff/x"
    assert seen["QUERY_STRING"] == "a=1"
    assert (seen["HTTP_COOKIE"], seen["CONTENT_TYPE"], seen["HTTP_X_TWO"]) == ("a=1; b=2", "text/plain", "1,2")
    assert "HTTP_CONTENT_TYPE" not in seen


def test_more_than_can_wait_are_told_to_come_back(pool: WsgiPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi_pool, "MAX_WAITING", 0)
    status, headers, _ = ask(pool, scope())
    assert status == 503
    assert headers[b"retry-after"] == b"5"


def test_who_waits_when_the_server_ends_is_told_to_come_back(tmp_path: Path) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        entered.set()
        assert leave.wait(10)
        return echo(environ, start_response)

    pool = WsgiPool(slow, folder=tmp_path, threads=1)

    async def status() -> int:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await pool(scope(), receive, send)
        return int(sent[0]["status"])

    async def end_under_load() -> list[int]:
        requests = [asyncio.create_task(status()) for _ in range(2)]
        assert await asyncio.to_thread(entered.wait, 10)  # by now the other one waits for the only thread
        pool.close()
        leave.set()
        return await asyncio.gather(*requests)

    assert sorted(asyncio.run(end_under_load())) == [200, 503]
