"""Any colour a studio picks becomes one that can be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provino.studios.branding import accents, contrast, parse_colour, stylesheet
from provino.studios.errors import BadColourError

LIGHT = ("#ffffff", "#f6f6f4")
DARK = ("#121211", "#1b1b1a")


@given(st.integers(min_value=0, max_value=0xFFFFFF))
@settings(deadline=None)  # a busy machine is no error
def test_accents_are_legible_on_every_paper(number: int) -> None:
    light, dark = accents(f"#{number:06x}")
    assert min(contrast(light.color, paper) for paper in LIGHT) >= 4.5
    assert min(contrast(dark.color, paper) for paper in DARK) >= 4.5
    assert min(contrast(light.color, light.content), contrast(dark.color, dark.content)) >= 4.5


def test_a_legible_colour_stays_as_it_is() -> None:
    assert accents("#c2371c")[0].color == "#c2371c"


def test_a_yellow_stays_yellow() -> None:
    red, green, blue = (int(accents("#f0c419")[0].color[place : place + 2], 16) for place in (1, 3, 5))
    assert red > blue + 40
    assert green > blue + 40


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("text", ["", "red", "#12345", "#1234567", "#ggg", "}body{display:none}"])
def test_parse_colour_refuses_what_is_none(text: str) -> None:
    with pytest.raises(BadColourError):
        parse_colour(text)


def test_parse_colour_understands_three_digits() -> None:
    assert parse_colour(" #AbC ") == "#aabbcc"


def test_stylesheet_holds_tokens_only() -> None:
    css = stylesheet("#d8442a")
    assert css.startswith(":root{--brand:#d8442a;--color-accent:light-dark(")
    assert css.count("{") == 2, "one for all themes, one for the warm paper"
