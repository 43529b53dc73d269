"""Photographs and nasty files made in code: small, quick, each `seed` with bytes of its own."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyvips

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 30), (30, 30, 220), (230, 220, 30)

_ASCII, _SHORT, _LONG, _RATIONAL = 2, 3, 4, 5
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825


def picture(width: int = 600, height: int = 400, *, seed: int = 0) -> pyvips.Image:
    """A grey picture with fine noise and a coloured square in each corner.

    Clockwise from the top left: red, green, yellow, blue; each a quarter of the edge long.
    """
    noise = pyvips.Image.gaussnoise(width, height, mean=128, sigma=12, seed=seed + 1)
    image = noise.bandjoin([noise, noise]).cast("uchar").copy(interpretation="srgb")
    w, h = max(1, width // 4), max(1, height // 4)
    corners = ((0, 0, RED), (width - w, 0, GREEN), (0, height - h, BLUE), (width - w, height - h, YELLOW))
    for x, y, colour in corners:
        square = (pyvips.Image.black(w, h) + list(colour)).cast("uchar").copy(interpretation="srgb")
        image = image.insert(square, x, y)
    return image


def corners(image: pyvips.Image) -> list[tuple[int, int, int]]:
    """The colours at the corners: top left, top right, bottom left, bottom right."""
    x, y = max(1, image.width // 10), max(1, image.height // 10)
    places = ((x, y), (image.width - 1 - x, y), (x, image.height - 1 - y), (image.width - 1 - x, image.height - 1 - y))
    return [(int(r), int(g), int(b)) for r, g, b in (image.getpoint(*place)[:3] for place in places)]


def jpeg_bytes(
    width: int = 600,
    height: int = 400,
    *,
    seed: int = 0,
    exif: bytes = b"",
    image: pyvips.Image | None = None,
    **save: Any,
) -> bytes:
    """A JPEG; `exif` from `exif_block`, `save` goes to libvips (Q, interlace, profile, …)."""
    image = image if image is not None else picture(width, height, seed=seed)
    data = bytes(image.jpegsave_buffer(**{"Q": 90, "keep": "icc", **save}))
    if not exif:
        return data
    segment = b"Exif\0\0" + exif
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def make_photo(path: Path, width: int = 600, height: int = 400, *, seed: int = 0, **options: Any) -> Path:
    """Write a JPEG photograph as `jpeg_bytes` makes it, with its parent folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg_bytes(width, height, seed=seed, **options))
    return path


def exif_block(
    *,
    orientation: int | None = None,
    captured: str = "",
    fraction: str = "",
    offset: str = "",
    make: str = "",
    model: str = "",
    serial: str = "",
    lens: str = "",
    artist: str = "",
    copyright_: str = "",
    exposure: tuple[int, int] | None = None,
    f_number: tuple[int, int] | None = None,
    iso: int | None = None,
    focal_length: tuple[int, int] | None = None,
    position: tuple[float, float] | None = None,
) -> bytes:
    """An EXIF block as a camera would write it, little-endian; only what is given."""
    main = [
        (0x010F, _ASCII, make),
        (0x0110, _ASCII, model),
        (0x0112, _SHORT, orientation),
        (0x013B, _ASCII, artist),
        (0x8298, _ASCII, copyright_),
    ]
    photo = [
        (0x829A, _RATIONAL, exposure),
        (0x829D, _RATIONAL, f_number),
        (0x8827, _SHORT, iso),
        (0x9003, _ASCII, captured),
        (0x9011, _ASCII, offset),
        (0x920A, _RATIONAL, focal_length),
        (0x9291, _ASCII, fraction),
        (0xA431, _ASCII, serial),
        (0xA434, _ASCII, lens),
    ]
    return tiff_block(main, photo, _gps(position) if position else [])


