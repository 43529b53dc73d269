"""What the lanes know in memory: one query for all, renewed when old, and a refusal only from fresh knowledge."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Visibility
from provino.handover.models import Handover
from provino.media.access import AccessTable, Row, UnknownAccessError, load_rows
from tests.factories import make_finished_file, make_gallery, make_photo, make_section, make_studio


class Database:
    """Rows that can change, a count of how often they were asked for, and a switch to break it."""

    def __init__(self, *rows: Row) -> None:
        self.rows, self.asked, self.broken = list(rows), 0, False

    def load(self) -> list[Row]:
        self.asked += 1
        if self.broken:
            raise DatabaseError("gone")
        return list(self.rows)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The lanes' monotonic clock, in a list to be moved on by hand."""
    now = [1000.0]
    monkeypatch.setattr("provino.media.access.monotonic", lambda: now[0])
    return now  # type: ignore[return-value]


def open_gallery(version: int = 1, *, is_open: bool = True) -> Row:
    return ("gallery", "g", version, is_open)


def test_many_pictures_ask_the_database_once(clock: list[float]) -> None:
    database = Database(open_gallery())

    async def scenario() -> None:
        table = AccessTable(database.load)
        answers = await asyncio.gather(*(table.allows("g", 1, "c", f"p{number}") for number in range(100)))
        assert all(answers)
        assert table.allows_at_once("g", 1, "c", "p")

    asyncio.run(scenario())
    assert database.asked == 1


def test_closed_gallery_is_dark_after_ten_seconds_at_the_latest(clock: list[float]) -> None:
    database = Database(open_gallery())

    async def scenario() -> None:
        table = AccessTable(database.load)
        assert await table.allows("g", 1, "c")
        database.rows = [open_gallery(is_open=False)]
        clock[0] += 9.5
        assert not await table.allows("g", 1, "c")
        assert await table.allows("g", 1, "m")

    asyncio.run(scenario())


def test_photo_kept_from_guests_is_dark_for_them_after_ten_seconds_at_the_latest(clock: list[float]) -> None:
    database = Database(open_gallery())

    async def scenario() -> None:
        table = AccessTable(database.load)
        assert await table.allows("g", 1, "g", "p")
        database.rows = [open_gallery(), ("guests", "p", 0, False)]
        clock[0] += 9.5
        assert not await table.allows("g", 1, "g", "p")
        assert not table.allows_at_once("g", 1, "g", "p")
        assert await table.allows("g", 1, "c", "p")
        assert await table.allows("g", 1, "m", "p")

    asyncio.run(scenario())


def test_gallery_just_made_and_version_just_raised_open_at_once(clock: list[float]) -> None:
    database = Database()

    async def scenario() -> None:
        table = AccessTable(database.load)
        assert not await table.allows("g", 1, "c")
        database.rows = [open_gallery(version=2)]
        clock[0] += 1
        assert await table.allows("g", 2, "c")
        assert not await table.allows("g", 1, "c")

    asyncio.run(scenario())


def test_refusals_ask_the_database_twice_a_second_at_most(clock: list[float]) -> None:
    database = Database()

    async def scenario() -> None:
        table = AccessTable(database.load)
        for _ in range(50):
            assert not await table.allows("unknown", 1, "c")

    asyncio.run(scenario())
    assert database.asked == 1


def test_nothing_is_shown_when_the_database_is_gone_for_long(clock: list[float]) -> None:
    database = Database(open_gallery())

    async def scenario() -> None:
        table = AccessTable(database.load)
        assert await table.allows("g", 1, "c")
        database.broken = True
        clock[0] += 6
        assert await table.allows("g", 1, "c")
        clock[0] += 4
        with pytest.raises(UnknownAccessError):
            await table.allows("g", 1, "c")

    asyncio.run(scenario())


@pytest.mark.django_db
def test_rows_of_all_galleries_and_pictures_come_by_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    studio = make_studio(time_zone="Pacific/Auckland")
    today = timezone.now().date()
    gallery = make_gallery(studio=studio, access_version=3)
    closed = make_gallery(visibility=Visibility.CLOSED)
    over = make_gallery(studio=studio, expires_on=today - timedelta(days=2))
    lasting = make_gallery(studio=studio, expires_on=today + timedelta(days=2))
    gone = make_gallery(deleted_at=timezone.now())
    make_photo(gallery=gone, hidden=True)
    make_photo(gallery=gallery)
    early = make_gallery(studio=studio, opens_on=today + timedelta(days=2))
    begun = make_gallery(studio=studio, opens_on=today - timedelta(days=2))
    kept = make_photo(gallery=gallery, section=make_section(gallery=gallery, client_only=True))
    unshown = make_photo(gallery=gallery, section=make_section(gallery=gallery), hidden_from_guests=True)
    hidden, deleted = make_photo(gallery=gallery, hidden=True), make_photo(gallery=gallery, deleted_at=timezone.now())
    waiting = make_finished_file(gallery=gallery)
    make_finished_file(gallery=gallery, handover=Handover.objects.create(gallery=gallery, round=1))
    with django_assert_num_queries(1):
        rows = load_rows()
    assert set(rows) == {
        ("gallery", gallery.public_id, 3, True),
        ("gallery", closed.public_id, 1, False),
        ("gallery", over.public_id, 1, False),
        ("gallery", lasting.public_id, 1, True),
        ("gallery", early.public_id, 1, False),
        ("gallery", begun.public_id, 1, True),
        ("guests", kept.public_id, 0, False),
        ("guests", unshown.public_id, 0, False),
        ("hidden", hidden.public_id, 0, False),
        ("deleted", deleted.public_id, 0, False),
        ("hidden", waiting.public_id, 0, False),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "is_open"), [(-3, False), (3, True)])
def test_gallery_is_open_through_its_last_day(days: int, is_open: bool) -> None:
    last: date = timezone.now().date() + timedelta(days=days)
    gallery = make_gallery(expires_on=last)
    assert load_rows() == [("gallery", gallery.public_id, 1, is_open)]
