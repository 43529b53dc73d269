"""What visitors say about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _


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


class PasswordForm(forms.Form):
    """The gallery's password, as the client was told it."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class CommentForm(forms.Form):
    """Words about a photo."""

    text = forms.CharField(max_length=10_000, strip=False, required=False)
