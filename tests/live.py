"""The real web process on a data folder of its own, with a gallery, for tests that need bytes to cross a socket."""

import hashlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

SECRET = "only-for-tests-" + "x" * 40
_GALLERY = """
import json, sys
import django
django.setup()
from provino.cli.prepare import prepare
prepare()
from tests.factories import make_finished_file, make_gallery, make_photo
from provino.handover.models import Handover
gallery, other = make_gallery(), make_gallery()
handover = Handover.objects.create(gallery=gallery, round=1)
finished = make_finished_file(gallery=gallery, handover=handover)
unpublished = make_finished_file(gallery=gallery)
shown, hidden = make_photo(gallery=gallery), make_photo(gallery=gallery, hidden=True)
print(json.dumps({
    "studio": gallery.studio.public_id, "gallery": gallery.public_id,
    "other_studio": other.studio.public_id, "other": other.public_id,
    "shown": shown.public_id, "hidden": hidden.public_id,
    "finished": finished.public_id, "unpublished": unpublished.public_id,
}))
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def until(true: Callable[[], Any], *, seconds: float = 30) -> Any:
    """Wait for something that other processes do; fails when it does not happen."""
    deadline = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return value


def environment(data: Path, **changes: str) -> dict[str, str]:
    """What a process of Provino needs to work on `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PROVINO_", "DATABASE_URL"))}
    own = {"PROVINO_DATA": str(data), "PROVINO_SECRET_KEY": SECRET, "PROVINO_LOG_LEVEL": "warning"}
    own["PROVINO_SQLITE_SYNCHRONOUS"] = "normal"  # no test cuts the power
    paths = {"PYTHONPATH": os.pathsep.join(["src", "."]), "DJANGO_SETTINGS_MODULE": "provino.config.settings"}
    return {**kept, **own, **paths, **changes}


@dataclass(slots=True)
class Live:
    """A web process: its address, its data folder, and the public ids of what is in it."""

    url: str
    data: Path
    process: "subprocess.Popen[bytes]"
    ids: dict[str, str] = field(default_factory=dict)

    def sql(self, statement: str, *values: Any) -> None:
        """Change a row as another process would."""
        with sqlite3.connect(self.data / "provino.sqlite3", timeout=20) as connection:
            connection.execute(statement, values)
        connection.close()

    def write_file(self, key: str, content: bytes) -> str:
        """Store a file and return its SHA-256."""
        path = self.data / "files" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return hashlib.sha256(content).hexdigest()

    def journal(self) -> list[dict[str, Any]]:
        """All lines of the journal, whether or not handed over yet."""
        files = sorted((self.data / "journal").glob("*"))
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]


@contextmanager
def running_web(data: Path, **changes: str) -> Iterator[Live]:
    """Start the web process on a new data folder with one gallery; ends it at the end."""
    own = environment(data, **changes)
    done = subprocess.run([sys.executable, "-c", _GALLERY], env=own, check=True, capture_output=True, text=True)
    port = free_port()
    command = [sys.executable, "-m", "provino.config.web_process", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, env=own)
    live = Live(f"http://127.0.0.1:{port}", data, process, json.loads(done.stdout.splitlines()[-1]))
    try:
        until(lambda: answers(live.url))
        yield live
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def answers(url: str) -> bool:
    """Whether a server answers there."""
    try:
        return httpx.get(f"{url}/healthz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False
