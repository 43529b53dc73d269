"""`provino worker`: jobs, the schedule and the rendering of pictures. `provino serve` starts and watches it."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

import click
from django.conf import settings

from provino.ingest.pictures import run_pictures
from provino.jobs.worker import run_jobs, run_schedule
from provino.lib.processes import freeze_what_is_loaded

JOB_THREADS = 2
GRACE_SECONDS = 7.0  # for the job under way; what takes longer is done again by the next worker


@click.command("worker", hidden=True)
def worker() -> int:
    """Run jobs and render pictures until told to stop."""
    freeze_what_is_loaded()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if os.environ.get("PROVINO_SUPERVISED"):
        _start(lambda: _stop_with_parent(stop), "supervisor")
    loops = [_start(lambda: run_jobs(stop), f"jobs-{number}") for number in range(JOB_THREADS)]
    loops.append(_start(lambda: run_schedule(stop), "schedule"))
    loops.append(_start(lambda: run_pictures(stop, decoders=settings.PROVINO_PICTURE_WORKERS), "pictures"))
    while not stop.wait(0.5) and all(loop.is_alive() for loop in loops):
        pass
    broken = not stop.is_set()  # a loop ended on its own: end too, and be started afresh
    stop.set()
    until = time.monotonic() + GRACE_SECONDS
    for loop in loops:
        loop.join(max(0.0, until - time.monotonic()))
    sys.stdout.flush()
    os._exit(1 if broken else 0)


def _stop_with_parent(stop: threading.Event) -> None:
    """The supervisor holds the other end of standard input: its end, however it died, is ours."""
    sys.stdin.buffer.read()
    stop.set()


def _start(loop: Callable[[], object], name: str) -> threading.Thread:
    thread = threading.Thread(target=loop, name=name, daemon=True)
    thread.start()
    return thread
