"""Decode a picture once: small enough, upright, 8-bit sRGB on white, in memory."""

import pyvips

from provino.lib.imaging.colour import flatten_on_white, to_srgb
from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.probe import Source, refusal

# The decoder's own shrinking is coarse: leave the resampler at least this much to do.
_RESAMPLING_MARGIN = 1.1
# Of a JPEG whose end is missing at most this part may be, or it is refused as damaged.
_MISSING_ALLOWED = 0.05


def decode(source: Source, *, size: tuple[int, int]) -> pyvips.Image:
    """Return the upright picture at `size` (upright width and height, at most the original's).

    A JPEG cut short is accepted when at least 95 % of its rows are there; the rest is as the
    decoder fills it. A progressive one cut short is refused: its missing part is spread over
    all of it. Raises ImageRefused.
    """
    width, height = size[::-1] if source.orientation >= 5 else size
    try:
        image = _shrunk(source, width, height)
        upright = _upright(to_srgb(image, assumed_profile=source.assumed_profile), source.orientation)
        return image if upright is image else upright.copy_memory()
    except (pyvips.Error, MemoryError) as error:
        raise refusal(error) from error


def _shrunk(source: Source, width: int, height: int) -> pyvips.Image:
    try:
        return _resized(source, width, height, fail_on="truncated")
    except pyvips.Error as error:
        if not source.can_shrink:
            raise
        return _cut_short(source, width, height, error)


def _cut_short(source: Source, width: int, height: int, error: pyvips.Error) -> pyvips.Image:
    if source.load(1, "none").get("jpeg-multiscan"):
        raise refusal(error) from error
    image = _resized(source, width, height, fail_on="none")
    if _constant_rows(image) > _MISSING_ALLOWED * height:
        raise ImageRefused(Reason.DAMAGED, detail="cut short")
    return image


def _resized(source: Source, width: int, height: int, *, fail_on: str) -> pyvips.Image:
    """Decode and resize row by row; only the small result is ever whole in memory."""
    image = source.load(_shrink_factor(source, width), fail_on)
    image = flatten_on_white(image)
    if (image.width, image.height) != (width, height):
        image = image.resize(width / image.width, vscale=height / image.height)
    return image.copy_memory()


def _shrink_factor(source: Source, width: int) -> int:
    if not source.can_shrink:
        return 1
    return next((factor for factor in (8, 4, 2) if source.width >= factor * width * _RESAMPLING_MARGIN), 1)


def _constant_rows(image: pyvips.Image) -> int:
    """Count the rows at the bottom that equal the one above: what a decoder fills in."""
    if image.height < 2:
        return 0
    size = (image.width, image.height - 1)
    difference = (image.crop(0, 1, *size) - image.crop(0, 0, *size)).abs()
    sums = bytes(difference.bandmean().project()[1].cast("uint").write_to_memory())
    rows = memoryview(sums).cast("I").tolist()
    return next((count for count, total in enumerate(reversed(rows)) if total), len(rows))


def _upright(image: pyvips.Image, orientation: int) -> pyvips.Image:
    if orientation in {3, 4}:
        image = image.rot180()
    elif orientation in {5, 6}:
        image = image.rot90()
    elif orientation in {7, 8}:
        image = image.rot270()
    return image.fliphor() if orientation in {2, 4, 5, 7} else image
