"""A cheap sign that something was written, so that idle loops need not ask the database what there is to do."""

import time

from django.db import connection

LONGEST_SECONDS = 5.0  # what becomes due by the clock alone is seen so late at most
WITHOUT_SIGN_SECONDS = 0.5


class Changes:
    """What one thread knows of the database's changes; each thread has its own, as it has its own connection."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._look_at = float("-inf")

    def possible(self) -> bool:
        """Whether there may be news since this last said so. Ask before the question itself, so that nothing slips between.

        On SQLite a commit of any other connection is seen at once, without a query; elsewhere the clock decides.
        """
        version, now = _data_version(), time.monotonic()
        if version == self._version and now < self._look_at:
            return False
        self._version = version
        self._look_at = now + (WITHOUT_SIGN_SECONDS if version is None else LONGEST_SECONDS)
        return True


def _data_version() -> int | None:
    """SQLite's count of what other connections committed; it reads shared memory only. None on other databases."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA data_version").fetchone()[0])
