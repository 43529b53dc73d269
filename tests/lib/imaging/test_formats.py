"""Formats are told by content."""

from pathlib import Path

import pytest

from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.formats import Format, sniff
from tests import photos


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "photo.bin"
    path.write_bytes(data)
    return path


def tiff_raw(make: str, photometric: int) -> bytes:
    return photos.tiff_block([(0x0106, 3, photometric), (0x010F, 2, make)])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (photos.jpeg_bytes(16, 16), Format.JPEG),
        (bytes(photos.picture(16, 16).pngsave_buffer()), Format.PNG),
        (bytes(photos.picture(16, 16).tiffsave_buffer()), Format.TIFF),
        (bytes(photos.picture(16, 16).webpsave_buffer()), Format.WEBP),
        (bytes(photos.picture(16, 16).heifsave_buffer(compression="av1", effort=0)), Format.AVIF),
        (photos.raw_bytes(width=16, height=16), Format.CR2),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", Format.CR3),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Format.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Format.HEIC),
        (photos.tiff_block([(0xC612, 4, 1), (0x010F, 2, "NIKON")]), Format.DNG),
        (tiff_raw("NIKON CORPORATION", 32803), Format.NEF),
        (tiff_raw("SONY", 32803), Format.ARW),
        (tiff_raw("RICOH IMAGING", 32803), Format.PEF),
        (tiff_raw("Hasselblad", 34892), Format.RAW),
        (tiff_raw("NIKON CORPORATION", 2), Format.TIFF),
        (b"FUJIFILMCCD-RAW 0201", Format.RAF),
        (b"IIRO\x08\0\0\0", Format.ORF),
        (b"IIU\0\x18\0\0\0", Format.RW2),
    ],
)
def test_sniff_recognises_by_content(tmp_path: Path, data: bytes, expected: Format) -> None:
    assert sniff(write(tmp_path, data)) is expected


@pytest.mark.parametrize("name", photos.NOT_PICTURES)
def test_sniff_refuses_what_is_no_picture(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImageRefused) as caught:
        sniff(write(tmp_path, photos.NOT_PICTURES[name]))
    assert caught.value.code is Reason.NOT_AN_IMAGE


@pytest.mark.parametrize("name", photos.OTHER_PICTURES)
def test_sniff_names_pictures_we_do_not_take(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImageRefused) as caught:
        sniff(write(tmp_path, photos.OTHER_PICTURES[name]))
    assert caught.value.code is Reason.UNSUPPORTED_FORMAT
    assert caught.value.detail


def test_sniff_refuses_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(ImageRefused) as caught:
        sniff(write(tmp_path, b""))
    assert caught.value.code is Reason.EMPTY


def test_media_types_are_those_of_images() -> None:
    assert Format.JPEG.media_type == "image/jpeg"
    assert Format.NEF.media_type == "image/x-nikon-nef"
    assert all(format_.media_type.startswith("image/") for format_ in Format)
    assert [format_ for format_ in Format if not format_.is_raw] == ["jpeg", "png", "tiff", "webp", "heic", "avif"]
