"""The Range header: which bytes of a whole are wanted (RFC 9110, one range; several are answered with the whole)."""

import re

_ONE_RANGE = re.compile(rb"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


class UnsatisfiableRangeError(Exception):
    """The range lies outside the file: answer 416."""


def wanted_range(value: bytes | None, *, if_range: bytes | None, etag: bytes, length: int) -> tuple[int, int] | None:
    """Return start and end (exclusive) of the wanted bytes, or None for the whole.

    A header that is malformed, names several ranges or another unit counts as none, as does one whose If-Range is not
    exactly `etag`. Raises UnsatisfiableRangeError.
    """
    if value is None or (if_range is not None and if_range != etag):
        return None
    match = _ONE_RANGE.fullmatch(value)
    if match is None or match.groups() == (b"", b""):
        return None
    first, last = match.groups()
    if not first:
        return _suffix(int(last), length=length)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= length:
        raise UnsatisfiableRangeError
    return start, min(int(last) + 1, length) if last else length


def _suffix(count: int, *, length: int) -> tuple[int, int]:
    if count == 0 or length == 0:
        raise UnsatisfiableRangeError
    return max(length - count, 0), length
