"""Provino's settings with a data folder of its own for the whole test run."""

import os
import tempfile

os.environ.setdefault("PROVINO_DATA", tempfile.mkdtemp(prefix="provino-test-"))
os.environ.setdefault("PROVINO_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("PROVINO_LOG_LEVEL", "warning")

from provino.config.settings import *  # noqa: F403  # the environment above must stand first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 on purpose takes long
