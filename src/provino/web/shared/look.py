"""The form of a gallery's look: the dashboard keeps what it says, the portal shows members what is not kept yet."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from provino.galleries.look import Look, LookChanges
from provino.galleries.models import CoverDesign, FontPair, GridSpacing, Theme
from provino.studios.branding import parse_colour
from provino.studios.errors import BadColourError

COVER_DESIGNS = [
    (CoverDesign.FULL, pgettext_lazy("cover design", "Full photo")),
    (CoverDesign.FRAME, pgettext_lazy("cover design", "Framed")),
    (CoverDesign.SPLIT, pgettext_lazy("cover design", "Side by side")),
    (CoverDesign.TITLE, pgettext_lazy("cover design", "Title page")),
]
THEMES = [
    (Theme.AUTO, pgettext_lazy("theme", "As the visitor’s device")),
    (Theme.LIGHT, pgettext_lazy("theme", "Light")),
    (Theme.DARK, pgettext_lazy("theme", "Dark")),
    (Theme.PAPER, pgettext_lazy("theme", "Paper")),
]
FONT_PAIRS = [
    (FontPair.NEWSREADER, _("Newsreader: calm, like a good book")),
    (FontPair.FRAUNCES, _("Fraunces: soft and warm")),
    (FontPair.CORMORANT, _("Cormorant: fine and festive")),
    (FontPair.SANS, _("Jost: plain and modern")),
]
SPACINGS = [
    (GridSpacing.TWO, _("Hairline, 2 px")),
    (GridSpacing.FOUR, _("Narrow, 4 px")),
    (GridSpacing.SIX, _("Wide, 6 px")),
    (GridSpacing.EIGHT, _("Airy, 8 px")),
]
ACCENTS = [
    ("studio", pgettext_lazy("accent colour", "The studio’s")),
    ("own", pgettext_lazy("accent colour", "Another one")),
]


_RADIO = {"class": "radio"}


class LookForm(forms.Form):
    """How one gallery looks."""

    cover_design = forms.ChoiceField(label=_("Cover"), choices=COVER_DESIGNS, widget=forms.RadioSelect(attrs=_RADIO))
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, widget=forms.RadioSelect(attrs=_RADIO))
    font_pair = forms.ChoiceField(label=_("Fonts"), choices=FONT_PAIRS, widget=forms.RadioSelect(attrs=_RADIO))
    accent_of = forms.ChoiceField(label=_("Accent"), choices=ACCENTS, widget=forms.RadioSelect(attrs=_RADIO))
    accent = forms.CharField(
        label=_("Accent colour"),
        max_length=7,
        required=False,
        widget=forms.ColorInput(attrs={"aria-label": _("Accent colour")}),
    )
    spacing = forms.TypedChoiceField(
        label=_("Between the photos"), choices=SPACINGS, coerce=int, widget=forms.RadioSelect(attrs=_RADIO)
    )

    def clean_accent(self) -> str:
        """The colour as it is stored; empty where the studio's is meant."""
        if self.cleaned_data.get("accent_of") != "own":
            return ""
        try:
            return parse_colour(self.cleaned_data["accent"])
        except BadColourError as error:
            raise forms.ValidationError(str(error.message), code=error.code) from error

    def changes(self) -> LookChanges:
        """What a valid form says, as the verb takes it."""
        values = {name: self.cleaned_data[name] for name in LookChanges.__annotations__}
        return cast("LookChanges", values)

    @staticmethod
    def initial_of(look: Look) -> dict[str, Any]:
        """The fields for a look; also what a page's address carries to show it."""
        return {
            "cover_design": look.cover_design,
            "theme": look.theme,
            "font_pair": look.font_pair,
            "accent_of": "own" if look.accent else "studio",
            "accent": look.brand,
            "spacing": look.spacing,
        }
