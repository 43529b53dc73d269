"""Fifty slow uploads must not slow a gallery page: its p99 with them and without, in turns.

make bench ONLY=slowuploads
"""

import asyncio
import base64
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
from tests.serving import Serving, serving

UPLOADS = 50
BYTES_A_SECOND = 50_000
PIECES_A_SECOND = 5
ROUNDS = 3
PAGES = 300
LIMIT = 2.0
SIZE = 50_000_000
PHOTOS = 200

_PHOTOS = """
from provino.galleries.models import Gallery
from tests.factories import make_photo
gallery = Gallery.objects.get()
for _ in range(%d):
    make_photo(gallery=gallery)
print("null")
"""


def run() -> list[dict[str, Any]]:
    """Measure `slowuploads`: p99 of the client's gallery page in milliseconds; the limit is twice its value at rest."""
    with tempfile.TemporaryDirectory(prefix="provino-bench-") as name, serving(Path(name) / "data") as server:
        server.environment["PYTHONPATH"] += f":{Path(__file__).resolve().parents[1]}"
        gallery = server.new_gallery()
        server.python(_PHOTOS % PHOTOS)
        rounds = asyncio.run(_rounds(server, gallery))
        sent = max(upload["offset"] for upload in _unfinished(server, gallery))
    quiet, busy = (statistics.median(column) for column in zip(*rounds, strict=True))
    limit = LIMIT * quiet
    detail = (
        f"{UPLOADS} uploads at {BYTES_A_SECOND // 1000} kB/s, {PAGES} pages one after another, p99 quiet/busy: "
        + ", ".join(f"{a:.1f}/{b:.1f}" for a, b in rounds)
        + f"; the furthest upload had {sent / 1e6:.1f} MB stored"
    )
    return [
        {
            "name": "slowuploads",
            "ours": round(busy, 2),
            "reference": round(limit, 2),
            "ratio": round(limit / busy, 3),
            "goal": 1,
            "met": busy <= limit,
            "unit": "ms",
            "detail": detail,
        }
    ]


async def _rounds(server: Serving, gallery: str) -> list[tuple[float, float]]:
    rounds = []
    page = f"{server.url}/g/{gallery}/"
    await _p99(page)  # warm
    for _ in range(ROUNDS):
        quiet = await _p99(page)
        async with httpx.AsyncClient(
            base_url=server.url, headers=_headers(server), timeout=600, limits=httpx.Limits(max_connections=UPLOADS)
        ) as client:
            uploads = [asyncio.create_task(_slow_upload(client, gallery, number)) for number in range(UPLOADS)]
            await asyncio.sleep(3)  # all under way
            busy = await _p99(page)
            for upload in uploads:
                upload.cancel()
            await asyncio.gather(*uploads, return_exceptions=True)
        rounds.append((quiet, busy))
    return rounds


async def _p99(page: str) -> float:
    """Milliseconds, from a process of its own: the one that sends the uploads is busy."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _MEASURE, page, str(PAGES), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the gallery page did not answer")
    return float(said)


_MEASURE = """
import http.client, sys, time
from urllib.parse import urlsplit
page = urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(page.hostname, page.port)
times = []
for _ in range(int(sys.argv[2])):
    started = time.perf_counter()
    connection.request("GET", page.path)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    times.append((time.perf_counter() - started) * 1000)
    time.sleep(0.005)
print(sorted(times)[int(len(times) * 0.99)])
"""


def _headers(server: Serving) -> dict[str, str]:
    return {**server.bearer, "Tus-Resumable": "1.0.0"}


async def _slow_upload(client: httpx.AsyncClient, gallery: str, number: int) -> None:
    told = {"gallery": gallery, "filename": f"slow{number}.jpg"}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    answer = await client.post("/api/v1/uploads", headers={"Upload-Length": str(SIZE), "Upload-Metadata": metadata})
    part = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    await client.patch(answer.headers["Location"], headers=part, content=_slowly())


async def _slowly() -> AsyncIterator[bytes]:
    piece = b"\xff" * (BYTES_A_SECOND // PIECES_A_SECOND)
    due = time.monotonic()
    for _ in range(SIZE // len(piece)):
        yield piece
        due += 1 / PIECES_A_SECOND
        await asyncio.sleep(max(0.0, due - time.monotonic()))


def _unfinished(server: Serving, gallery: str) -> list[dict[str, Any]]:
    answer = httpx.get(f"{server.url}/api/v1/uploads?gallery={gallery}", headers=server.bearer)
    return list(answer.json()["items"])


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
