"""Forms of people who come in: the first start, an invitation, a further studio."""

import zoneinfo
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provino.studios.currencies import CURRENCIES

PASSWORD_HINT = _("At least ten characters. A short sentence is good.")
_REGIONS = ("Europe", "America", "Africa", "Asia", "Atlantic", "Australia", "Indian", "Pacific", "Antarctica", "Arctic")
_LIKELY_ZONES = {"pl": "Europe/Warsaw"}
_LIKELY_CURRENCIES = {"pl": "PLN"}


def time_zone_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Every time zone that is a place, by region."""
    zones = sorted(zoneinfo.available_timezones())
    groups = [(region, list(_places(zones, region))) for region in _REGIONS]
    return [("UTC", "UTC"), *((region, places) for region, places in groups if places)]


def _places(zones: Iterable[str], region: str) -> Iterable[tuple[str, str]]:
    for zone in zones:
        if zone.startswith(f"{region}/"):
            yield zone, zone.partition("/")[2].replace("_", " ").replace("/", ", ")


def language_choices() -> list[tuple[str, str]]:
    """Each language in its own name."""
    own = {"en": "English", "pl": "Polski"}
    return [(code, own.get(code, str(name))) for code, name in settings.LANGUAGES]


class NewPasswordField(forms.CharField):
    """A password somebody chooses; its strength is checked by the verb."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=options.pop("label", _("Password")),
            help_text=PASSWORD_HINT,
            strip=False,
            max_length=200,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": 10}),
            **options,
        )


class StudioFields(forms.Form):
    """What a new studio needs to know."""

    studio_name = forms.CharField(
        label=_("Name of the studio"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        language = (get_language() or "en")[:2]
        likely = {
            "language": language,
            "currency": _LIKELY_CURRENCIES.get(language, "EUR"),
            "time_zone": _LIKELY_ZONES.get(language, "UTC"),
        }
        options["initial"] = {**likely, **(options.get("initial") or {})}
        super().__init__(*args, **options)


class SetupForm(StudioFields):
    """The first start: the code, the studio, its owner."""

    code = forms.CharField(
        label=_("Set-up code"),
        help_text=_("It stands in the terminal in which Provino was started."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "num", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = NewPasswordField()

    field_order = ["code", "studio_name", "name", "email", "password", "language", "currency", "time_zone"]


class AcceptInviteForm(forms.Form):
    """A new member's name and password."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = NewPasswordField()
