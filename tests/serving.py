"""A whole Provino as a photographer runs it: `provino serve` with a data folder and a port of its own."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

READY_SECONDS = 60.0
_GONE = (psutil.NoSuchProcess, psutil.AccessDenied, ProcessLookupError, FileNotFoundError)

_STUDIO = """
from provino.studios.models import Member, Studio
from provino.accounts.models import User
from provino.studios.tokens import create_token
studio = Studio.objects.create(name="Studio Światło", currency="PLN", time_zone="Europe/Warsaw", language="pl")
user = User.objects.create_user("maria@example.com", "correct horse battery", name="Maria Wójcik")
member = Member.objects.create(studio=studio, user=user, role="owner")
token, secret = create_token(member, by=member)
print(json.dumps({"studio": studio.public_id, "member": member.public_id, "token": secret}))
"""
_GALLERY = """
from provino.galleries.models import Gallery
from provino.studios.models import Studio
gallery = Gallery.objects.create(studio=Studio.objects.get(), title="Anna i Piotr", visibility="open")
print(json.dumps({"id": gallery.public_id}))
"""
_PHOTOS = """
from provino.galleries.models import Photo
names = ["public_id", "state", "reason", "original_name", "relative_path", "sha256", "gallery__public_id"]
print(json.dumps(list(Photo.objects.filter(deleted_at=None).order_by("id").values(*names))))
"""


@dataclass
class Serving:
    """A running server; `url` has no slash at its end."""

    data: Path
    port: int
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    _account: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        """A token with all scopes, of the owner of a studio made at first asking."""
        if not self._account:
            self._account = self.python(_STUDIO)
        return self._account["token"]

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def new_gallery(self) -> str:
        """Make an open gallery in that studio; returns its id."""
        assert self.token
        return str(self.python(_GALLERY)["id"])

    def upload(
        self, gallery: str, name: str, content: bytes, *, client: httpx.Client | None = None, **told: str
    ) -> dict[str, str]:
        """Upload a file in one part; returns `outcome` and `photo`."""
        http: Any = client or httpx
        headers = {**self.bearer, "Tus-Resumable": "1.0.0"}
        fields = {"gallery": gallery, "filename": name, **told}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items())
        creation = {**headers, "Upload-Length": str(len(content)), "Upload-Metadata": metadata}
        answer = http.post(f"{self.url}/api/v1/uploads", headers=creation, timeout=60)
        assert answer.status_code == 201, answer.text
        if content:
            part = {**headers, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
            answer = http.patch(self.url + answer.headers["Location"], headers=part, content=content, timeout=60)
            assert answer.status_code == 204, answer.text
        return {"outcome": answer.headers["Provino-Outcome"], "photo": answer.headers["Provino-Photo"]}

    def photos(self) -> list[dict[str, Any]]:
        """State, reason, name, path and hash of every living photo, as the database has them."""
        return list(self.python(_PHOTOS))

    def wait_rendered(self, *, seconds: float = 120) -> list[dict[str, Any]]:
        """Wait until no photo is pending; returns the photos."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            photos = self.photos()
            if all(photo["state"] != "pending" for photo in photos):
                return photos
            time.sleep(0.2)
        raise AssertionError(f"pictures still wait: {self.log()}")

    def python(self, code: str) -> Any:
        """Run code on the data folder in a process of its own; returns what it printed last, as JSON."""
        start = "import json, django\ndjango.setup()\n"
        command = [sys.executable, "-c", start + code]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.strip().rpartition("\n")[2])

    def start(self) -> None:
        """Start and wait until it answers."""
        command = [sys.executable, "-m", "provino.cli.main", "serve", "--port", str(self.port)]
        with (self.data / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        self.wait_ready()

    def wait_ready(self) -> None:
        """Wait until it answers; fails with its log when it does not."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(self.log())

    def log(self) -> str:
        """The end of what it said."""
        return (self.data / "serve.log").read_text(encoding="utf-8", errors="replace")[-8000:]

    def processes(self) -> list[psutil.Process]:
        """The supervisor and everything below it."""
        assert self.process is not None
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def child(self, word: str) -> psutil.Process | None:
        """The process whose supervisor we started and whose command line contains `word` (`web_process`, `worker`)."""
        assert self.process is not None
        for process in psutil.Process(self.process.pid).children():
            try:
                if any(word in part for part in process.cmdline()):
                    return process
            except _GONE:
                continue
        return None

    def memory_mb(self) -> float:
        """Memory of all processes together, shared pages counted once (PSS)."""
        total = 0
        for process in self.processes():
            try:
                total += process.memory_full_info().pss
            except _GONE:
                continue
        return total / 1e6

    def stop(self) -> int:
        """Stop it as Ctrl-C does; returns its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=20)
        finally:
            self.process.kill()


@contextmanager
def serving(data: Path, *, before: Callable[[Serving], None] | None = None, **environment: str) -> Iterator[Serving]:
    """Run a server on `data` for the time of the block; `environment` holds settings such as `PROVINO_PICTURE_WORKERS="1"`.

    `before` may fill the data folder before it starts.
    """
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    data.mkdir(parents=True, exist_ok=True)
    ours = ("PROVINO_", "DJANGO_", "DATABASE_URL")
    settings = {
        "DJANGO_SETTINGS_MODULE": "provino.config.settings",
        "PYTHONPATH": str(Path(__file__).parent.parent / "src"),
        "PROVINO_DATA": str(data),
        "PROVINO_PORT": str(port),
        **environment,
    }
    passed_on = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    server = Serving(data=data, port=port, environment={**passed_on, **settings})
    if before is not None:
        before(server)
    try:
        server.start()
        yield server
    finally:
        server.stop()
