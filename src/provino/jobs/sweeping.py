"""The queue cleans up after itself."""

from provino.jobs.queue import release_dead_leases, sweep_jobs
from provino.jobs.tasks import every


@every(hours=6)
def sweep_jobs_task() -> None:
    """Delete jobs that ended long ago."""
    sweep_jobs()


@every(minutes=1)
def release_dead_leases_task() -> None:
    """Give back what workers of this machine held when they died."""
    release_dead_leases()
