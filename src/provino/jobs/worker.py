"""The loops of a worker: run what is due, see what becomes due."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from django.db import DatabaseError, close_old_connections, connection

from provino.jobs.changes import Changes
from provino.jobs.models import Job
from provino.jobs.queue import LEASE, claim_job, fail_job, finish_job, job_waits, release_dead_leases, renew_lease
from provino.jobs.schedule import enqueue_due_tasks
from provino.jobs.tasks import load_tasks, registered_task
from provino.lib.lookout import Lookout
from provino.lib.processes import process_name

T = TypeVar("T")

IDLE_SECONDS = 0.5
SCHEDULE_SECONDS = 5.0

logger = logging.getLogger(__name__)
_lookout: Lookout[Job] = Lookout(seconds=IDLE_SECONDS)


def run_jobs(stop: threading.Event) -> None:
    """Run due jobs one after another until `stop` is set; several threads and processes may do so at once."""
    load_tasks()
    owner = process_name()
    changes = Changes()

    def claim() -> Job | None:
        return _survive(lambda: claim_job(owner=owner))

    try:
        _survive(release_dead_leases)
        while not stop.is_set():
            job = _lookout.next(claim, waits=lambda: _survive(lambda: changes.possible() and job_waits()), stop=stop)
            if job is not None:
                _survive(partial(_run, job))
    finally:
        connection.close()


def run_schedule(stop: threading.Event) -> None:
    """Put periodic tasks into the queue when they are due, until `stop` is set."""
    try:
        while not stop.is_set():
            _survive(enqueue_due_tasks)
            stop.wait(SCHEDULE_SECONDS)
    finally:
        connection.close()


def run_next_job(*, owner: str) -> bool:
    """Take and run one job; False when nothing is due."""
    job = claim_job(owner=owner)
    if job is not None:
        _run(job)
    return job is not None


def run_due_jobs(*, limit: int = 1000) -> int:
    """Run everything that is due now, in this thread; returns how many jobs. For commands and tests."""
    load_tasks()
    count = 0
    while count < limit and run_next_job(owner=process_name()):
        count += 1
    return count


def _run(job: Job) -> None:
    try:
        with _lease_renewed(job):
            registered_task(job.task).function(**job.arguments)
    except Exception as error:
        logger.exception("job %s failed", job.task, extra={"job": job.pk})
        fail_job(job, error=f"{type(error).__name__}: {error}")
    else:
        finish_job(job)


@contextmanager
def _lease_renewed(job: Job) -> Iterator[None]:
    ended = threading.Event()
    thread = threading.Thread(target=_renew_until, args=(job, ended), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _renew_until(job: Job, ended: threading.Event) -> None:
    held = True
    while held and not ended.wait(LEASE.total_seconds() / 3):
        try:
            held = renew_lease(job)
        except DatabaseError:
            logger.exception("lease not renewed", extra={"job": job.pk})
        finally:
            connection.close()


def _survive(step: Callable[[], T]) -> T | None:
    """A database that is away for a moment must not end the worker: None then."""
    try:
        close_old_connections()
        return step()
    except DatabaseError:
        logger.exception("the database did not answer")
        connection.close()
        return None
