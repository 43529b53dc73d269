"""Settings of the peer of bench/hearts.py: Provino's own, with one bare view instead of all addresses."""

from provino.config.settings import *  # noqa: F403  # the same server, middleware and database

ROOT_URLCONF = "bench.bare_views"
