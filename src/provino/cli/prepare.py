"""What must be done before the first page: `python -m provino.cli.prepare` brings the database up to date.

Prints one JSON object: `setup_code`, "" once there is a studio. Safe to run twice and at the same time.
"""

import fcntl
import importlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

_LOCK_NUMBER = 0x70726F76  # "prov": nobody else's advisory lock


@contextmanager
def _alone() -> Iterator[None]:
    """Hold a lock over all processes that share the database."""
    with (settings.PROVINO_DATA / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK_NUMBER])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_NUMBER])


def bring_up_to_date() -> None:
    """Make or migrate the tables; safe to run twice and at the same time."""
    settings.PROVINO_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def prepare() -> None:
    """Bring the database up to date and say the set-up code."""
    bring_up_to_date()
    with _alone():
        code = importlib.import_module("provino.studios.setup").current_setup_code()
    sys.stdout.write(json.dumps({"setup_code": code}) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provino.config.settings")
    django.setup()
    try:
        prepare()
    except DatabaseError as error:
        sys.stderr.write(f"The database cannot be used: {error}\n")
        sys.exit(1)
