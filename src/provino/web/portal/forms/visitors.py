"""What visitors say about themselves."""

from typing import TypeGuard

from django import forms
from django.utils.translation import gettext_lazy as _

from provino.proofing.errors import PinOutsideError


class IdentifyForm(forms.Form):
    """Who is choosing: asked once, on the plain link only."""

    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SendCodeForm(forms.Form):
    """Where to send a code; whether it is known is nobody's to learn."""

    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class CodeForm(forms.Form):
    """Six digits from an e-mail; phones show their number keys and offer the code by themselves."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "num"}),
    )


class PasswordForm(forms.Form):
    """The gallery's password, as the client was told it."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class PinField(forms.Field):
    """A spot of the picture, as scripts say it: `{"x": 0.5, "y": 0.25}` from its left and top, or null."""

    def to_python(self, value: object) -> tuple[float, float] | None:
        """Return both shares. Numbers are compared before they become floats: JSON knows larger ones."""
        if value is None:
            return None
        x, y = (value.get("x"), value.get("y")) if isinstance(value, dict) else (None, None)
        if not _is_share(x) or not _is_share(y):
            raise forms.ValidationError(PinOutsideError.message, code=PinOutsideError.code)
        return (float(x), float(y))


def _is_share(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


class CommentForm(forms.Form):
    """Words about a photo, and where on it."""

    text = forms.CharField(strip=False, required=False)
    pin = PinField(required=False)
