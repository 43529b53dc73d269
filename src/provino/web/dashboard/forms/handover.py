"""The letter that goes with a hand-over."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HandoverForm(forms.Form):
    """The words of the e-mail; the link is added to them."""

    text = forms.CharField(
        label=_("Message to the client"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The link to the photos is added below these words."),
    )
