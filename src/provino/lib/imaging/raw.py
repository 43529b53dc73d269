"""Camera RAW: find the camera's own JPEG inside the file, and what the camera wrote beside it.

The preview is searched for by its bytes, the same way for every maker: no camera has to be known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

from provino.lib.imaging.exif import EXIF_POINTER, Exif, read_exif
from provino.lib.imaging.formats import Format

# From this long edge on a preview is worth showing at once; smaller ones are made for the
# camera's own screen and shown only when the sensor's data cannot be developed.
USEFUL_EDGE = 1000
SMALLEST_EDGE = 160

_START_OF_IMAGE, _END_OF_IMAGE = b"\xff\xd8\xff", b"\xff\xd9"
_FRAMES = {0xC0, 0xC1, 0xC2}
_LOSSLESS_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_MAX_CANDIDATES = 200
_MAX_SEGMENTS = 100
_CANON_BOX = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_MAX_BOXES = 64


@dataclass(frozen=True, slots=True)
class EmbeddedJpeg:
    """A JPEG inside another file: where it lies, its pixels, its EXIF block."""

    start: int
    end: int
    width: int
    height: int
    exif: bytes


@dataclass(frozen=True, slots=True)
class RawContents:
    """What is worth having from a RAW file: preview bytes (None without one) and metadata."""

    preview: bytes | None
    width: int
    height: int
    exif: Exif


def read_raw(path: Path, format_: Format) -> RawContents:
    """Return the largest embedded JPEG and the metadata of a camera RAW file."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        largest = max(embedded_jpegs(data), key=lambda jpeg: jpeg.width * jpeg.height, default=None)
        exif = _canon_exif(data) if format_ is Format.CR3 else read_exif(data)
        if largest is None:
            return RawContents(preview=None, width=0, height=0, exif=exif)
        inner = read_exif(largest.exif)
        return RawContents(
            preview=data[largest.start : largest.end],
            width=largest.width,
            height=largest.height,
            # Fuji and Panasonic keep the camera's words in the preview.
            exif=exif if exif.photo else inner,
        )


def read_tiff_exif(path: Path) -> Exif:
    """Return the metadata of a TIFF file."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return read_exif(data)


def embedded_jpegs(data: mmap) -> Iterator[EmbeddedJpeg]:
    """Yield the JPEG pictures inside the bytes, outermost only, lossless (sensor) data left out."""
    position = 0
    for _ in range(_MAX_CANDIDATES):
        position = data.find(_START_OF_IMAGE, position)
        if position < 0:
            return
        found = _embedded_at(data, position)
        if found:
            yield found
        position = found.end if found else position + 2


def _embedded_at(data: mmap, start: int) -> EmbeddedJpeg | None:
    width = height = 0
    exif = b""
    for marker, begin, end in _segments(data, start + 2):
        if marker in _LOSSLESS_FRAMES:
            return None
        if marker in _FRAMES:
            height = int.from_bytes(data[begin + 1 : begin + 3], "big")
            width = int.from_bytes(data[begin + 3 : begin + 5], "big")
        elif marker == 0xE1 and data[begin : begin + 6] == b"Exif\0\0":
            exif = data[begin:end]
        elif marker == 0xDA and width and height:
            # Inside a scan FF is always followed by 00 or a restart, so the next FFD9 is the end.
            close = data.find(_END_OF_IMAGE, end)
            return EmbeddedJpeg(start, close + 2, width, height, exif) if close >= 0 else None
    return None


def _segments(data: mmap, position: int) -> Iterator[tuple[int, int, int]]:
    """Yield marker, begin and end of each segment's content up to the first scan."""
    for _ in range(_MAX_SEGMENTS):
        head = data[position : position + 4]
        if len(head) < 4 or head[0] != 0xFF or not 0xC0 <= head[1] <= 0xFE:
            return
        length = int.from_bytes(head[2:], "big")
        if length < 2 or position + 2 + length > len(data):
            return
        yield head[1], position + 4, position + 2 + length
        if head[1] == 0xDA:
            return
        position += 2 + length


def _canon_exif(data: mmap) -> Exif:
    """CR3 spreads EXIF over boxes, each a small TIFF: picture, exposure, position."""
    for kind, begin, end in _boxes(data, 0, len(data)):
        if kind != b"moov":
            continue
        for inner, start, stop in _boxes(data, begin, end):
            if inner == b"uuid" and data[start : start + 16] == _CANON_BOX:
                parts = {name: read_exif(data[a:b]).main for name, a, b in _boxes(data, start + 16, stop)}
                main = {tag: value for tag, value in parts.get(b"CMT1", {}).items() if tag != EXIF_POINTER}
                return Exif(main=main, photo=parts.get(b"CMT2", {}), gps=parts.get(b"CMT4", {}))
    return Exif()


def _boxes(data: mmap, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in range(_MAX_BOXES):
        if position + 8 > end:
            return
        size, header = int.from_bytes(data[position : position + 4], "big"), 8
        kind = data[position + 4 : position + 8]
        if size == 1:
            size, header = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        if size < header or position + size > end:
            return
        yield kind, position + header, position + size
        position += size
