"""Burn a watermark into a picture: 8-bit sRGB in, the same size out. The same picture and mark give the same pixels.

A mark has an edge of the other lightness around it, so that it is read on snow and in shadow. Runs in the decoding child.
"""

from functools import lru_cache
from html import escape
from pathlib import Path
from typing import NamedTuple

import pyvips

from provino.lib.imaging.recipes import Mark

_FONT_FILE = str(Path(__file__).parent / "fonts" / "provino-mark.ttf")
_FONT = "Provino Mark 160"  # large, to be made smaller
_MARGIN = 0.03  # of the shorter side
_TILT = -30  # degrees, of tiles
_GAP = 1.2  # a tile's room in parts of its size
_EDGE_STRENGTH = 0.65
_LIGHT, _DARK = 255.0, 0.0


class _Ink(NamedTuple):
    """Colours (three bands) and alpha of a mark as large as it is drawn, 8-bit."""

    colours: pyvips.Image
    alpha: pyvips.Image


def drawn(image: pyvips.Image, mark: Mark) -> pyvips.Image:
    """Return the picture (three bands, 8-bit sRGB) with the mark on it. Raises pyvips.Error, OSError without its file."""
    margin = 0 if mark.placement == "tiled" else round(min(image.width, image.height) * _MARGIN)
    ink = _ink(mark, image.width, image.height, margin)
    if mark.placement == "tiled":
        across, down = image.width // ink.alpha.width + 2, image.height // ink.alpha.height + 1
        left = (across * ink.alpha.width - image.width) // 2
        colours, alpha = (one.replicate(across, down).crop(left, 0, image.width, image.height) for one in ink)
        return alpha.ifthenelse(colours, image, blend=True)
    left, top = _corner(mark, (image.width - ink.alpha.width, image.height - ink.alpha.height), margin)
    beneath = image.crop(left, top, ink.alpha.width, ink.alpha.height)
    return image.insert(ink.alpha.ifthenelse(ink.colours, beneath, blend=True), left, top)


# Most pictures of a job have one of two shapes, each in at most three sizes.
@lru_cache(maxsize=12)
def _ink(mark: Mark, width: int, height: int, margin: int) -> _Ink:
    stamp = _edged(_at_size(_stamp(mark.text, mark.image), mark.size, width - 2 * margin, height - 2 * margin))
    if mark.placement == "tiled":
        stamp = _tile(stamp)
    else:
        # The edge reaches over the margin, but never over the picture.
        stamp = stamp.gravity("centre", min(stamp.width, width), min(stamp.height, height))
    alpha = (stamp.extract_band(3) * (mark.opacity / 100)).rint().cast("uchar").copy(interpretation="b-w")
    colours = stamp.unpremultiply().extract_band(0, n=3).rint().cast("uchar").copy(interpretation="srgb")
    return _Ink(colours.copy_memory(), alpha.copy_memory())


def _corner(mark: Mark, room: tuple[int, int], margin: int) -> tuple[int, int]:
    across = {"left": 0.0, "right": 1.0}.get(mark.placement.rpartition("-")[2], 0.5)
    down = {"top": 0.0, "bottom": 1.0}.get(mark.placement.partition("-")[0], 0.5)
    margins = [min(margin, space // 2) for space in room]
    left, top = (
        round(kept + part * (space - 2 * kept)) for part, space, kept in zip((across, down), room, margins, strict=True)
    )
    return left, top


@lru_cache(maxsize=4)
def _stamp(text: str, path: str) -> pyvips.Image:
    """The mark in its own size: four bands, float, colours multiplied by alpha."""
    if path:
        stamp = pyvips.Image.pngload_buffer(Path(path).read_bytes(), fail_on="truncated").colourspace("srgb")
        stamp = stamp if stamp.hasalpha() else stamp.addalpha()
    else:
        ink = pyvips.Image.text(escape(text, quote=False), font=_FONT, fontfile=_FONT_FILE, dpi=72)
        white = ink.new_from_image([_LIGHT] * 3)
        stamp = white.bandjoin(ink).copy(interpretation="srgb")
    return stamp.premultiply().copy_memory()


def _at_size(stamp: pyvips.Image, percent: int, width: int, height: int) -> pyvips.Image:
    """As wide as asked for, but never larger than there is room."""
    scale = min(width * percent / 100 / stamp.width, height / stamp.height)
    across = max(1, round(stamp.width * scale)) / stamp.width
    down = max(1, round(stamp.height * scale)) / stamp.height
    # A kernel without overshoot: colours may not become more than their alpha.
    return stamp.resize(across, vscale=down, kernel="linear")


def _edged(stamp: pyvips.Image) -> pyvips.Image:
    """The mark over a soft edge that is dark around a light mark, light around a dark one."""
    sigma = min(max(min(stamp.width, stamp.height) * 0.04, 0.5), 6.0)
    room = round(3 * sigma)
    stamp = stamp.embed(room, room, stamp.width + 2 * room, stamp.height + 2 * room)
    alpha = stamp.extract_band(3)
    blurred = alpha.gaussblur(sigma, precision="float") * 2
    edge = (blurred > 255).ifthenelse(255, blurred) * _EDGE_STRENGTH
    beneath = edge * (255 - alpha) / 255
    ink = _DARK if _is_light(stamp) else _LIGHT
    tinted = beneath * (ink / 255)
    return (stamp + tinted.bandjoin([tinted, tinted, beneath])).copy(interpretation="srgb")


def _is_light(stamp: pyvips.Image) -> bool:
    total = stamp.extract_band(3).avg()
    return not total or stamp.extract_band(0, n=3).avg() >= total / 2


def _tile(stamp: pyvips.Image) -> pyvips.Image:
    """What is repeated: the mark, tilted, twice, the second time half a step further, so that rows stand like bricks."""
    tilted = stamp.similarity(angle=_TILT, background=[0, 0, 0, 0])
    step, rise = max(1, round(tilted.width * _GAP)), max(1, round(tilted.height * _GAP))
    cell = tilted.embed((step - tilted.width) // 2, (rise - tilted.height) // 2, step, rise).copy_memory()
    return cell.join(cell.wrap(x=step // 2, y=0), "vertical").copy(interpretation="srgb")
