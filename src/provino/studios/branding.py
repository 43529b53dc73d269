"""A studio's colour, made legible: the same hue moved in lightness until words in it can be read on our papers."""

import re
from dataclasses import dataclass

from provino.studios.errors import BadColourError

CONTRAST = 4.5  # WCAG 2.2 AA for text
# The darker of the two light papers and the lighter of the two dark ones: what holds on these holds on all (theme.css).
_LIGHT_PAPER = "#f6f6f4"
_DARK_PAPER = "#1b1b1a"
_WARM_PAPER = "#f2ebdc"  # base-200 of the theme "paper", darker than its base-100
_INK, _WHITE = "#161614", "#ffffff"

_Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Accent:
    """The accent of one theme and the colour of words upon it, as #rrggbb."""

    color: str
    content: str


def parse_colour(text: str) -> str:
    """Return the colour as #rrggbb in lower case; #abc is understood. Raises BadColourError."""
    colour = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise BadColourError
    return colour


def accents(brand: str) -> tuple[Accent, Accent]:
    """The accent on light and on dark paper for a raw colour: same hue, contrast of at least 4.5:1. Raises BadColourError."""
    colour = parse_colour(brand)
    return _accent(colour, paper=_LIGHT_PAPER), _accent(colour, paper=_DARK_PAPER)


def accent_on_warm(brand: str) -> Accent:
    """The accent in the theme "paper": same hue, contrast of at least 4.5:1. Raises BadColourError."""
    return _accent(parse_colour(brand), paper=_WARM_PAPER)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def stylesheet(brand: str) -> str:
    """A colour's tokens as CSS, for every theme: tokens only, never a rule. Raises BadColourError."""
    light, dark = accents(brand)
    warm = accent_on_warm(brand)
    return (
        f":root{{--brand:{parse_colour(brand)};"
        f"--color-accent:light-dark({light.color},{dark.color});"
        f"--color-accent-content:light-dark({light.content},{dark.content})}}\n"
        f"[data-theme=provino-paper]{{--color-accent:{warm.color};--color-accent-content:{warm.content}}}\n"
    )


def _accent(colour: str, *, paper: str) -> Accent:
    readable = colour if contrast(colour, paper) >= CONTRAST else _moved(colour, paper=paper)
    content = _WHITE if contrast(readable, _WHITE) >= contrast(readable, _INK) else _INK
    return Accent(readable, content)


def _moved(colour: str, *, paper: str) -> str:
    """The colour nearest in lightness, with its hue, that is legible on the paper."""
    lightness, a, b = _to_oklab(colour)
    end = 0.0 if _luminance(paper) > 0.5 else 1.0
    near, far = lightness, end
    for _ in range(20):
        middle = (near + far) / 2
        if contrast(_in_gamut(middle, a, b), paper) >= CONTRAST:
            far = middle
        else:
            near = middle
    return _in_gamut(far, a, b)


def _in_gamut(lightness: float, a: float, b: float) -> str:
    """That lightness and hue with as much of the chroma as a screen can show."""
    low, high = 0.0, 1.0
    if _shows(_from_oklab(lightness, a, b)):
        low = 1.0
    else:
        for _ in range(16):
            middle = (low + high) / 2
            low, high = (middle, high) if _shows(_from_oklab(lightness, a * middle, b * middle)) else (low, middle)
    return _hex(_from_oklab(lightness, a * low, b * low))


def _shows(linear: _Rgb) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in linear)


def _linear(colour: str) -> _Rgb:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _decode(red), _decode(green), _decode(blue)


def _decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encode(value: float) -> int:
    value = min(max(value, 0.0), 1.0)
    encoded = value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(encoded * 255)


def _hex(linear: _Rgb) -> str:
    return "#" + "".join(f"{_encode(channel):02x}" for channel in linear)


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklab(colour: str) -> _Rgb:
    """Lightness and the two hue axes of OKLab (Björn Ottosson, 2020)."""
    r, g, b = _linear(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, a: float, b: float) -> _Rgb:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
