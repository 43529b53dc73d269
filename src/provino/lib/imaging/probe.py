"""Open a picture without decoding it: its format, its pixels, its metadata, checked against limits."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyvips

from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.exif import Exif, read_exif
from provino.lib.imaging.formats import Format, sniff
from provino.lib.imaging.raw import SMALLEST_EDGE, USEFUL_EDGE, RawContents, read_raw, read_tiff_exif
from provino.lib.imaging.results import Limits

_EXIF_FIELD = "exif-data"
_DISPLAY_P3_PRIMARIES = 12
# What pi_heif and rawpy raise for broken files besides their own classes.
_LIBRARY_ERRORS = (ValueError, RuntimeError, EOFError, SyntaxError, IndexError, KeyError)
# How the codecs say that they got no memory.
_MEMORY_WORDS = ("out of memory", "insufficient memory", "memory allocation", "cannot allocate")

Load = Callable[[int, str], pyvips.Image]


@dataclass(frozen=True, slots=True)
class Source:
    """A picture ready to be decoded, dimensions and orientation (EXIF, 1 to 8) as stored.

    `load(shrink, fail_on)` gives libvips' image, smaller by `shrink` (1, 2, 4, 8) where
    `can_shrink` says the decoder can.
    """

    format: Format
    width: int
    height: int
    orientation: int
    exif: Exif
    load: Load
    can_shrink: bool = False
    assumed_profile: str = ""

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height after turning."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


def open_source(path: Path, *, limits: Limits) -> Source:
    """Recognise the file and read its headers; raises ImageRefused and OSError."""
    format_ = sniff(path)
    if path.stat().st_size > limits.max_bytes:
        raise ImageRefused(Reason.TOO_LARGE)
    try:
        if format_.is_raw:
            source = _open_raw(path, format_)
        elif format_ is Format.HEIC:
            source = _open_heic(path)
        else:
            source = _open_vips(path, format_)
    except pyvips.Error as error:
        raise refusal(error) from error
    if source.width * source.height > limits.max_pixels:
        raise ImageRefused(Reason.TOO_MANY_PIXELS, detail=f"{source.width} x {source.height}")
    return source


def refusal(error: Exception) -> ImageRefused:
    """Turn a library's error about a file into our reason."""
    text = " ".join(str(error).split())[:300]
    lower = text.lower()
    # libheif calls its own limits memory errors; those speak of the file.
    no_memory = any(words in lower for words in _MEMORY_WORDS) and "security limit" not in lower
    if isinstance(error, MemoryError) or no_memory:
        return ImageRefused(Reason.OUT_OF_MEMORY, detail=text)
    return ImageRefused(Reason.DAMAGED, detail=text)


def _open_vips(path: Path, format_: Format) -> Source:
    # The loader is named: libvips is never asked to guess what a stranger's file is.
    loader = {
        Format.JPEG: pyvips.Image.jpegload,
        Format.PNG: pyvips.Image.pngload,
        Format.TIFF: pyvips.Image.tiffload,
        Format.WEBP: pyvips.Image.webpload,
        Format.AVIF: pyvips.Image.heifload,
    }[format_]
    is_jpeg = format_ is Format.JPEG

    def load(shrink: int, fail_on: str) -> pyvips.Image:
        options: dict[str, Any] = {"shrink": shrink} if is_jpeg else {}
        return loader(str(path), access="sequential", fail_on=fail_on, **options)

    header = load(1, "none")
    exif = read_tiff_exif(path) if format_ is Format.TIFF else _exif_of(header)
    # AVIF's own rotation was applied by the decoder.
    orientation = 1 if format_ is Format.AVIF else exif.orientation
    return Source(format_, header.width, header.height, orientation, exif, load, can_shrink=is_jpeg)


def _exif_of(image: pyvips.Image) -> Exif:
    return read_exif(bytes(image.get(_EXIF_FIELD))) if image.get_typeof(_EXIF_FIELD) else Exif()


def _open_heic(path: Path) -> Source:
    # Imported when first met: most workers never see one, and it brings Pillow along.
    pi_heif = importlib.import_module("pi_heif")
    try:
        picture = pi_heif.open_heif(path)
        width, height = picture.size
    except _LIBRARY_ERRORS as error:
        raise refusal(error) from error
    exif = read_exif(bytes(picture.info.get("exif") or b""))
    profile = picture.info.get("icc_profile")
    nclx = picture.info.get("nclx_profile") or {}
    is_p3 = nclx.get("color_primaries") == _DISPLAY_P3_PRIMARIES

    def load(_shrink: int, _fail_on: str) -> pyvips.Image:
        try:
            pixels, stride = picture.data, picture.stride
            bands = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}[picture.mode]
        except (*_LIBRARY_ERRORS, MemoryError) as error:
            raise refusal(error) from error
        # Rows are padded: read them as rows of bytes, cut, and fold into bands.
        rows = pyvips.Image.new_from_memory(pixels, stride, height, 1, "uchar")
        image = rows.crop(0, 0, width * bands, height).bandfold(factor=bands)
        image = image.copy(interpretation="b-w" if bands < 3 else "srgb")
        if profile:
            image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
        return image

    # libheif has turned the picture by the file's own rotation; EXIF's must not turn it again.
    return Source(Format.HEIC, width, height, 1, exif, load, assumed_profile="p3" if is_p3 else "")


def _open_raw(path: Path, format_: Format) -> Source:
    contents = read_raw(path, format_)
    if contents.preview and max(contents.width, contents.height) >= USEFUL_EDGE:
        return _preview_source(contents, format_)
    developed = _develop(path)
    if developed:
        width, height, pixels = developed
        image = pyvips.Image.new_from_memory(pixels, width, height, 3, "uchar").copy(interpretation="srgb")
        # LibRaw has turned it already.
        return Source(format_, width, height, 1, contents.exif, lambda _shrink, _fail_on: image)
    if contents.preview and max(contents.width, contents.height) >= SMALLEST_EDGE:
        return _preview_source(contents, format_)
    raise ImageRefused(Reason.NO_PREVIEW)


def _preview_source(contents: RawContents, format_: Format) -> Source:
    preview = contents.preview

    def load(shrink: int, fail_on: str) -> pyvips.Image:
        return pyvips.Image.jpegload_buffer(preview, shrink=shrink, access="sequential", fail_on=fail_on)

    header = load(1, "none")
    orientation = contents.exif.orientation
    return Source(format_, header.width, header.height, orientation, contents.exif, load, can_shrink=True)


def _develop(path: Path) -> tuple[int, int, bytes] | None:
    """Let LibRaw make half-size pixels of the sensor's data; None when it cannot."""
    rawpy = importlib.import_module("rawpy")
    try:
        with rawpy.imread(str(path)) as raw:
            pixels = raw.postprocess(half_size=True, use_camera_wb=True)
    except (rawpy.LibRawError, *_LIBRARY_ERRORS):
        return None
    return pixels.shape[1], pixels.shape[0], pixels.tobytes()
