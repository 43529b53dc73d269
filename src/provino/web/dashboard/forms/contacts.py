"""The form of a contact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provino.web.dashboard.forms.setup import language_choices


class ContactForm(forms.Form):
    """A contact's details; the verb knows what an address must be."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.TextInput(attrs={"inputmode": "email"})
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=50, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    notes = forms.CharField(
        label=_("Notes"),
        max_length=10_000,
        required=False,
        help_text=_("Only your studio sees them."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field = self.fields["language"]
        field.choices = [("", _("Not known")), *language_choices()]  # type: ignore[attr-defined]
