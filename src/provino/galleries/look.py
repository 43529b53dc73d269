"""How a gallery looks to its clients: cover design, theme, fonts, accent, spacing. Photos themselves are never touched."""

from dataclasses import dataclass
from typing import Any, TypedDict

from provino.galleries.errors import UnknownValueError
from provino.galleries.models import CoverDesign, FontPair, Gallery, GridSpacing, Theme
from provino.studios.branding import parse_colour

CHOICES: dict[str, list[Any]] = {
    "cover_design": CoverDesign.values,
    "theme": Theme.values,
    "font_pair": FontPair.values,
    "spacing": GridSpacing.values,
}


class LookChanges(TypedDict, total=False):
    """The columns of a look; what is missing stays as it is. `accent` is #rrggbb or empty, `spacing` CSS pixels."""

    cover_design: str
    theme: str
    font_pair: str
    accent: str
    spacing: int


LOOK = tuple(LookChanges.__annotations__)


@dataclass(frozen=True, slots=True)
class Look:
    """One gallery's look; `brand` is the raw accent as #rrggbb, the studio's where the gallery has none of its own."""

    cover_design: str
    theme: str
    font_pair: str
    accent: str
    spacing: int
    brand: str


def look_of(gallery: Gallery, **unsaved: Any) -> Look:
    """Return the look as it is kept, or as it would be with `unsaved` values. Raises UnknownValueError, BadColourError."""
    values = {name: getattr(gallery, name) for name in LOOK} | checked_look(unsaved)
    return Look(**values, brand=values["accent"] or gallery.studio.brand_color)


def checked_look(values: dict[str, Any]) -> dict[str, Any]:
    """Return some columns of a look as they may be stored. Raises UnknownValueError, BadColourError."""
    if any(values[name] not in known for name, known in CHOICES.items() if name in values):
        raise UnknownValueError
    accent = values.get("accent")
    return {**values, "accent": parse_colour(accent)} if accent else values
