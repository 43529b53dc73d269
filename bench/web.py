"""Our web process alone, for benchmarks of pages."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def web_process(environment: dict[str, str]) -> Iterator[str]:
    """Serve with these settings; yields the address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "provino.config.web_process", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str) -> None:
    for _attempt in range(200):
        try:
            httpx.get(url + "/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web process did not answer.")
