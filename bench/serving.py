"""Pictures and originals through our front, against nginx's sendfile on the same files in the same minute."""

import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROUNDS = 5
SECONDS = 3
THUMBNAILS, THUMBNAIL_BYTES = 400, 30_000
ORIGINALS, ORIGINAL_BYTES = 20, 11_000_000

PREPARE = """
import hashlib, json, os, sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable")
from django.utils import timezone
from provino.galleries.addresses import file_url, media_prefix
from provino.galleries.files import original_key, rendition_key, storage
from provino.galleries.models import Gallery
from provino.lib.public_ids import new_public_id
from provino.lib.signatures import FileGrant
from provino.studios.models import Studio
thumbnails, thumbnail_bytes, originals, original_bytes = map(int, sys.argv[1:])
gallery = Gallery.objects.create(studio=Studio.objects.create(name="Bench"), title="Bench", visibility="open")
prefix, made = media_prefix(gallery, "c"), {"thumbnails": [], "originals": []}
for _ in range(thumbnails):
    picture = new_public_id()
    key = rendition_key(gallery, picture, "0123456789", "webp")
    storage().write(key, os.urandom(thumbnail_bytes))
    made["thumbnails"].append([f"{prefix}{picture}/0123456789.webp", f"/{key}"])
for _ in range(originals):
    content = os.urandom(original_bytes)
    sha256 = hashlib.sha256(content).hexdigest()
    key = original_key(gallery, sha256)
    storage().write(key, content)
    grant = FileGrant(
        key=key, size=len(content), media_type="image/jpeg", filename="IMG_0001.JPG", sha256=sha256,
        gallery=gallery.public_id, access_version=1, expires=int(timezone.now().timestamp()) + 86400, download="bench",
    )
    made["originals"].append([file_url(grant), f"/{key}"])
print(json.dumps(made))
"""

NGINX = """
{user}worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log; daemon off;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  types {{ image/webp webp; image/jpeg jpg; }}
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""

WRK_SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local next_path = 0
request = function()
  next_path = next_path %% #paths + 1
  return wrk.format("GET", paths[next_path])
end
done = function(summary, latency)
  io.stderr:write(string.format("%%d %%d %%d %%d\\n", summary.requests, summary.bytes, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect))
end
"""


def run() -> list[dict[str, Any]]:
    """Measure `thumbnails` (requests/s) and `originals` (MB/s); medians of alternating runs."""
    with tempfile.TemporaryDirectory(prefix="provino-bench-") as name, serving(Path(name)) as (ours, nginx, made):
        folder = Path(name)
        return [
            _figure("thumbnails", ours, nginx, made["thumbnails"], folder, connections=32, goal=0.15),
            _figure("originals", ours, nginx, made["originals"], folder, connections=8, goal=0.85),
        ]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, str, dict[str, list[list[str]]]]]:
    """Our web process and nginx on the same made-up files; yields both addresses and pairs of paths."""
    environment = {
        **os.environ,
        "PROVINO_DATA": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "provino.config.settings",
        "PROVINO_SECRET_KEY": secrets.token_urlsafe(48),
    }
    sizes = map(str, (THUMBNAILS, THUMBNAIL_BYTES, ORIGINALS, ORIGINAL_BYTES))
    prepared = subprocess.run(
        [sys.executable, "-c", PREPARE, *sizes], env=environment, check=True, capture_output=True, text=True
    )
    made = json.loads(prepared.stdout)
    ports = _free_port(), _free_port()
    config = folder / "nginx.conf"
    config.write_text(
        NGINX.format(
            user="user root; " if os.geteuid() == 0 else "",
            folder=folder,
            port=ports[1],
            root=folder / "data" / "files",
        )
    )
    web = [sys.executable, "-m", "provino.config.web_process", "--host", "127.0.0.1", "--port", str(ports[0])]
    processes = [subprocess.Popen(web, env=environment), subprocess.Popen(["nginx", "-c", str(config)])]
    try:
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        _wait(addresses[0] + made["thumbnails"][0][0])
        _wait(addresses[1] + made["thumbnails"][0][1])
        yield addresses[0], addresses[1], made
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(20)


def _figure(
    name: str, ours: str, nginx: str, paths: list[list[str]], folder: Path, *, connections: int, goal: float
) -> dict[str, Any]:
    mine, theirs = folder / "ours.txt", folder / "nginx.txt"
    mine.write_text("\n".join(pair[0] for pair in paths))
    theirs.write_text("\n".join(pair[1] for pair in paths))
    _wrk(ours, mine, connections=connections, seconds=1)
    _wrk(nginx, theirs, connections=connections, seconds=1)
    unit = 0 if name == "thumbnails" else 1
    rounds = [
        (
            _wrk(ours, mine, connections=connections, seconds=SECONDS)[unit],
            _wrk(nginx, theirs, connections=connections, seconds=SECONDS)[unit],
        )
        for _ in range(ROUNDS)
    ]
    our_median, reference = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = our_median / reference
    return {
        "name": name,
        "ours": round(our_median, 1),
        "reference": round(reference, 1),
        "ratio": round(ratio, 3),
        "goal": goal,
        "met": ratio >= goal,
        "unit": "requests/s" if unit == 0 else "MB/s",
        "detail": f"nginx sendfile, {connections} connections, {ROUNDS} alternating runs of {SECONDS} s: "
        + ", ".join(f"{a:.0f}/{b:.0f}" for a, b in rounds),
    }


def _wrk(address: str, paths: Path, *, connections: int, seconds: int) -> tuple[float, float]:
    """Requests and megabytes a second. Raises RuntimeError when an answer was not a success."""
    script = paths.with_suffix(".lua")
    script.write_text(WRK_SCRIPT % paths)
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), address],
        check=True,
        capture_output=True,
        text=True,
    )
    requests, size, microseconds, errors = map(int, done.stderr.split())
    if errors:
        raise RuntimeError(f"{errors} of {requests} answers failed at {address}")
    return requests * 1e6 / microseconds, size / microseconds


def _wait(url: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{url.split('/media')[0]} does not answer")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
