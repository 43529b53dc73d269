"""The look of a cover: where the photo is cut, how large the title is, and whether it is written in ink or paper."""

import base64
import binascii
from dataclasses import dataclass

from provino.galleries.addresses import rendition_url
from provino.galleries.models import Gallery, Photo

Colour = tuple[float, float, float]

_INK: Colour = (22, 22, 20)
_PAPER: Colour = (255, 255, 255)
_ENOUGH = 4.5
_CELLS = 9
_PORTRAIT_SCREEN = 0.5  # width ÷ height of a phone held upright


@dataclass(frozen=True, slots=True)
class Cover:
    """What the template needs; `classes` are those of portal.css, `photo` is None for a cover of paper."""

    photo: Photo | None
    classes: str
    focal_classes: str = ""
    view: str = ""
    grid2: str = ""
    grid2_width: int = 0
    view_width: int = 0


def cover_of(gallery: Gallery, *, photos: list[Photo], prefix: str) -> Cover:
    """Return the cover: the chosen photo if visitors may see it, else the first one, else paper."""
    size = _title_class(gallery.title)
    chosen = next((photo for photo in photos if photo.pk == gallery.cover_photo_id), None)
    photo = chosen or (photos[0] if photos else None)
    if photo is None:
        return Cover(photo=None, classes=f"cover--plain {size}".strip())
    x, y = (gallery.cover_focal_x, gallery.cover_focal_y) if chosen else (0.5, 0.5)
    return Cover(
        photo=photo,
        classes=f"{type_class(photo.placeholder, ratio=_ratio(photo), focal_x=x)} {size}".strip(),
        focal_classes=f"fx-{round(x * 10)} fy-{round(y * 10)}",
        view=rendition_url(prefix, photo, "view"),
        grid2=rendition_url(prefix, photo, "grid2"),
        view_width=_width(photo, "view"),
        grid2_width=_width(photo, "grid2"),
    )


def type_class(placeholder: str, *, ratio: float, focal_x: float) -> str:
    """Return the class of the title by the luminance beneath it, measured on the nine cells of the placeholder.

    Ink or paper where one has 4.5 : 1 on every cell the title may cover; else the title moves to the lower end of the
    picture if that is calmer; else an even veil makes room for the nearer of both.
    """
    cells = decode_cells(placeholder)
    if not cells:
        return "cover--paper cover--veil"
    columns = {0, 1} if ratio <= 1 else {0, 1, min(int(focal_x * 3), 2)}
    for row, place in ((0, ""), (2, " cover--low")):
        beneath = [cells[row * 3 + column] for column in columns]
        ink, paper = (min(contrast(colour, cell) for cell in beneath) for colour in (_INK, _PAPER))
        if max(ink, paper) >= _ENOUGH:
            return ("cover--ink" if ink >= paper else "cover--paper") + place
    top = [cells[column] for column in columns]
    ink, paper = (min(contrast(colour, cell) for cell in top) for colour in (_INK, _PAPER))
    return "cover--ink cover--veil" if ink > paper else "cover--paper cover--veil"


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


def _width(photo: Photo, recipe: str) -> int:
    made = photo.renditions.get(recipe)
    return int(made[1]) if made else 0
