"""Idle loops ask the database only when something was written, or when it is time."""

from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from provino.jobs import changes
from provino.jobs.changes import Changes
from provino.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def never_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "LONGEST_SECONDS", float("inf"))
    monkeypatch.setattr(changes, "WITHOUT_SIGN_SECONDS", 0.0)  # without a sign the clock is all there is


def write_elsewhere() -> None:
    """Commit on another connection, as a web process does."""

    def write() -> None:
        Job.objects.create(task="x", due_at=timezone.now())
        connection.close()

    thread = Thread(target=write)
    thread.start()
    thread.join()


@pytest.mark.usefixtures("never_by_the_clock")
def test_changes_are_seen_once_when_another_connection_commits() -> None:
    seen = Changes()
    assert seen.possible()
    assert seen.possible() == (connection.vendor != "sqlite")
    write_elsewhere()
    assert seen.possible()
    assert seen.possible() == (connection.vendor != "sqlite")


@pytest.mark.usefixtures("never_by_the_clock")
def test_changes_of_each_thread_are_its_own() -> None:
    one, two = Changes(), Changes()
    assert one.possible()
    assert two.possible()
    write_elsewhere()
    assert one.possible()
    assert two.possible()


def test_what_is_due_by_the_clock_alone_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "LONGEST_SECONDS", 0.0)
    monkeypatch.setattr(changes, "WITHOUT_SIGN_SECONDS", 0.0)
    seen = Changes()
    assert [seen.possible() for _ in range(3)] == [True, True, True]


def test_a_look_that_just_was_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "LONGEST_SECONDS", 3600.0)
    monkeypatch.setattr(changes, "WITHOUT_SIGN_SECONDS", 3600.0)
    seen = Changes()
    assert [seen.possible() for _ in range(3)] == [True, False, False]
