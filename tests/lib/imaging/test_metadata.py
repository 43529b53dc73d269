"""What the camera wrote, from honest and from broken blocks."""

import random
import struct
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provino.lib.imaging.exif import directories, read_exif
from provino.lib.imaging.metadata import Metadata, read_metadata
from tests.photos import exif_block, tiff_block


def read(block: bytes, *, keep_location: bool = False) -> Metadata:
    return read_metadata(read_exif(block), keep_location=keep_location)


FULL = exif_block(
    orientation=6,
    captured="2025:06:14 13:02:11",
    fraction="37",
    offset="+02:00",
    make="Canon",
    model="Canon EOS R6",
    serial="SN123",
    lens="RF24-70mm F2.8 L IS USM",
    artist="Anna Żak",
    copyright_="© Anna Żak",
    exposure=(1, 250),
    f_number=(28, 10),
    iso=400,
    focal_length=(50, 1),
    position=(52.2297, -21.0122),
)


def test_metadata_is_read_whole() -> None:
    assert read(FULL) == Metadata(
        captured_at=datetime(2025, 6, 14, 13, 2, 11, 370_000),  # noqa: DTZ001 - the camera's clock
        utc_offset_minutes=120,
        camera_make="Canon",
        camera_model="Canon EOS R6",
        camera_serial="SN123",
        lens="RF24-70mm F2.8 L IS USM",
        exposure_seconds=0.004,
        f_number=2.8,
        iso=400,
        focal_length=50.0,
        artist="Anna Żak",
        copyright="© Anna Żak",
    )
    assert read_exif(FULL).orientation == 6


def test_location_is_read_only_on_request() -> None:
    assert read(FULL).latitude is None
    located = read(FULL, keep_location=True)
    assert (located.latitude, located.longitude) == pytest.approx((52.2297, -21.0122), abs=1e-6)


def test_big_endian_blocks_are_read() -> None:
    block = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, 8, 0, 0)
    assert read_exif(block).orientation == 8


@pytest.mark.parametrize("value", [0, 9, 99])
def test_invalid_orientation_counts_as_upright(value: int) -> None:
    assert read_exif(tiff_block([(0x0112, 3, (value,))])).orientation == 1


@pytest.mark.parametrize(
    "captured", ["0000:00:00 00:00:00", "2025:13:40 25:61:61", "    :  :     :  :  ", "tomorrow", "2099:01:01 00:00:00"]
)
def test_nonsense_dates_are_no_dates(captured: str) -> None:
    assert read(exif_block(captured=captured, fraction="5")).captured_at is None


@pytest.mark.parametrize(("fraction", "expected"), [("07", 70_000), ("123456789", 123_456), ("", 0), ("x", 0)])
def test_fractions_of_a_second(fraction: str, expected: int) -> None:
    moment = read(exif_block(captured="2025:06:14 13:02:11", fraction=fraction)).captured_at
    assert moment is not None
    assert moment.microsecond == expected


@pytest.mark.parametrize(("offset", "expected"), [("-03:30", -210), ("+14:00", 840), ("+99:00", None), ("Z", None)])
def test_zones(offset: str, expected: int | None) -> None:
    assert read(exif_block(captured="2025:06:14 13:02:11", offset=offset)).utc_offset_minutes == expected


def test_text_is_cleaned_and_cut() -> None:
    block = exif_block(make="Can\non\x1b[31m", model="x" * 5000, artist=" a\u202eb\x00c ", copyright_="")
    metadata = read(block)
    assert metadata.camera_make == "Can on [31m"
    assert len(metadata.camera_model) == 500
    assert metadata.artist == "a b"


def test_text_in_latin_1_is_read() -> None:
    assert read(tiff_block([(0x013B, 2, "Zoé".encode("latin-1"))])).artist == "Zoé"


def test_directory_that_leads_to_itself_ends() -> None:
    loop = b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 8)
    assert read_exif(loop).orientation == 6
    assert len(list(directories(loop))) == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(noise: bytes) -> None:
    for head in (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"Exif\0\0II*\0\x08\0\0\0", b""):
        read(head + noise, keep_location=True)
        list(directories(head + noise))


def test_blocks_with_flipped_bytes_are_survived() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    for _ in range(3000):
        block = bytearray(FULL)
        for _ in range(chance.randint(1, 8)):
            block[chance.randrange(len(block))] = chance.randrange(256)
        read(bytes(block[: chance.randint(0, len(block))]), keep_location=True)


@given(st.integers(-1, 70000), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_wild_counts_and_offsets_are_survived(kind: int, count: int, offset: int) -> None:
    entry = struct.pack("<HHHII", 1, 0x010F, kind & 0xFFFF, count, offset)
    read(b"II*\0\x08\0\0\0" + entry)
