"""Recognise a file by its content, never by its ending.

GIF is refused: it is no format photographs are handed over in. Of an animated PNG, WebP or
AVIF the first frame is the picture.
"""

from enum import StrEnum
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import BinaryIO

from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.exif import Tags, directories, first_integer


class Format(StrEnum):
    """The formats taken in."""

    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    WEBP = "webp"
    HEIC = "heic"
    AVIF = "avif"
    CR2 = "cr2"
    CR3 = "cr3"
    NEF = "nef"
    ARW = "arw"
    DNG = "dng"
    RAF = "raf"
    ORF = "orf"
    RW2 = "rw2"
    PEF = "pef"
    SRW = "srw"
    RAW = "raw"

    @property
    def is_raw(self) -> bool:
        """True for a camera's RAW file, whose embedded preview is shown."""
        return self not in _PLAIN

    @property
    def media_type(self) -> str:
        """The media type to send such an original with."""
        return _MEDIA_TYPES.get(self, f"image/x-{_RAW_MAKERS.get(self, 'raw')}")


_PLAIN = {Format.JPEG, Format.PNG, Format.TIFF, Format.WEBP, Format.HEIC, Format.AVIF}
_MEDIA_TYPES = {format_: f"image/{format_}" for format_ in _PLAIN}
_RAW_MAKERS = {
    Format.CR2: "canon-cr2",
    Format.CR3: "canon-cr3",
    Format.NEF: "nikon-nef",
    Format.ARW: "sony-arw",
    Format.DNG: "adobe-dng",
    Format.RAF: "fuji-raf",
    Format.ORF: "olympus-orf",
    Format.RW2: "panasonic-rw2",
    Format.PEF: "pentax-pef",
    Format.SRW: "samsung-srw",
}

_SIGNATURES = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"FUJIFILMCCD-RAW", Format.RAF),
    (b"IIRO", Format.ORF),
    (b"IIRS", Format.ORF),
    (b"MMOR", Format.ORF),
    (b"IIU\0", Format.RW2),
)
# Pictures, but not of the kind we take: said so by name.
_UNSUPPORTED = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"II+\0", "BigTIFF"),
    (b"MM\0+", "BigTIFF"),
    (b"FOVb", "Sigma X3F"),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_MAKERS = (
    (b"NIKON", Format.NEF),
    (b"SONY", Format.ARW),
    (b"PENTAX", Format.PEF),
    (b"RICOH", Format.PEF),
    (b"SAMSUNG", Format.SRW),
)
_MAKE, _COMPRESSION, _PHOTOMETRIC, _DNG_VERSION = 0x010F, 0x0103, 0x0106, 0xC612
_SENSOR_PHOTOMETRICS = {32803, 34892}
_SENSOR_COMPRESSIONS = {34713, 32767, 32769, 32770, 65535}
_HEAD_BYTES = 512


def sniff(path: Path) -> Format:
    """Return the format of the file; reads its first bytes, of TIFF shapes also the directories.

    Raises ImageRefused (empty, not-an-image, unsupported-format) and OSError.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if not head:
            raise ImageRefused(Reason.EMPTY)
        for signature, format_ in _SIGNATURES:
            if head.startswith(signature):
                return format_
        if head[:4] in {b"II*\0", b"MM\0*"}:
            return _sniff_tiff(file, head)
        return _sniff_container(head)


def _sniff_container(head: bytes) -> Format:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    for signature, name in _UNSUPPORTED:
        if head.startswith(signature):
            raise ImageRefused(Reason.UNSUPPORTED_FORMAT, detail=name)
    if b"<svg" in head.lower() or b"<!doctype svg" in head.lower():
        raise ImageRefused(Reason.UNSUPPORTED_FORMAT, detail="SVG")
    raise ImageRefused(Reason.NOT_AN_IMAGE, detail=f"begins with {head[:8].hex()}")


def _sniff_brands(head: bytes) -> Format:
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size, 4))}
    if b"crx " in brands:
        return Format.CR3
    if brands & {b"avif", b"avis"}:
        return Format.AVIF
    if brands & _HEIC_BRANDS:
        return Format.HEIC
    if brands & {b"mif1", b"msf1"}:
        raise ImageRefused(Reason.UNSUPPORTED_FORMAT, detail="HEIF without HEVC")
    raise ImageRefused(Reason.UNSUPPORTED_FORMAT, detail="video")


def _sniff_tiff(file: BinaryIO, head: bytes) -> Format:
    if head[8:10] == b"CR":
        return Format.CR2
    with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        found = list(directories(data))
    if not found:
        raise ImageRefused(Reason.DAMAGED, detail="TIFF without a directory")
    if _DNG_VERSION in found[0]:
        return Format.DNG
    if any(_is_sensor_data(tags) for tags in found):
        make = found[0].get(_MAKE, b"")
        make = make.upper() if isinstance(make, bytes) else b""
        return next((format_ for name, format_ in _MAKERS if make.startswith(name)), Format.RAW)
    return Format.TIFF


def _is_sensor_data(tags: Tags) -> bool:
    return (
        first_integer(tags.get(_PHOTOMETRIC)) in _SENSOR_PHOTOMETRICS
        or first_integer(tags.get(_COMPRESSION)) in _SENSOR_COMPRESSIONS
    )
