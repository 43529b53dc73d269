"""Lay out a stored (uncompressed) ZIP from names, sizes and CRCs, and give any byte range of it.

Because nothing is compressed and every CRC-32 is known, the whole archive's length is known
beforehand and a broken download can go on at any byte. ZIP64 records appear only where the
sizes need them.
"""

import hashlib
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, chain

_LIMIT_32 = 0xFFFFFFFF
_LIMIT_16 = 0xFFFF
_UTF8_FLAG = 0x0800
_VERSION_STORED = 20
_VERSION_ZIP64 = 45
_MADE_BY_UNIX = 3 << 8 | _VERSION_ZIP64
_REGULAR_FILE_0644 = 0o100644 << 16
_ZIP64_EXTRA = 0x0001


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive: entry name, bytes, CRC-32 and its time on the wall clock."""

    name: str
    size: int
    crc32: int
    mtime: datetime


@dataclass(frozen=True, slots=True)
class FileSlice:
    """Bytes `offset` to `offset + length` of the file of entry number `entry_index`."""

    entry_index: int
    offset: int
    length: int


class Layout:
    """A whole archive as a row of pieces: header and file of each entry, directory, end.

    Deterministic: the same entries in the same order give the same bytes and the same ETag.
    Raises ValueError for an empty or doubled name and for a size or CRC-32 out of range.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._names = [entry.name.encode() for entry in self.entries]
        self._check()
        sizes = [(self._local_size(i), entry.size) for i, entry in enumerate(self.entries)]
        local_starts = list(accumulate(chain.from_iterable(sizes), initial=0))
        self._offsets = local_starts[: 2 * len(sizes) : 2]
        self._directory_start = local_starts[-1]
        directory = [self._central_size(i) for i in range(len(self.entries))]
        self._starts = [
            *local_starts[:-1],
            *accumulate(directory, initial=self._directory_start),
        ]
        self._directory_end = self._starts[-1]
        self.length = self._directory_end + len(self._end())

    @property
    def etag(self) -> str:
        """A strong entity tag, in its quotes, of exactly these bytes."""
        digest = hashlib.sha256(b"stored-zip-1")
        for name, entry in zip(self._names, self.entries, strict=True):
            digest.update(struct.pack("<IQI", len(name), entry.size, entry.crc32))
            digest.update(name)
            digest.update(struct.pack("<HH", *_dos_time(entry.mtime)))
        return f'"{digest.hexdigest()[:40]}"'

    def segments(self, start: int = 0, end: int | None = None) -> Iterator[bytes | FileSlice]:
        """Yield bytes `start` (inclusive) to `end` (exclusive; the whole when None), in order.

        Headers come as bytes, contents as FileSlice. Raises ValueError for a range outside.
        """
        end = self.length if end is None else end
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"range {start}-{end} is outside 0-{self.length}")
        piece = bisect_right(self._starts, start) - 1
        position = start
        while position < end:
            limit = self._starts[piece + 1] if piece + 1 < len(self._starts) else self.length
            upto = min(end, limit)
            if upto > position:
                yield self._cut(piece, position - self._starts[piece], upto - self._starts[piece])
            position = upto
            piece += 1

    def _check(self) -> None:
        if len(set(self._names)) != len(self._names):
            raise ValueError("two entries have the same name")
        for name, entry in zip(self._names, self.entries, strict=True):
            if not 0 < len(name) <= _LIMIT_16:
                raise ValueError(f"entry name of {len(name)} bytes")
            if entry.size < 0 or not 0 <= entry.crc32 <= _LIMIT_32:
                raise ValueError(f"size or CRC-32 of {entry.name!r} out of range")

    def _cut(self, piece: int, begin: int, end: int) -> bytes | FileSlice:
        count = len(self.entries)
        if piece < 2 * count:
            index, is_file = divmod(piece, 2)
            if is_file:
                return FileSlice(index, begin, end - begin)
            return self._local(index)[begin:end]
        if piece < 3 * count:
            return self._central(piece - 2 * count)[begin:end]
        return self._end()[begin:end]

    def _local_size(self, index: int) -> int:
        extra = 20 if self.entries[index].size >= _LIMIT_32 else 0
        return 30 + len(self._names[index]) + extra

    def _local(self, index: int) -> bytes:
        entry, name = self.entries[index], self._names[index]
        large = entry.size >= _LIMIT_32
        extra = struct.pack("<HHQQ", _ZIP64_EXTRA, 16, entry.size, entry.size) if large else b""
        size = min(entry.size, _LIMIT_32)
        time, date = _dos_time(entry.mtime)
        head = struct.pack(
            "<4sHHHHHIIIHH",
            *(b"PK\x03\x04", _VERSION_ZIP64 if large else _VERSION_STORED, _UTF8_FLAG, 0),
            *(time, date, entry.crc32, size, size, len(name), len(extra)),
        )
        return head + name + extra

    def _central_extra(self, index: int) -> bytes:
        """Return the ZIP64 field: only the values too large for their 32-bit places, in order."""
        size, offset = self.entries[index].size, self._offsets[index]
        values = [size, size] if size >= _LIMIT_32 else []
        if offset >= _LIMIT_32:
            values.append(offset)
        if not values:
            return b""
        return struct.pack(f"<HH{len(values)}Q", _ZIP64_EXTRA, 8 * len(values), *values)

    def _central_size(self, index: int) -> int:
        return 46 + len(self._names[index]) + len(self._central_extra(index))

    def _central(self, index: int) -> bytes:
        entry, name, extra = self.entries[index], self._names[index], self._central_extra(index)
        size = min(entry.size, _LIMIT_32)
        time, date = _dos_time(entry.mtime)
        version = _VERSION_ZIP64 if extra else _VERSION_STORED
        head = struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            *(b"PK\x01\x02", _MADE_BY_UNIX, version, _UTF8_FLAG, 0, time, date, entry.crc32),
            *(size, size, len(name), len(extra), 0, 0, 0, _REGULAR_FILE_0644),
            min(self._offsets[index], _LIMIT_32),
        )
        return head + name + extra

    def _end(self) -> bytes:
        count, start = len(self.entries), self._directory_start
        size = self._directory_end - start
        large = count >= _LIMIT_16 or start >= _LIMIT_32 or size >= _LIMIT_32
        zip64 = b""
        if large:
            versions = (_MADE_BY_UNIX, _VERSION_ZIP64)
            zip64 = struct.pack(
                "<4sQHHIIQQQQ", b"PK\x06\x06", 44, *versions, 0, 0, count, count, size, start
            ) + struct.pack("<4sIQI", b"PK\x06\x07", 0, self._directory_end, 1)
        short = min(count, _LIMIT_16)
        return zip64 + struct.pack(
            "<4sHHHHIIH",
            *(b"PK\x05\x06", 0, 0, short, short),
            *(min(size, _LIMIT_32), min(start, _LIMIT_32), 0),
        )


def _dos_time(moment: datetime) -> tuple[int, int]:
    """Return MS-DOS time and date words; years outside 1980-2107 go to the nearest end."""
    if moment.year < 1980:
        return 0, 1 << 5 | 1
    if moment.year > 2107:
        return 23 << 11 | 59 << 5 | 29, 127 << 9 | 12 << 5 | 31
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, (moment.year - 1980) << 9 | moment.month << 5 | moment.day
