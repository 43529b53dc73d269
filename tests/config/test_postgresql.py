"""The whole program on a real PostgreSQL: it starts, takes photographs, survives kills, and workers share the work."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live import until
from tests.postgresql import start_postgresql
from tests.serving import Serving, serving

pytestmark = pytest.mark.process
PHOTOS = Path(__file__).parents[2] / "demo" / "photos"
COMMAND = [sys.executable, "-m", "provino.cli.main"]
NUMBER = 300
_ENQUEUE = f"""
from datetime import datetime, UTC
from provino.jobs.models import Job
due = datetime(2026, 1, 1, tzinfo=UTC)
Job.objects.bulk_create([Job(task="jobs.sweeping.sweep_jobs_task", due_at=due) for _ in range({NUMBER})])
print(Job.objects.count())
"""
_COUNTS = """
from django.db.models import Count
from provino.jobs.models import Job
rows = Job.objects.filter(due_at__year=2026, due_at__month=1, due_at__day=1)
print(json.dumps(list(rows.values_list("state", "attempts").annotate(Count("id")))))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    address = start_postgresql(f"program-{os.getpid()}")
    with serving(tmp_path_factory.mktemp("postgresql") / "data", DATABASE_URL=address) as running:
        yield running


def command(server: Serving, *words: str) -> Any:
    """Run the command line against the server; returns what it says."""
    own = {**server.environment, "PROVINO_URL": server.url, "PROVINO_TOKEN": server.token}
    done = subprocess.run([*COMMAND, *words, "--json"], env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_photographs_come_in_through_kills_and_become_ready(server: Serving) -> None:
    gallery = server.new_gallery()
    files = [str(path) for path in sorted(PHOTOS.rglob("*")) if path.suffix.lower() == ".jpg"]
    command(server, "upload", gallery, *files)
    for word in ("worker", "web_process"):  # in the middle of rendering
        process = until(partial(server.child, word))
        process.kill()
    server.wait_ready()
    photos = server.wait_rendered()
    assert len(photos) == len(files) > 10
    assert {photo["state"] for photo in photos} == {"ready"}
    assert not (server.data / "provino.sqlite3").exists()
    page = httpx.get(f"{server.url}/g/{gallery}/")
    assert page.status_code == 200
    assert "Anna i Piotr" in page.text
    assert httpx.get(f"{server.url}/readyz").json()["ok"] is True


def test_two_more_workers_share_the_jobs_and_each_is_done_once(server: Serving) -> None:
    with ExitStack() as stack:
        for _ in range(2):
            process = stack.enter_context(subprocess.Popen([*COMMAND, "worker"], env=server.environment))
            stack.callback(process.send_signal, signal.SIGTERM)
        server.python(_ENQUEUE)
        until(lambda: server.python(_COUNTS) == [["done", 1, NUMBER]], seconds=60)
