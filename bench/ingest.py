"""From HTTP to "all renditions ready": against a bare libvips loop, against sharp, and what it takes of memory.

make bench ONLY=ingest
"""

import base64
import http.client
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.serving import Serving, serving

from bench.photographs import photographs

ROUNDS = 3
WORKERS = os.cpu_count() or 2
CONNECTIONS = 3
MEMORY_LIMIT_MB = 600
PEERS = Path(__file__).resolve().parent / "peers"
_WAITING = "SELECT count(*) FROM galleries_photo WHERE state = 'pending'"
_FAILED = "SELECT count(*) FROM galleries_photo WHERE state = 'failed'"


def run() -> list[dict[str, Any]]:
    """Measure `ingest.rate`, `ingest.sharp` (photos/s) and `ingest.memory` (MB); medians of alternating runs."""
    files = photographs()
    _install_peers()
    with tempfile.TemporaryDirectory(prefix="provino-bench-") as name:
        folder = Path(name)
        with serving(folder / "data", PROVINO_PICTURE_WORKERS=str(WORKERS)) as server:
            memory = _peak_memory(server, files)
            rounds = []
            for number in range(ROUNDS):
                seconds = (
                    _ours(server, files),
                    _libvips(folder / f"v{number}", files),
                    _sharp(folder / f"s{number}", files),
                )
                rounds.append([len(files) / one for one in seconds])
    ours, bare, sharp = (statistics.median(column) for column in zip(*rounds, strict=True))
    detail = f"{len(files)} photographs, {WORKERS} workers, {ROUNDS} alternating runs: ours/libvips/sharp " + ", ".join(
        "/".join(f"{rate:.2f}" for rate in one) for one in rounds
    )
    return [
        _figure("ingest.rate", ours, bare, ours / bare, goal=0.85, unit="photos/s", detail=detail),
        _figure("ingest.sharp", ours, sharp, ours / sharp, goal=1.0, unit="photos/s", detail=detail),
        _figure(
            "ingest.memory",
            memory,
            MEMORY_LIMIT_MB,
            MEMORY_LIMIT_MB / memory,
            goal=1,
            unit="MB",
            detail="peak of all processes together, shared pages counted once (PSS), every 0.1 s",
        ),
    ]


def _figure(
    name: str, ours: float, reference: float, ratio: float, *, goal: float, unit: str, detail: str
) -> dict[str, Any]:
    return {
        "name": name,
        "ours": round(ours, 2),
        "reference": round(reference, 2),
        "ratio": round(ratio, 3),
        "goal": goal,
        "met": ratio >= goal,
        "unit": unit,
        "detail": detail,
    }


def _ours(server: Serving, files: list[Path]) -> float:
    """Seconds from the first byte sent to the last picture ready."""
    gallery = server.new_gallery()
    database = sqlite3.connect(f"file:{server.data}/provino.sqlite3?mode=ro", uri=True)
    started = time.monotonic()
    _upload_all(server, gallery, files)
    while database.execute(_WAITING).fetchone()[0]:
        time.sleep(0.02)
    seconds = time.monotonic() - started
    failed = database.execute(_FAILED).fetchone()[0]
    database.close()
    if failed:
        raise RuntimeError(f"{failed} photographs failed: {server.log()}")
    return seconds


def _upload_all(server: Serving, gallery: str, files: list[Path]) -> None:
    waiting = list(reversed(files))
    failures: list[BaseException] = []

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        try:
            while waiting and not failures:
                _upload(connection, server.token, gallery, waiting.pop())
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def _upload(connection: http.client.HTTPConnection, token: str, gallery: str, path: Path) -> None:
    headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}
    told = {"gallery": gallery, "filename": path.name}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    created = {**headers, "Upload-Length": str(path.stat().st_size), "Upload-Metadata": metadata, "Content-Length": "0"}
    location = _ask(connection, "POST", "/api/v1/uploads", created, None, status=201)
    part = {**headers, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    _ask(connection, "PATCH", location, part, path.read_bytes(), status=204)


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes | None,
    *,
    status: int,
) -> str:
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != status:
        raise RuntimeError(f"{method} {path}: {answer.status} {said[:200]!r}")
    return answer.headers.get("Location", "")


def _peak_memory(server: Serving, files: list[Path]) -> float:
    """Peak memory of a run of its own: looking costs time that the rate must not pay."""
    ended = threading.Event()
    peak = [0.0]

    def watch() -> None:
        while not ended.wait(0.1):
            peak[0] = max(peak[0], server.memory_mb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        _ours(server, files)
    finally:
        ended.set()
        watcher.join()
    return peak[0]


def _libvips(out: Path, files: list[Path]) -> float:
    return _timed(out, lambda: _bare_loops(out, files))


def _bare_loops(out: Path, files: list[Path]) -> None:
    environment = {**os.environ, "VIPS_CONCURRENCY": "1"}
    commands = [
        [sys.executable, str(PEERS / "libvips.py"), str(out), *map(str, files[part::WORKERS])]
        for part in range(WORKERS)
    ]
    loops = [subprocess.Popen(command, env=environment) for command in commands]
    codes = [loop.wait() for loop in loops]
    if any(codes):
        raise RuntimeError("the bare loop failed")


def _timed(out: Path, call: Callable[[], object]) -> float:
    out.mkdir()
    started = time.monotonic()
    call()
    seconds = time.monotonic() - started
    shutil.rmtree(out)
    return seconds


def _sharp(out: Path, files: list[Path]) -> float:
    """Seconds by sharp's own clock: starting Node is not counted."""
    command = [str(_tool("node")), str(PEERS / "sharp.mjs"), str(out), str(WORKERS), *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    shutil.rmtree(out)
    return float(json.loads(done.stdout))


def _install_peers() -> None:
    if not (PEERS / "node_modules" / "sharp").exists():
        subprocess.run([str(_tool("npm")), "ci"], cwd=PEERS, check=True, capture_output=True)


def _tool(name: str) -> Path:
    return Path(sys.executable).parent / name


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
