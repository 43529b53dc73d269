"""The form of a new API token."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provino.studios.tokens import SCOPES

_SCOPE_WORDS = {
    "galleries:read": _("See galleries"),
    "galleries:write": _("Make, change and send galleries"),
    "photos:read": _("See photos"),
    "photos:write": _("Upload, hide and delete photos"),
    "visitors:read": _("See visitors, favourites and comments"),
    "exports:read": _("Export what was chosen"),
}
_LIFETIMES = [("", _("Never")), ("30", _("In 30 days")), ("90", _("In 90 days")), ("365", _("In a year"))]


class TokenForm(forms.Form):
    """What the token is for and what it may do."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Such as “Upload from the studio's computer”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(scope, _SCOPE_WORDS[scope]) for scope in SCOPES],
        initial=list(SCOPES),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checkbox mt-0.5"}),
    )
    expires = forms.ChoiceField(label=_("It ends"), choices=_LIFETIMES, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        days = values.get("expires")
        values["expires_at"] = self._moment(int(days)) if days else None
        return values

    @staticmethod
    def _moment(days: int) -> datetime:
        return timezone.now() + timedelta(days=days)