def tiff_block(main: Sequence[Any], photo: Sequence[Any] = (), gps: Sequence[Any] = (), *, start: int = 8) -> bytes:
    """A little-endian TIFF of directories given as (tag, type, value); empty values are left out."""
    kept = [[entry for entry in group if entry[2]] for group in (main, photo, gps)]
    pointers = [(tag, _LONG, 0) for tag, group in ((_EXIF_IFD, kept[1]), (_GPS_IFD, kept[2])) if group]
    first = len(_directory([*kept[0], *pointers], start))
    photo_at = start + first
    photo_bytes = _directory(kept[1], photo_at) if kept[1] else b""
    gps_at = photo_at + len(photo_bytes)
    gps_bytes = _directory(kept[2], gps_at) if kept[2] else b""
    where = {_EXIF_IFD: photo_at, _GPS_IFD: gps_at}
    main_bytes = _directory([*kept[0], *((tag, kind, where[tag]) for tag, kind, _ in pointers)], start)
    head = b"II*\0" + struct.pack("<I", start)
    return head.ljust(start, b"\0") + main_bytes + photo_bytes + gps_bytes


def _directory(entries: Sequence[Any], at: int) -> bytes:
    body, rest = b"", b""
    values_at = at + 2 + 12 * len(entries) + 4
    for tag, kind, value in sorted(entries):
        raw, count = _encoded(kind, value)
        if len(raw) > 4:
            place = struct.pack("<I", values_at + len(rest))
            rest += raw + b"\0" * (len(raw) % 2)
        else:
            place = raw.ljust(4, b"\0")
        body += struct.pack("<HHI", tag, kind, count) + place
    return struct.pack("<H", len(entries)) + body + struct.pack("<I", 0) + rest


def _encoded(kind: int, value: Any) -> tuple[bytes, int]:
    if kind == _ASCII:
        raw = (value if isinstance(value, bytes) else value.encode()) + b"\0"
        return raw, len(raw)
    values = value if isinstance(value, tuple) else (value,)
    code = "H" if kind == _SHORT else "I"
    count = len(values) // 2 if kind == _RATIONAL else len(values)
    return struct.pack(f"<{len(values)}{code}", *values), count


def _gps(position: tuple[float, float]) -> list[Any]:
    latitude, longitude = position
    return [
        (1, _ASCII, "N" if latitude >= 0 else "S"),
        (2, _RATIONAL, _sexagesimal(abs(latitude))),
        (3, _ASCII, "E" if longitude >= 0 else "W"),
        (4, _RATIONAL, _sexagesimal(abs(longitude))),
    ]


def _sexagesimal(degrees: float) -> tuple[int, ...]:
    minutes = (degrees % 1) * 60
    return int(degrees), 1, int(minutes), 1, round((minutes % 1) * 60 * 10000), 10000


def raw_bytes(*, width: int = 1200, height: int = 800, orientation: int = 1, captured: str = "") -> bytes:
    """A file with the head of a Canon CR2 and a JPEG preview inside: no sensor data."""
    photo = [(0x9003, _ASCII, captured)]
    block = tiff_block([(0x010F, _ASCII, "Canon"), (0x0112, _SHORT, orientation)], photo, start=16)
    return block[:8] + b"CR\x02\0\0\0\0\0" + block[16:] + b"\0" * 64 + jpeg_bytes(width, height) + b"\0" * 64


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG with its right checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb_bytes(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG that claims these dimensions (1 bit a pixel) in a few hundred bytes."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    data = png_chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    return b"\x89PNG\r\n\x1a\n" + head + data + png_chunk(b"IEND", b"")


NOT_PICTURES = {
    "text.jpg": b"this is no photograph\n",
    "archive.jpg": b"PK\x03\x04" + b"\0" * 60,
    "program.jpg": b"MZ" + bytes(range(200)),
    "paper.jpg": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n",
    "page.jpg": b"<!doctype html><script>alert(1)</script>",
}
OTHER_PICTURES = {
    "moving.gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "drawing.svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "bitmap.bmp": b"BM" + b"\0" * 60,
    "layers.psd": b"8BPS\0\x01" + b"\0" * 60,
    "film.mp4": b"\0\0\0\x18ftypisom\0\0\0\0isommp41" + b"\0" * 40,
}
