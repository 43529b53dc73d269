"""Addresses that were counted for a limit are forgotten."""

from provino.jobs.tasks import every
from provino.visitors.limits import forget_counts


@every(hours=24)
def forget_counts_task() -> None:
    """Delete counts of addresses that no limit needs any more."""
    forget_counts()
