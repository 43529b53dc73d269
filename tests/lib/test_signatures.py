"""Addresses that carry their own right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provino.lib.signatures import (
    FileGrant,
    PicturePrefix,
    ZipGrant,
    derive_key,
    iso_week,
    read_grant,
    read_prefix,
    sign_grant,
    week_is_good,
)

KEY = derive_key("secret")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PREFIX = PicturePrefix("studio", "gallery", "c", 3, "2026w48")
GRANT = FileGrant(
    key="studios/a/b",
    size=10,
    media_type="image/jpeg",
    filename="Zażółć \N{GRINNING FACE}.jpg",
    sha256="0" * 64,
    gallery="gallery",
    access_version=1,
    expires=int(NOW.timestamp()) + 60,
    download="d",
)


def test_prefix_survives_the_way_there_and_back() -> None:
    assert read_prefix(PREFIX.signed(KEY), key=KEY) == PREFIX


def test_prefix_signed_with_another_key_is_refused() -> None:
    assert read_prefix(PREFIX.signed(derive_key("other")), key=KEY) is None


@pytest.mark.parametrize(
    "change", [{"gallery": "other"}, {"visitor_class": "m"}, {"access_version": 4}, {"week": "2026w49"}]
)
def test_prefix_with_a_changed_part_is_refused(change: dict[str, str]) -> None:
    mac = PREFIX.signed(KEY).rpartition(".")[2]
    forged = replace(PREFIX, **change).signed(KEY).rpartition(".")[0]  # type: ignore[arg-type]
    assert read_prefix(f"{forged}.{mac}", key=KEY) is None


@given(st.text())
def test_any_other_text_is_no_prefix_and_no_grant(text: str) -> None:
    assert read_prefix(text, key=KEY) is None
    assert read_grant(text, FileGrant, key=KEY, now=NOW) is None


@given(st.integers(0, 21), st.sampled_from("ABCXYZabcxyz0189-_"))
def test_prefix_with_a_changed_letter_of_the_mac_is_refused(place: int, letter: str) -> None:
    signed = PREFIX.signed(KEY)
    body, _, mac = signed.rpartition(".")
    changed = mac[:place] + letter + mac[place + 1 :]
    assert (read_prefix(f"{body}.{changed}", key=KEY) is None) == (changed != mac)


def test_week_is_good_that_week_and_the_next() -> None:
    signed = iso_week(NOW)
    assert [week_is_good(signed, now=NOW + timedelta(weeks=weeks)) for weeks in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]


def test_week_is_good_over_the_new_year_with_a_week_53() -> None:
    monday = datetime(2026, 12, 28, tzinfo=UTC)
    assert iso_week(monday) == "2026w53"
    assert week_is_good("2026w53", now=datetime(2027, 1, 10, 23, tzinfo=UTC))
    assert not week_is_good("2026w53", now=datetime(2027, 1, 11, tzinfo=UTC))


def test_week_of_a_machine_five_minutes_ahead_is_good() -> None:
    sunday = datetime(2026, 11, 22, 23, 57, tzinfo=UTC)
    assert week_is_good("2026w48", now=sunday)
    assert not week_is_good("2026w48", now=sunday - timedelta(minutes=5))


@given(st.text(max_size=255), st.integers(0, 2**50))
def test_grant_survives_the_way_there_and_back(filename: str, size: int) -> None:
    grant = replace(GRANT, filename=filename, size=size)
    assert read_grant(sign_grant(grant, key=KEY), FileGrant, key=KEY, now=NOW) == grant


def test_grant_of_one_kind_is_none_of_the_other() -> None:
    grant = ZipGrant("studios/m.json", "Anna", "gallery", 1, GRANT.expires)
    token = sign_grant(grant, key=KEY)
    assert read_grant(token, ZipGrant, key=KEY, now=NOW) == grant
    assert read_grant(token, FileGrant, key=KEY, now=NOW) is None


def test_grant_opens_nothing_after_it_expires() -> None:
    token = sign_grant(GRANT, key=KEY)
    assert read_grant(token, FileGrant, key=KEY, now=NOW + timedelta(seconds=59)) == GRANT
    assert read_grant(token, FileGrant, key=KEY, now=NOW + timedelta(seconds=60)) is None


def test_grant_with_a_changed_letter_is_refused() -> None:
    token = sign_grant(GRANT, key=KEY)
    changed = ("A" if token[5] != "A" else "B").join([token[:5], token[6:]])
    assert read_grant(changed, FileGrant, key=KEY, now=NOW) is None
