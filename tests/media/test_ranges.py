"""Which bytes a Range header asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provino.media.ranges import UnsatisfiableRangeError, wanted_range

TAG = b'"tag"'


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, None),
        (b"bytes=0-0", (0, 1)),
        (b"bytes=0-", (0, 100)),
        (b"bytes=90-", (90, 100)),
        (b"bytes=10-19", (10, 20)),
        (b"bytes=10-1000", (10, 100)),
        (b"bytes=-10", (90, 100)),
        (b"bytes=-1000", (0, 100)),
        (b"BYTES=1-2", (1, 3)),
        (b"bytes=0-1,5-6", None),
        (b"bytes=5-4", None),
        (b"bytes=-", None),
        (b"bytes=a-b", None),
        (b"items=0-1", None),
        (b"bytes=0-1 ", (0, 2)),
    ],
)
def test_range_is_understood_or_ignored(value: bytes | None, wanted: tuple[int, int] | None) -> None:
    assert wanted_range(value, if_range=None, etag=TAG, length=100) == wanted


@pytest.mark.parametrize("value", [b"bytes=100-", b"bytes=100-200", b"bytes=-0"])
def test_range_outside_is_unsatisfiable(value: bytes) -> None:
    with pytest.raises(UnsatisfiableRangeError):
        wanted_range(value, if_range=None, etag=TAG, length=100)


@pytest.mark.parametrize(("if_range", "wanted"), [(TAG, (1, 3)), (b'"old"', None), (b'W/"tag"', None)])
def test_range_of_another_version_is_ignored(if_range: bytes, wanted: tuple[int, int] | None) -> None:
    assert wanted_range(b"bytes=1-2", if_range=if_range, etag=TAG, length=100) == wanted


@given(st.binary(max_size=40), st.integers(0, 1000))
def test_any_header_gives_bytes_inside_or_none(value: bytes, length: int) -> None:
    try:
        wanted = wanted_range(value, if_range=None, etag=TAG, length=length)
    except UnsatisfiableRangeError:
        return
    assert wanted is None or 0 <= wanted[0] < wanted[1] <= length
