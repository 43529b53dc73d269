"""What visitors write while choosing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provino.proofing.lists import MOST_NAME
from provino.proofing.selections import MOST_MESSAGE


class MessageForm(forms.Form):
    """Words to the photographer, with the choice or with the wish to change it."""

    message = forms.CharField(
        label=_("Message to your photographer"),
        max_length=MOST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SeenForm(forms.Form):
    """The number of photos and the sum the page showed."""

    count = forms.IntegerField(min_value=0, max_value=1_000_000)
    total = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)


class ListNameForm(forms.Form):
    """What a list is called, and which id a browser that makes it without a network has given it."""

    name = forms.CharField(label=_("Name of the list"), max_length=MOST_NAME)
    id = forms.CharField(required=False)
