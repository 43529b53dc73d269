"""The loops of a worker: run what is due, see what becomes due."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from functools import partial
from typing import TypeVar

from django.db import DatabaseError, close_old_connections, connection, connections

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

    hands = ThreadPoolExecutor(max_workers=1, thread_name_prefix="task")
    try:
        _survive(release_dead_leases)
        while not stop.is_set():
            job = _lookout.next(claim, waits=lambda: _survive(lambda: changes.possible() and job_waits()), stop=stop)
            if job is not None:
                _survive(partial(run_job, job, hands=hands))
    finally:
        hands.submit(connections.close_all)  # those of that thread
        hands.shutdown()
        connection.close()


def run_schedule(stop: threading.Event) -> None:
    """Put periodic tasks into the queue when they are due, until `stop` is set."""
    try:
        while not stop.is_set():
            _survive(enqueue_due_tasks)
            stop.wait(SCHEDULE_SECONDS)
    finally:
        connection.close()


def run_job(job: Job, *, hands: Executor) -> None:
    """Run a claimed job's task on a thread of `hands`, hold its lease meanwhile, and write down how it ended.

    Whatever the task raises is the end of that call alone: it is logged, and the job tried again later.
    """
    call = hands.submit(_call, job)
    while wait([call], timeout=LEASE.total_seconds() / 3).not_done:
        _survive(partial(renew_lease, job))
    error = call.exception()
    if error is None:
        finish_job(job)
    else:
        logger.error("job %s failed", job.task, exc_info=error, extra={"job": job.pk})
        fail_job(job, error=f"{type(error).__name__}: {error}")


def _call(job: Job) -> None:
    close_old_connections()
    registered_task(job.task).function(**job.arguments)


def _survive(step: Callable[[], T]) -> T | None:
    """A database that is away for a moment must not end the worker: None then."""
    try:
        close_old_connections()
        return step()
    except DatabaseError:
        logger.exception("the database did not answer")
        connection.close()
        return None
