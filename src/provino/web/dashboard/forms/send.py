"""Who gets a gallery, and in which words."""

from email.utils import parseaddr
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provino.galleries.invitations import Recipient
from provino.galleries.models import InvitationRole


class SendForm(forms.Form):
    """One client, any number of guests, the letter. `request_key` makes a form sent twice one sending."""

    client_name = forms.CharField(label=_("Client’s name"), max_length=200, required=False)
    client_email = forms.EmailField(label=_("Client’s e-mail"), max_length=254, required=False)
    guests = forms.CharField(
        label=_("Guests"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "Halina <halina@example.com>"}),
        help_text=_("Family or friends who may look too, one person a line. Everybody gets a link of their own."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(
        label=_("Letter"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 13}),
        help_text=_("The button with the personal link follows by itself."),
    )
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_guests(self) -> list[Recipient]:
        """One recipient a line: an address, or a name with the address in angle brackets."""
        lines = [line.strip().rstrip(",;") for line in self.cleaned_data["guests"].splitlines()]
        return [_guest(line) for line in lines if line]

    def clean(self) -> dict[str, Any]:
        """Somebody has to get it."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.recipients:
            self.add_error("client_email", gettext("Give at least one e-mail address."))
        return values

    @property
    def recipients(self) -> list[Recipient]:
        """Everybody, the client first."""
        guests: list[Recipient] = self.cleaned_data.get("guests") or []
        if not self.cleaned_data.get("client_email"):
            return guests
        client = Recipient(email=self.cleaned_data["client_email"], name=self.cleaned_data["client_name"])
        return [client, *guests]


def _guest(line: str) -> Recipient:
    name, address = parseaddr(line)
    try:
        validate_email(address)
    except ValidationError:
        words = gettext("“%(line)s” is not an e-mail address.") % {"line": line[:80]}
        raise ValidationError(words) from None
    return Recipient(email=address, name=name[:200], role=InvitationRole.GUEST)
