"""Each due time once, however many workers look; each job once, however many workers take."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from provino.jobs.models import Job, JobState, Schedule
from provino.jobs.schedule import enqueue_due_tasks
from provino.jobs.tasks import enqueue, periodic_tasks, task_name
from provino.jobs.worker import run_jobs
from tests.jobs import tasks
from tests.jobs.tasks import hourly_task, note_task

HOURLY = task_name(hourly_task)


def at_once(call: Callable[[], object], *, times: int) -> None:
    """Run `call` in so many threads, all let go at the same moment."""
    barrier = threading.Barrier(times)
    errors: list[Exception] = []

    def run() -> None:
        try:
            barrier.wait()
            call()
        except (DatabaseError, threading.BrokenBarrierError) as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_due_time_is_used_once_by_two_schedulers() -> None:
    for round_number in range(5):
        due = timezone.now() - timedelta(seconds=1)
        Schedule.objects.update_or_create(task=HOURLY, defaults={"due_at": due})
        Job.objects.filter(task=HOURLY).update(state=JobState.DONE)
        at_once(enqueue_due_tasks, times=4)
        assert Job.objects.filter(task=HOURLY).count() == round_number + 1
    assert Schedule.objects.get(task=HOURLY).due_at > timezone.now() + timedelta(minutes=59)


@pytest.mark.django_db(transaction=True)
def test_first_schedulers_at_once_make_one_row_a_task() -> None:
    at_once(enqueue_due_tasks, times=4)
    names = sorted(task.name for task in periodic_tasks())
    assert sorted(Schedule.objects.values_list("task", flat=True)) == names
    assert sorted(Job.objects.values_list("task", flat=True)) == names


@pytest.mark.django_db
def test_missed_times_are_not_made_up_for() -> None:
    Schedule.objects.create(task=HOURLY, due_at=timezone.now() - timedelta(days=3))
    enqueue_due_tasks()
    enqueue_due_tasks()
    assert Job.objects.filter(task=HOURLY).count() == 1


@pytest.mark.django_db(transaction=True)
def test_each_job_is_run_once_by_many_workers() -> None:
    tasks.calls.clear()
    for number in range(40):
        enqueue(note_task, number=number)
    stop = threading.Event()

    def work() -> None:
        run_jobs(stop)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    while Job.objects.exclude(state=JobState.DONE).exists():
        stop.wait(0.05)
    stop.set()
    for worker in workers:
        worker.join()
    assert sorted(tasks.calls) == list(range(40))
