"""Tasks for the tests of the queue; what they were called with stands in `calls`."""

from datetime import timedelta

from provino.jobs.tasks import every, task

calls: list[int] = []


@task
def note_task(number: int) -> None:
    calls.append(number)


@task
def refuse_task(number: int) -> None:
    raise ValueError(f"no {number}, password=hunter2")


@every(hours=1)
def hourly_task() -> None:
    calls.append(60)


HOUR = timedelta(hours=1)
