"""`provino worker`: background jobs and pictures, in one process."""

import os
import signal
import sys
import threading
from types import FrameType

import click
from django.conf import settings

from provino.ingest.finishing import finish_left_uploads
from provino.ingest.pictures import run_pictures
from provino.ingest.rendering import render_outdated
from provino.jobs.queue import release_dead_leases
from provino.jobs.worker import run_jobs, run_schedule

JOB_THREADS = 2
GRACE_SECONDS = 10.0


@click.command()
def worker() -> None:
    """Run background jobs and make pictures ready, until stopped. `provino serve` does so by itself."""
    stop = threading.Event()
    _stop_on_signals(stop)
    if os.environ.get("PROVINO_SUPERVISED"):
        threading.Thread(target=_stop_with_parent, args=(stop,), daemon=True).start()
    run_worker(stop)


def run_worker(stop: threading.Event) -> None:
    """Run everything a worker does until `stop` is set; what does not end in time is taken up after the next start."""
    release_dead_leases()
    finish_left_uploads()
    render_outdated()
    loops = [
        threading.Thread(
            target=run_pictures, args=(stop,), kwargs={"decoders": settings.PROVINO_PICTURE_WORKERS}, daemon=True
        ),
        threading.Thread(target=run_schedule, args=(stop,), daemon=True),
        *(threading.Thread(target=run_jobs, args=(stop,), daemon=True) for _ in range(JOB_THREADS)),
    ]
    for loop in loops:
        loop.start()
    while not stop.wait(1.0):
        if not all(loop.is_alive() for loop in loops):
            sys.exit("a loop of the worker ended: leaving, so that the supervisor starts a fresh one")
    for loop in loops:
        loop.join(timeout=GRACE_SECONDS)


def _stop_on_signals(stop: threading.Event) -> None:
    def handle(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)


def _stop_with_parent(stop: threading.Event) -> None:
    """The supervisor holds the other end of standard input: its end, however it died, is ours."""
    sys.stdin.buffer.read()
    stop.set()
