"""What a photographer writes on the Client orders tab."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provino.proofing.comments import MOST_CHARACTERS


class ReplyForm(forms.Form):
    """An answer to a comment."""

    text = forms.CharField(
        label=_("Your reply"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 4000})
    )
