"""Provino's settings with a data folder of its own for the whole test run, on SQLite or on a real PostgreSQL."""

import os
import tempfile
from pathlib import Path

from tests.postgresql import start_postgresql

os.environ.setdefault("PROVINO_DATA", tempfile.mkdtemp(prefix="provino-test-"))
os.environ.setdefault("PROVINO_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("PROVINO_LOG_LEVEL", "error")

if os.environ.get("PROVINO_TEST_DATABASE") == "postgresql" and not os.environ.get("DATABASE_URL"):
    # One server for all workers of a run.
    os.environ["DATABASE_URL"] = start_postgresql(os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid())))

from provino.config.settings import *  # noqa: F403  # the environment above must stand first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 takes long on purpose
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  # threads of the lanes must not hold the test database open

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in real life: in memory, threads share one cache and meet locks that no file has.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["PROVINO_DATA"]) / "test.sqlite3")}  # noqa: F405
    # No test cuts the power.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
