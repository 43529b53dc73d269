"""Each due time once, however many workers look; each job once, however many workers take."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from provino.jobs import worker as worker_module
from provino.jobs.models import Job, JobState, Schedule
from provino.jobs.queue import claim_job
from provino.jobs.schedule import enqueue_due_tasks
from provino.jobs.tasks import enqueue, periodic_tasks, task_name
from provino.jobs.worker import run_job, run_jobs
from tests.jobs import tasks
from tests.jobs.tasks import hourly_task, note_task, refuse_task, wait_task

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


@pytest.mark.django_db(transaction=True)
def test_worker_lives_on_after_a_task_that_raised(caplog: pytest.LogCaptureFixture) -> None:
    tasks.calls.clear()
    enqueue(refuse_task, number=1)
    Job.objects.create(task="gone.task", due_at=timezone.now())
    enqueue(note_task, number=2)
    stop = threading.Event()
    worker = threading.Thread(target=run_jobs, args=(stop,))
    worker.start()
    while not Job.objects.filter(state=JobState.DONE).exists():
        stop.wait(0.05)
    assert worker.is_alive()
    stop.set()
    worker.join()
    assert tasks.calls == [2]
    errors = dict(Job.objects.filter(state=JobState.QUEUED).values_list("task", "error"))
    assert errors.keys() == {"gone.task", task_name(refuse_task)}
    assert errors[task_name(refuse_task)].startswith("ValueError: no 1")
    failures = [record for record in caplog.records if record.message.startswith("job ")]
    assert [record.levelname for record in failures] == ["ERROR", "ERROR"]
    assert "raise ValueError" in str(failures[0].exc_text)


@pytest.mark.django_db(transaction=True)
def test_lease_is_held_as_long_as_the_task_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "LEASE", timedelta(seconds=0.15))
    tasks.may_end.clear()
    enqueue(wait_task)
    job = claim_job(owner="x")
    assert job is not None
    with ThreadPoolExecutor(max_workers=1) as hands, ThreadPoolExecutor(max_workers=1) as loop:
        ended = loop.submit(run_job, job, hands=hands)
        while Job.objects.get().leased_until == job.leased_until:
            tasks.may_end.wait(0.02)
        tasks.may_end.set()
        ended.result()
        loop.submit(connections.close_all).result()
    assert Job.objects.get().state == JobState.DONE
