"""Times, numbers and sizes in the reader's words."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from provino.web.shared.templatetags.provino import (
    day,
    filesize,
    full_moment,
    moment_words,
    number,
    ticks,
    when,
)

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = dt.datetime(2026, 11, 23, 13, 0, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (dt.datetime(2026, 11, 23, 9, 12, tzinfo=WARSAW), "today 9:12"),
        (dt.datetime(2026, 11, 22, 23, 59, tzinfo=WARSAW), "yesterday 23:59"),
        (dt.datetime(2026, 11, 12, 16, 30, tzinfo=WARSAW), "12\xa0Nov 16:30"),
        (dt.datetime(2025, 10, 19, 9, 0, tzinfo=WARSAW), "19\xa0Oct 2025"),
    ],
)
def test_moment_words(moment: dt.datetime, said: str) -> None:
    with translation.override("en"):
        assert moment_words(moment, now=NOW) == said


def test_when_uses_the_page_zone_and_says_the_full_date_on_hover() -> None:
    with timezone.override(WARSAW), translation.override("en"):
        said = when(dt.datetime(2024, 11, 22, 23, 30, tzinfo=dt.UTC))
    assert (
        said
        == '<time datetime="2024-11-23T00:30:00+01:00" title="Saturday 23\xa0November 2024, 0:30">23\xa0Nov 2024</time>'
    )


def test_nothing_is_said_of_no_moment() -> None:
    assert [str(tag(None)) for tag in (when, day, full_moment, number, filesize)] == [""] * 5


@pytest.mark.parametrize(
    ("value", "english", "polish"), [(0, "0", "0"), (2846, "2,846", "2\xa0846"), (1234.5, "1,234.5", "1\xa0234,5")]
)
def test_number_is_grouped_as_the_language_does(value: float, english: str, polish: str) -> None:
    with translation.override("en"):
        assert number(value) == english
    with translation.override("pl"):
        assert number(value) == polish


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0\xa0B"),
        (999, "999\xa0B"),
        (11_240_000, "11.2\xa0MB"),
        (999_600, "1.0\xa0MB"),
        (4_700_000_000, "4.7\xa0GB"),
        (812_400, "812\xa0kB"),
    ],
)
def test_filesize_counts_by_thousands(size: int, said: str) -> None:
    with translation.override("en"):
        assert filesize(size) == said


def test_ticks_draw_one_mark_a_photo_until_there_are_too_many() -> None:
    assert len(ticks(label="27 of 30", my=27, rest=3)["marks"]) == 30
    many = ticks(label="", on=3000, gap=1)["marks"]
    assert len(many) <= 152
    assert any(kind == "gap" for _, kind in many)


def test_ticks_escape_their_label() -> None:
    page = Template("{% load provino %}{% ticks label=words on=1 %}").render(Context({"words": '"><script>'}))
    assert "<script>" not in page
