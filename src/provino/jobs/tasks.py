"""Functions that may run in the background, and how they get into the queue.

Why a queue of our own and not django-tasks-db: a row it marks RUNNING stays so for ever when its worker is
killed, and it never retries. Here a row is held by a lease; who dies loses it.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ParamSpec

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from provino.jobs.errors import UnknownTaskError
from provino.jobs.models import Job, JobState

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Task:
    """A registered function. `period` is set when it is due again and again."""

    name: str
    function: Callable[..., None]
    max_attempts: int
    period: timedelta | None = None


_tasks: dict[str, Task] = {}


def task(function: Callable[P, None]) -> Callable[P, None]:
    """Register `<verb>_task(**ids)` as background work. It may run twice and be killed anywhere."""
    return _register(function, max_attempts=8, period=None)


def every(
    *, hours: float = 0, minutes: float = 0, seconds: float = 0
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function without arguments that is due again and again; each due time is used once, however many workers run."""
    period = timedelta(hours=hours, minutes=minutes, seconds=seconds)

    def register(function: Callable[[], None]) -> Callable[[], None]:
        # The next due time is the better second attempt.
        return _register(function, max_attempts=2, period=period)

    return register


def enqueue(
    function: Callable[..., None], *, key: str = "", run_at: datetime | None = None, **arguments: str | int | None
) -> None:
    """Put a call of a task into the queue; the caller does so in `transaction.on_commit`, or in the transaction it belongs to.

    With a `key` at most one call waits at a time; of two times for it the earlier one holds.
    """
    name = task_name(function)
    due_at = run_at or timezone.now()
    job = Job(task=name, arguments=arguments, key=key, due_at=due_at, max_attempts=registered_task(name).max_attempts)
    if not key:
        job.save()
        return
    with transaction.atomic():
        Job.objects.bulk_create([job], ignore_conflicts=True)
        Job.objects.filter(task=name, key=key, state=JobState.QUEUED, due_at__gt=due_at).update(due_at=due_at)


def task_name(function: Callable[..., None]) -> str:
    """Return the name under which a task's rows stand."""
    return f"{function.__module__}.{function.__name__}".removeprefix("provino.")


def registered_task(name: str) -> Task:
    """Return the task of that name. Raises UnknownTaskError."""
    load_tasks()
    found = _tasks.get(name)
    if found is None:
        raise UnknownTaskError
    return found


def periodic_tasks() -> list[Task]:
    """Return the tasks that are due again and again."""
    load_tasks()
    return [task for task in _tasks.values() if task.period]


def load_tasks() -> None:
    """Import every module that registers tasks."""
    for module in settings.PROVINO_TASK_MODULES:
        importlib.import_module(module)


def _register(function: Callable[P, None], *, max_attempts: int, period: timedelta | None) -> Callable[P, None]:
    name = task_name(function)
    earlier: Any = _tasks.get(name)
    _tasks[name] = Task(name, function, max_attempts, period or (earlier.period if earlier else None))
    return function
