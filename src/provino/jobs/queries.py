"""The queue as the operator sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from provino.jobs.models import Job, JobState, Schedule


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by state, since when the longest waiting job is due, what failed (newest first), what is due next."""

    counts: dict[str, int]
    oldest_waiting: datetime | None
    failures: list[Job]
    schedules: list[Schedule]


def overview(*, failures: int = 100) -> Overview:
    """Return the state of the queue, in a constant number of queries."""
    counted = dict(Job.objects.values_list("state").annotate(number=Count("id")))
    waiting = Job.objects.filter(state=JobState.QUEUED, due_at__lte=timezone.now())
    return Overview(
        counts={state: counted.get(state, 0) for state in JobState.values},
        oldest_waiting=waiting.aggregate(oldest=Min("due_at"))["oldest"],
        failures=list(Job.objects.filter(state=JobState.FAILED).order_by("-finished_at", "-id")[:failures]),
        schedules=list(Schedule.objects.order_by("due_at")),
    )
