"""The look of a cover: where the photo is cut, how large the title is, and whether it is written in ink or paper."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from provino.galleries.addresses import cover_recipe, rendition_url
from provino.galleries.models import CoverDesign, Gallery, Photo
from provino.web.portal.door import Visit

Colour = tuple[float, float, float]

_INK: Colour = (22, 22, 20)
_PAPER: Colour = (255, 255, 255)
_ENOUGH = 4.5
_CELLS = 9
_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)
_VEIL = 0.3  # as .cover--veil in cover.css

# Spots of a photo's box where words stand, in parts of its width and height.
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Where a design writes on the photo: its box as width ÷ height on a desk and on a phone, and the words' places."""

    boxes: tuple[float, float]
    bar: Points  # mark and language
    above: Points  # title and the line under it
    below: Points


_LEFT, _ACROSS = (0.06, 0.35), (0.06, 0.35, 0.65, 0.9)
# What is not named here writes on the page's own paper.
WRITTEN = {
    CoverDesign.FULL: Written(
        boxes=(1.6, 0.46),
        bar=((0.06, 0.04), (0.94, 0.04)),
        above=(*((x, y) for y in (0.14, 0.26) for x in _ACROSS), *((x, 0.38) for x in _LEFT)),
        below=(*((x, y) for y in (0.68, 0.76) for x in _ACROSS), *((x, 0.83) for x in _LEFT)),
    ),
    CoverDesign.FRAME: Written(
        boxes=(1.85, 0.52),
        bar=(),
        above=tuple((x, y) for y in (0.1, 0.22, 0.34) for x in (0.1, 0.35, 0.65, 0.9)),
        below=tuple((x, y) for y in (0.66, 0.78, 0.92) for x in (0.1, 0.35, 0.65, 0.9)),
    ),
}


@dataclass(frozen=True, slots=True)
class Cover:
    """What the template needs; `classes` are those of cover.css, `photo` is None for a cover of paper."""

    photo: Photo | None
    classes: str
    focal_classes: str = ""
    view: str = ""
    grid2: str = ""
    middle: str = ""
    middle_width: int = 0
    grid2_width: int = 0
    view_width: int = 0
    sizes: str = ""


def cover_context(visit: Visit, photo: Photo | None) -> dict[str, Any]:
    """Return what cover.html needs; a member who tries out a look also gets the classes of all designs."""
    gallery, design = visit.gallery, visit.look.cover_design
    context: dict[str, Any] = {
        "cover": cover_of(gallery, photos=[photo] if photo else [], prefix=visit.prefix, design=design)
    }
    if visit.unsaved:
        every = {one: cover_classes(gallery, photo=photo, design=one) for one in CoverDesign.values}
        context["covers"] = json.dumps(every)
    return context


def cover_of(gallery: Gallery, *, photos: list[Photo], prefix: str, design: str = CoverDesign.FULL) -> Cover:
    """Return the cover: the chosen photo if visitors may see it, else the first one, else paper."""
    chosen = next((photo for photo in photos if photo.pk == gallery.cover_photo_id), None)
    photo = chosen or (photos[0] if photos else None)
    x, y = focal_point(gallery) if chosen else (0.5, 0.5)
    if photo is None:
        return Cover(photo=None, classes=cover_classes(gallery, photo=None, design=design))
    large, small = cover_recipe(photo, "view"), cover_recipe(photo, "grid2")
    return Cover(
        photo=photo,
        classes=cover_classes(gallery, photo=photo, design=design),
        focal_classes=f"fx-{round(x * 10)} fy-{round(y * 10)}",
        view=rendition_url(prefix, photo, large),
        grid2=rendition_url(prefix, photo, small),
        middle=rendition_url(prefix, photo, "middle"),
        middle_width=_width(photo, "middle"),
        view_width=_width(photo, large),
        grid2_width=_width(photo, small),
        sizes=_sizes(photo, design=design),
    )


def cover_classes(gallery: Gallery, *, photo: Photo | None, design: str) -> str:
    """Return the classes of a cover: its design, how its words are written, how large the title is."""
    size = _title_class(gallery.title)
    if photo is None:
        return f"cover--plain {size}".strip()
    written = WRITTEN.get(CoverDesign(design))
    focal = focal_point(gallery) if photo.pk == gallery.cover_photo_id else (0.5, 0.5)
    words = type_class(photo.placeholder, ratio=_ratio(photo), focal=focal, written=written) if written else ""
    return " ".join(part for part in (f"cover--{design}", words, size) if part)


def focal_point(gallery: Gallery) -> tuple[float, float]:
    """Return the spot of the cover photo that stays in sight, 0 to 1 from the left and the top."""
    return gallery.cover_focal_x, gallery.cover_focal_y


