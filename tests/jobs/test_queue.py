from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from provino.jobs.errors import NotFailedError, UnknownTaskError
from provino.jobs.models import Job, JobState
from provino.jobs.queries import overview
from provino.jobs.queue import (
    claim_job,
    fail_job,
    finish_job,
    release_dead_leases,
    renew_lease,
    retry_job,
    sweep_jobs,
)
from provino.jobs.tasks import enqueue, registered_task
from provino.lib.processes import process_name
from provino.studios.models import Member
from tests.jobs import tasks
from tests.jobs.tasks import note_task, refuse_task, run_due_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_tasks() -> Iterator[None]:
    tasks.calls.clear()
    yield
    tasks.calls.clear()


def only_job() -> Job:
    return Job.objects.get()


def claimed() -> Job:
    job = claim_job(owner=process_name())
    assert job is not None
    return job


def test_enqueue_runs_the_task_with_its_arguments() -> None:
    enqueue(note_task, number=7)
    assert run_due_jobs() == 1
    assert tasks.calls == [7]
    assert only_job().state == JobState.DONE


def test_enqueue_with_a_key_waits_once_and_the_earlier_time_holds() -> None:
    later, sooner = timezone.now() + timedelta(hours=2), timezone.now() + timedelta(hours=1)
    for due_at in (later, sooner, later):
        enqueue(note_task, key="a", run_at=due_at, number=1)
    assert only_job().due_at == sooner


def test_enqueue_with_a_key_waits_again_while_the_first_runs() -> None:
    enqueue(note_task, key="a", number=1)
    claimed()
    enqueue(note_task, key="a", number=1)
    assert sorted(Job.objects.values_list("state", flat=True)) == [JobState.QUEUED, JobState.RUNNING]


def test_job_due_later_is_not_taken() -> None:
    enqueue(note_task, run_at=timezone.now() + timedelta(minutes=1), number=1)
    assert run_due_jobs() == 0


def test_failure_waits_longer_each_time_and_keeps_no_secret() -> None:
    enqueue(refuse_task, number=3)
    waits = []
    for _ in range(8):
        run_due_jobs()
        job = only_job()
        waits.append((job.due_at - timezone.now()).total_seconds())
        Job.objects.filter(state=JobState.QUEUED).update(due_at=timezone.now())
    assert waits[:6] == sorted(waits[:6])
    assert only_job().state == JobState.FAILED
    assert "ValueError: no 3" in only_job().error
    assert "hunter2" not in only_job().error


def test_failure_gives_way_to_the_same_work_queued_meanwhile() -> None:
    enqueue(refuse_task, key="a", number=1)
    job = claimed()
    enqueue(refuse_task, key="a", number=1)
    fail_job(job, error="no")
    assert sorted(Job.objects.values_list("state", flat=True)) == [JobState.DONE, JobState.QUEUED]


def test_job_of_a_dead_worker_is_taken_again_when_its_lease_ends() -> None:
    enqueue(note_task, number=1)
    lost = claimed()
    assert claim_job(owner="other") is None
    Job.objects.update(leased_until=timezone.now())
    assert claimed().attempts == 2
    # The first worker was only slow: it may no longer end the job.
    assert not renew_lease(lost)
    finish_job(lost)
    assert only_job().state == JobState.RUNNING


def test_job_of_a_worker_that_died_here_is_released_at_once() -> None:
    enqueue(note_task, number=1)
    machine = process_name().split("/")[0]
    claim_job(owner=f"{machine}/999999999/1")
    assert release_dead_leases() == 1
    assert claim_job(owner=process_name()) is not None


def test_running_job_of_a_living_worker_is_not_released() -> None:
    enqueue(note_task, number=1)
    claimed()
    assert release_dead_leases() == 0


def test_job_that_kills_its_worker_is_given_up() -> None:
    enqueue(note_task, number=1)
    for _ in range(8):
        claimed()
        Job.objects.update(leased_until=timezone.now())
    assert claim_job(owner="x") is None
    assert only_job().state == JobState.FAILED


def test_retry_gives_all_attempts_back(member: Member) -> None:
    Job.objects.create(task="x", due_at=timezone.now(), state=JobState.FAILED, attempts=8, error="no")
    retry_job(only_job(), by=member)
    assert (only_job().state, only_job().attempts) == (JobState.QUEUED, 0)
    with pytest.raises(NotFailedError):
        retry_job(only_job(), by=member)


def test_unknown_task_fails_alone() -> None:
    Job.objects.create(task="gone.task", due_at=timezone.now())
    enqueue(note_task, number=1)
    assert run_due_jobs() == 2
    assert tasks.calls == [1]
    with pytest.raises(UnknownTaskError):
        registered_task("gone.task")


def test_sweep_keeps_what_is_young_or_waiting() -> None:
    old = timezone.now() - timedelta(days=8)
    Job.objects.create(task="x", due_at=old, state=JobState.DONE, finished_at=old)
    kept = [
        Job.objects.create(task="x", due_at=old, state=JobState.FAILED, finished_at=old),
        Job.objects.create(task="x", due_at=old, state=JobState.QUEUED),
        Job.objects.create(task="x", due_at=old, state=JobState.DONE, finished_at=timezone.now()),
    ]
    assert sweep_jobs() == 1
    assert list(Job.objects.order_by("id")) == kept


def test_overview_counts_states_and_lists_failures() -> None:
    now = timezone.now()
    enqueue(note_task, run_at=now - timedelta(hours=1), number=1)
    failed = Job.objects.create(task="x", due_at=now, state=JobState.FAILED, finished_at=now, error="no")
    seen = overview()
    assert seen.counts == {"queued": 1, "running": 0, "done": 0, "failed": 1}
    assert seen.oldest_waiting == now - timedelta(hours=1)
    assert seen.failures == [failed]
