"""Bring any picture libvips has read to 8-bit sRGB with three bands and no alpha."""

import struct
from contextlib import suppress

import pyvips

_MAX_PROFILE_BYTES = 4_000_000
_PROFILE = "icc-profile-data"
# The D50 colourants of sRGB in a matrix profile, and how far rounding may move them.
_SRGB_COLOURANTS = {
    b"rXYZ": (0.4361, 0.2225, 0.0139),
    b"gXYZ": (0.3851, 0.7169, 0.0971),
    b"bXYZ": (0.1431, 0.0606, 0.7141),
}
_TOLERANCE = 0.002


def flatten_on_white(image: pyvips.Image) -> pyvips.Image:
    """Return the picture without alpha, laid on white; surplus bands of odd TIFFs are dropped."""
    colours = _colour_bands(image)
    if image.hasalpha() and image.bands == colours + 1:
        white = {"uchar": 255, "ushort": 65535}.get(image.format, 1.0 if image.interpretation == "scrgb" else 255)
        paper = 0 if image.interpretation == "cmyk" else white
        return image.flatten(background=paper, max_alpha=white)
    return image.extract_band(0, n=colours) if image.bands > colours else image


def to_srgb(image: pyvips.Image, *, assumed_profile: str = "") -> pyvips.Image:
    """Return the flattened picture as 8-bit sRGB, by its ICC profile where it has a usable one.

    `assumed_profile` (a profile libvips carries, such as "p3") is taken when the picture has none.
    A broken profile counts as none: RGB is then sRGB, CMYK is generic.
    """
    image = _integers(image)
    profile = _usable_profile(image)
    if profile and not (image.format == "uchar" and is_srgb_profile(profile)):
        # A profile that does not fit its pixels fails here; then the picture has none.
        with suppress(pyvips.Error):
            return _three_bands(_transform(image, embedded=True))
    if image.interpretation == "cmyk":
        return _three_bands(_transform(image, input_profile="cmyk"))
    if assumed_profile and image.bands == 3:
        return _three_bands(_transform(image, input_profile=assumed_profile))
    if image.format == "uchar" and image.bands == 3 and image.interpretation == "srgb":
        return image  # most photographs: the caller sees that nothing was done
    return _three_bands(image.colourspace("srgb"))


def is_srgb_profile(profile: bytes) -> bool:
    """True when the profile's colourants and its name both say sRGB: converting is idle work."""
    if b"sRGB" not in profile[128:] and "sRGB".encode("utf-16-be") not in profile[128:]:
        return False
    return all(_near(_xyz(profile, tag), wanted) for tag, wanted in _SRGB_COLOURANTS.items())


def _near(found: tuple[float, ...] | None, wanted: tuple[float, ...]) -> bool:
    return found is not None and all(abs(a - b) < _TOLERANCE for a, b in zip(found, wanted, strict=True))


def _xyz(profile: bytes, tag: bytes) -> tuple[float, ...] | None:
    count = min(int.from_bytes(profile[128:132], "big"), 64)
    for at in range(132, 132 + 12 * count, 12):
        if profile[at : at + 4] == tag:
            start = int.from_bytes(profile[at + 4 : at + 8], "big") + 8
            raw = profile[start : start + 12]
            return tuple(value / 65536 for value in struct.unpack(">3i", raw)) if len(raw) == 12 else None
    return None


def _colour_bands(image: pyvips.Image) -> int:
    by_space = {"cmyk": 4, "b-w": 1, "grey16": 1}.get(image.interpretation)
    if by_space:
        return min(by_space, int(image.bands))
    return 3 if image.bands >= 3 else 1


def _usable_profile(image: pyvips.Image) -> bytes:
    if not image.get_typeof(_PROFILE):
        return b""
    profile = bytes(image.get(_PROFILE))
    return profile if len(profile) <= _MAX_PROFILE_BYTES else b""


def _transform(image: pyvips.Image, **source: str | bool) -> pyvips.Image:
    converted = image.icc_transform("srgb", intent="relative", black_point_compensation=True, depth=8, **source)
    # Conversion is lazy: run it here, so that its failure is met here.
    return converted.copy_memory()


def _integers(image: pyvips.Image) -> pyvips.Image:
    """Bring the rare sample formats of TIFF to 8 or 16 bits."""
    if image.format in {"uchar", "ushort"} or image.interpretation in {"scrgb", "lab", "xyz", "labs", "labq"}:
        return image
    if image.format in {"float", "double"}:
        image = (image * 255).cast("uchar")
    else:
        image = (image >> 24).cast("uchar") if image.format in {"int", "uint"} else image.cast("ushort")
    grey, colour = ("b-w", "srgb") if image.format == "uchar" else ("grey16", "rgb16")
    return image.copy(interpretation=grey if image.bands == 1 else colour)


def _three_bands(image: pyvips.Image) -> pyvips.Image:
    if image.bands == 1:
        image = image.bandjoin([image, image])
    return image.cast("uchar").copy(interpretation="srgb")
