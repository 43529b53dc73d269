"""What is due again and again: each due time becomes one job, however many workers look."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from provino.jobs.models import Schedule
from provino.jobs.tasks import Task, enqueue, periodic_tasks

KEY = "scheduled"


def enqueue_due_tasks() -> int:
    """Put the periodic tasks whose time has come into the queue; returns how many. Missed times are not made up for."""
    tasks = {task.name: task for task in periodic_tasks()}
    now = timezone.now()
    known = set(Schedule.objects.filter(task__in=tasks).values_list("task", flat=True))
    if missing := tasks.keys() - known:
        Schedule.objects.bulk_create([Schedule(task=name, due_at=now) for name in missing], ignore_conflicts=True)
    due = Schedule.objects.filter(task__in=tasks, due_at__lte=now)
    return sum(_take(schedule, task=tasks[schedule.task]) for schedule in due)


def _take(schedule: Schedule, *, task: Task) -> bool:
    """Use this due time; False when another worker has. The row's own value is the lock."""
    with transaction.atomic():
        next_due = max(schedule.due_at, timezone.now()) + (task.period or timedelta(hours=1))
        taken = Schedule.objects.filter(pk=schedule.pk, due_at=schedule.due_at).update(due_at=next_due)
        if taken:
            enqueue(task.function, key=KEY)
    return bool(taken)
