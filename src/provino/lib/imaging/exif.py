"""Read TIFF directories, the shape of EXIF and of most camera RAW files, from hostile bytes.

Never raises on broken data: what cannot be read is left out. Loops, wild offsets and huge
counts are bounded.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap

Buffer = bytes | mmap
Value = bytes | tuple[int, ...] | tuple[float, ...]
Tags = dict[int, Value]

EXIF_POINTER = 0x8769
GPS_POINTER = 0x8825
SUB_IFDS = 0x014A
ORIENTATION = 0x0112

_MAX_ENTRIES = 512
_MAX_DIRECTORIES = 32
_MAX_VALUE_BYTES = 64 * 1024
# TIFF, BigTIFF is not read; Panasonic RW2; Olympus ORF in its three spellings.
_MAGIC = {42, 0x55, 0x4F52, 0x5352, 0x524F}
_TYPES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_RATIONALS = {5: "I", 10: "i"}
_TEXTS = {2, 7, 129}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}


@dataclass(frozen=True, slots=True)
class Exif:
    """The three directories that matter: picture, exposure, position."""

    main: Tags = field(default_factory=dict)
    photo: Tags = field(default_factory=dict)
    gps: Tags = field(default_factory=dict)

    @property
    def orientation(self) -> int:
        """1 to 8; anything invalid counts as 1, upright."""
        value = first_integer(self.main.get(ORIENTATION))
        return value if value is not None and 1 <= value <= 8 else 1


def first_integer(value: Value | None) -> int | None:
    """Return the first number of a value, None when there is none."""
    if not value or isinstance(value, bytes):
        return None
    return int(value[0])


def read_exif(data: Buffer) -> Exif:
    """Read an EXIF block (with or without its `Exif\\0\\0` head) or a TIFF-shaped file."""
    base = 6 if data[:6] == b"Exif\0\0" else 0
    reader = _Reader(data, base=base)
    main = next(reader.directories(), {})
    return Exif(main=main, photo=reader.at(main.get(EXIF_POINTER)), gps=reader.at(main.get(GPS_POINTER)))


def directories(data: Buffer) -> Iterator[Tags]:
    """Yield the tags of every directory, sub-directories included, each once."""
    return _Reader(data, base=0).directories()


class _Reader:
    def __init__(self, data: Buffer, *, base: int) -> None:
        self._data = data
        self._base = base
        head = data[base : base + 4]
        self._order = "<" if head[:2] == b"II" else ">"
        known = head[:2] in {b"II", b"MM"} and struct.unpack(f"{self._order}H", head[2:4].ljust(2, b"\0"))[0] in _MAGIC
        self._first = self._unpack("I", 4)[0] if known and len(data) >= base + 8 else 0

    def directories(self) -> Iterator[Tags]:
        waiting, seen = [self._first], set[int]()
        while waiting and len(seen) < _MAX_DIRECTORIES:
            offset = waiting.pop(0)
            if offset in seen or not offset:
                continue
            seen.add(offset)
            tags, following = self._directory(offset)
            if tags:
                yield tags
            waiting.append(following)
            below = tags.get(SUB_IFDS, ())
            waiting.extend(int(value) for value in below[:_MAX_DIRECTORIES])

    def at(self, pointer: Value | None) -> Tags:
        offset = first_integer(pointer)
        return self._directory(offset)[0] if offset else {}

    def _unpack(self, code: str, offset: int) -> tuple[int, ...]:
        return struct.unpack_from(f"{self._order}{code}", self._data, self._base + offset)

    def _fits(self, offset: int, size: int) -> bool:
        return offset >= 8 and self._base + offset + size <= len(self._data)

    def _directory(self, offset: int) -> tuple[Tags, int]:
        if not self._fits(offset, 2):
            return {}, 0
        count = min(self._unpack("H", offset)[0], _MAX_ENTRIES)
        tags: Tags = {}
        for position in range(offset + 2, offset + 2 + 12 * count, 12):
            if not self._fits(position, 12):
                return tags, 0
            tag, kind, number = self._unpack("HHI", position)
            value = self._value(kind, number, position + 8)
            if value is not None:
                tags.setdefault(tag, value)
        end = offset + 2 + 12 * count
        return tags, self._unpack("I", end)[0] if self._fits(end, 4) else 0

    def _value(self, kind: int, number: int, position: int) -> Value | None:
        size = _SIZES.get(kind, 0) * number
        if not 0 < size <= _MAX_VALUE_BYTES:
            return None
        start = position if size <= 4 else self._unpack("I", position)[0]
        if not self._fits(start, size):
            return None
        if kind in _TEXTS:
            return bytes(self._data[self._base + start : self._base + start + size])
        if kind in _RATIONALS:
            numbers = self._unpack(f"{2 * number}{_RATIONALS[kind]}", start)
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            return tuple(top / bottom if bottom else 0.0 for top, bottom in pairs)
        return self._unpack(f"{number}{_TYPES[kind]}", start)
