"""Tasks for the tests of the queue, what they were called with (`calls`), and a worker that stops when nothing is due."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from provino.jobs.queue import claim_job
from provino.jobs.tasks import every, task
from provino.jobs.worker import run_job
from provino.lib.processes import process_name

calls: list[int] = []
may_end = threading.Event()


@task
def note_task(number: int) -> None:
    calls.append(number)


@task
def refuse_task(number: int) -> None:
    raise ValueError(f"no {number}, password=hunter2")


@task
def wait_task() -> None:
    assert may_end.wait(30)


@every(hours=1)
def hourly_task() -> None:
    calls.append(60)


HOUR = timedelta(hours=1)


def run_due_jobs() -> int:
    """Run everything that is due now as a worker does; returns how many jobs."""
    count = 0
    with ThreadPoolExecutor(max_workers=1) as hands:
        while (job := claim_job(owner=process_name())) is not None:
            run_job(job, hands=hands)
            count += 1
    return count