def type_class(
    placeholder: str, *, ratio: float, focal: tuple[float, float], written: Written = WRITTEN[CoverDesign.FULL]
) -> str:
    """Return the class of the title by the light beneath its words, as a desk and a phone cut the photo around `focal`.

    Ink or paper where one has 4.5 : 1 on all of it; else the title moves to the lower end of the picture if that is
    calmer; else an even veil makes room for the nearer of both, a deeper one where a light one is not enough.
    """
    cells = decode_cells(placeholder)
    if not cells:
        return "cover--paper cover--veil cover--deep"
    for words, place in ((written.above, ""), (written.below, " cover--low")):
        beneath = _beneath(cells, points=written.bar + words, boxes=written.boxes, ratio=ratio, focal=focal)
        ink, paper = (min(contrast(colour, cell) for cell in beneath) for colour in (_INK, _PAPER))
        if max(ink, paper) >= _ENOUGH:
            return ("cover--ink" if ink >= paper else "cover--paper") + place
    beneath = _beneath(cells, points=written.bar + written.above, boxes=written.boxes, ratio=ratio, focal=focal)
    ink = min(contrast(_INK, _veiled(cell, _WHITE)) for cell in beneath)
    paper = min(contrast(_PAPER, _veiled(cell, _BLACK)) for cell in beneath)
    if paper >= _ENOUGH:  # of two that do, dark beneath light: a white veil makes a photo look faded
        return "cover--paper cover--veil"
    deep = "" if ink >= _ENOUGH else " cover--deep"
    return ("cover--ink" if ink > paper else "cover--paper") + " cover--veil" + deep


def _beneath(
    cells: list[Colour], *, points: Points, boxes: tuple[float, ...], ratio: float, focal: tuple[float, float]
) -> list[Colour]:
    """Return the photo's colours under points of its box, on each kind of screen."""
    found = []
    for box in boxes:
        seen = (min(box / ratio, 1), min(ratio / box, 1))  # what is left of width and height once it is cut
        for point in points:
            x, y = ((1 - part) * spot + part * at for part, spot, at in zip(seen, focal, point, strict=True))
            found.append(_colour_at(cells, x=x, y=y))
    return found


def _colour_at(cells: list[Colour], *, x: float, y: float) -> Colour:
    """Return the colour at a spot of the photo, 0-1 each way, between the middles of the nearest cells."""
    (column, right), (row, down) = (divmod(min(max(part * 3 - 0.5, 0), 1.9999), 1) for part in (x, y))
    first = int(row) * 3 + int(column)
    upper = _mixed(cells[first], cells[first + 1], right)
    return _mixed(upper, _mixed(cells[first + 3], cells[first + 4], right), down)


def _veiled(colour: Colour, veil: Colour) -> Colour:
    return _mixed(colour, veil, _VEIL)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def decode_cells(placeholder: str) -> list[Colour]:
    """Return the nine colours of a placeholder, row by row, channels 0-255; nothing for what is no placeholder."""
    try:
        packed = base64.urlsafe_b64decode(placeholder + "=" * (-len(placeholder) % 4))
    except (binascii.Error, ValueError):
        return []
    if len(packed) != 14:
        return []
    nibbles = [nibble * 17 for byte in packed for nibble in (byte >> 4, byte & 15)]
    return [(nibbles[at * 3], nibbles[at * 3 + 1], nibbles[at * 3 + 2]) for at in range(_CELLS)]


def contrast(one: Colour, other: Colour) -> float:
    """Return the WCAG contrast of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for v in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _title_class(title: str) -> str:
    """Long names and long titles are set smaller, so that no word is broken on a phone."""
    longest = max((len(word) for word in title.split()), default=0)
    if longest > 12 or len(title) > 60:
        return "cover--longer"
    return "cover--long" if longest > 7 or len(title) > 28 else ""


def _ratio(photo: Photo) -> float:
    return photo.width / photo.height if photo.height else 1.0


def _sizes(photo: Photo, *, design: str) -> str:
    """How wide the photo is drawn, for `sizes`: it covers its box, whichever way that is longer.

    On a phone two thirds of it: the box is high and the eye near, and the first picture must come over slow networks.
    """
    by_height = f"{photo.width} / {photo.height}"
    if design == CoverDesign.SPLIT:
        wide, high = f"(width >= 64rem) max(55vw, 100vh * {by_height})", 55
    else:
        high = 45 if design == CoverDesign.TITLE else 100
        wide = f"(width >= 48rem) max(100vw, {high}vh * {by_height})"
    return f"{wide}, max(66vw, {round(high * 0.66)}vh * {by_height})"


def _width(photo: Photo, recipe: str) -> int:
    made = photo.renditions.get(recipe)
    return int(made[1]) if made else 0
