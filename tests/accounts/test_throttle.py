"""Guessing somebody's password with many hands at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.factories import PASSWORD, make_member

from provino.accounts.users import create_user

TRIES = 5  # ACCOUNT_RATE_LIMITS: a name, in five minutes


@pytest.mark.django_db(transaction=True)
def test_parallel_sign_ins_do_not_overrun_the_limit() -> None:
    cache.clear()
    make_member(user=create_user(email="maria@example.com", password=PASSWORD))
    takers = 8
    start = Barrier(takers)

    def guess(_: int) -> bool:
        start.wait()
        try:
            page = Client().post("/account/login/", {"login": "maria@example.com", "password": "wrong"})
        finally:
            connection.close()
        return "do not belong together" in page.content.decode()

    with ThreadPoolExecutor(takers) as threads:
        compared = sum(threads.map(guess, range(takers)))
    compared += sum(guess_again() for _ in range(TRIES))
    assert compared == TRIES


def guess_again() -> bool:
    """One more, alone: a taker who found the counter busy was refused without being counted."""
    page = Client().post("/account/login/", {"login": "maria@example.com", "password": "wrong"})
    return "do not belong together" in page.content.decode()
