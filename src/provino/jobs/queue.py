"""Taking jobs out of the queue: claims by lease, endings, retries."""

import logging
import random
from datetime import timedelta

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from provino.jobs.errors import NotFailedError
from provino.jobs.models import Job, JobState
from provino.lib.logs import hide_secrets
from provino.lib.processes import is_dead

LEASE = timedelta(seconds=90)
_FIRST_WAIT_SECONDS = 10.0
_LONGEST_WAIT_SECONDS = 6 * 3600.0
_ERROR_LENGTH = 2000

logger = logging.getLogger(__name__)


def job_waits() -> bool:
    """Whether a job is due; a plain read, because idle workers must not take SQLite's write lock."""
    return _due().exists()


def claim_job(*, owner: str) -> Job | None:
    """Take the job that has been due longest, or one whose worker has died; None when nothing is due."""
    if not job_waits():
        return None
    with transaction.atomic():
        waiting = _due().order_by("due_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        if job.attempts >= job.max_attempts:  # it took its worker with it each time
            _end(job, state=JobState.FAILED, error=job.error or "Its worker died each time.")
            return None
        job.state, job.attempts = JobState.RUNNING, job.attempts + 1
        job.leased_by, job.leased_until = owner, timezone.now() + LEASE
        job.save(update_fields=["state", "attempts", "leased_by", "leased_until"])
        return job


def renew_lease(job: Job) -> bool:
    """Hold the job for another lease; False when it is no longer ours."""
    return bool(_held(job).update(leased_until=timezone.now() + LEASE))


def finish_job(job: Job) -> None:
    """The task returned."""
    _end(job, state=JobState.DONE, error="")


def fail_job(job: Job, *, error: str) -> None:
    """The task raised: it is tried again later, ever more rarely, and at last given up."""
    text = hide_secrets(error)[:_ERROR_LENGTH]
    if job.attempts >= job.max_attempts:
        _end(job, state=JobState.FAILED, error=text)
        return
    try:
        with transaction.atomic():
            _held(job).update(
                state=JobState.QUEUED,
                error=text,
                due_at=timezone.now() + _wait(job.attempts),
                leased_until=None,
                leased_by="",
            )
    except IntegrityError:  # the same work was put into the queue meanwhile: that row does it
        _end(job, state=JobState.DONE, error=text)


def retry_job(job: Job, *, by: models.Model) -> None:
    """Put a failed job back into the queue, with all its attempts. Raises NotFailedError."""
    try:
        with transaction.atomic():
            changed = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
                state=JobState.QUEUED, attempts=0, due_at=timezone.now(), finished_at=None
            )
    except IntegrityError:  # the same work waits already
        changed = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(state=JobState.DONE)
    if not changed:
        raise NotFailedError
    logger.info("job %s tried again by member %s", job.pk, by.pk)


def release_dead_leases() -> int:
    """Make the jobs of this machine's dead workers due at once; returns how many."""
    owners = Job.objects.filter(state=JobState.RUNNING).values_list("leased_by", flat=True).distinct()
    dead = [owner for owner in owners if is_dead(owner)]
    return Job.objects.filter(state=JobState.RUNNING, leased_by__in=dead).update(leased_until=timezone.now())


def sweep_jobs(*, done_days: int = 7, failed_days: int = 90) -> int:
    """Delete what ended long ago; returns how many rows."""
    now = timezone.now()
    old = Q(state=JobState.DONE, finished_at__lt=now - timedelta(days=done_days)) | Q(
        state=JobState.FAILED, finished_at__lt=now - timedelta(days=failed_days)
    )
    return Job.objects.filter(old).delete()[0]


def _due() -> models.QuerySet[Job]:
    now = timezone.now()
    return Job.objects.filter(
        Q(state=JobState.QUEUED, due_at__lte=now) | Q(state=JobState.RUNNING, leased_until__lte=now)
    )


def _held(job: Job) -> models.QuerySet[Job]:
    """The row, if the attempt that `job` stands for still holds it."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _end(job: Job, *, state: JobState, error: str) -> None:
    _held(job).update(state=state, error=error, finished_at=timezone.now(), leased_until=None, leased_by="")


def _wait(attempts: int) -> timedelta:
    seconds = min(_FIRST_WAIT_SECONDS * 3 ** (attempts - 1), _LONGEST_WAIT_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing
