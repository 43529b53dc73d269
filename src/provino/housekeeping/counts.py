"""Addresses that were counted for a limit, codes that ended and keys of actions are forgotten."""

from provino.jobs.tasks import every
from provino.visitors.actions import forget_actions
from provino.visitors.codes import forget_codes
from provino.visitors.limits import forget_counts


@every(hours=24)
def forget_counts_task() -> None:
    """Delete what no limit needs any more, codes that work no more, and keys that nobody repeats any more."""
    forget_counts()
    forget_codes()
    forget_actions()
