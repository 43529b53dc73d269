"""The whole web process: pages beside slow clients, and a clean end."""

import signal
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from provino.lib.public_ids import new_public_id
from tests.live import Live, running_web
from tests.media.test_downloads import file_path, lines_of, slow_reader

pytestmark = pytest.mark.process


@pytest.fixture
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with running_web(tmp_path_factory.mktemp("front"), PROVINO_TRUSTED_PROXIES="127.0.0.0/8") as running:
        yield running


def test_sigterm_ends_within_seconds_although_a_download_is_slow(live: Live) -> None:
    download = new_public_id()
    path = file_path(live, bytes(80_000_000), download=download)
    with slow_reader(live, path) as reader:
        reader.recv(1000)
        live.process.send_signal(signal.SIGTERM)
        assert live.process.wait(10) == 0
    (line,) = lines_of(live, download)
    assert (line["complete"], line["reason"]) == (False, "stopped")


def test_slow_request_bodies_hold_no_thread(live: Live) -> None:
    address = urlsplit(live.url)
    clients = [socket.create_connection((address.hostname or "", address.port or 0)) for _ in range(30)]
    try:
        for client in clients:
            client.sendall(b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nhalf")
        for _ in range(10):
            assert httpx.get(f"{live.url}/healthz", timeout=5).status_code == 200
    finally:
        for client in clients:
            client.close()


def test_page_request_that_is_too_large_is_refused(live: Live) -> None:
    answer = httpx.post(f"{live.url}/account/login/", content=bytes(26 << 20), timeout=30)
    assert answer.status_code == 413


def test_no_file_is_left_of_spooled_bodies(live: Live) -> None:
    httpx.post(f"{live.url}/account/login/", content=bytes(3 << 20), timeout=30)
    assert list((live.data / "incoming").iterdir()) == []
