"""Forms of the studio's settings, its members and the signed-in person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provino.studios.currencies import CURRENCIES
from provino.studios.models import Role
from provino.web.dashboard.forms.setup import language_choices, time_zone_choices

LOGO_MAX_BYTES = 5_000_000

ROLES = [
    (Role.STAFF, _("Staff: galleries and contacts")),
    (Role.OWNER, _("Owner: everything, also members and settings")),
]


class StudioForm(forms.Form):
    """What clients see of the studio, and how it counts."""

    name = forms.CharField(label=_("Name of the studio"), max_length=200)
    brand_color = forms.CharField(
        label=_("Colour"),
        help_text=_("For hearts and for what is chosen. In words it is moved until it can be read."),
        widget=forms.ColorInput(),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)
    language = forms.ChoiceField(
        label=_("Language"), choices=language_choices, help_text=_("Of new galleries and of mails to clients.")
    )
    sender_name = forms.CharField(
        label=_("Sender of mails"),
        max_length=200,
        required=False,
        help_text=_("What clients see as the sender. Empty: the studio's name."),
    )
    reply_to = forms.EmailField(
        label=_("Replies go to"), max_length=254, required=False, help_text=_("Your own e-mail address.")
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=50, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    keep_location = forms.BooleanField(
        label=_("Remember where a photo was taken"),
        required=False,
        help_text=_("For your own search. Clients never get the place, whatever you choose here."),
    )


class LogoForm(forms.Form):
    """The studio's mark as a picture."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG or WebP, at most 5 MB. It is shown at most 600 pixels wide."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_logo(self) -> object:
        logo = self.cleaned_data["logo"]
        if logo.size > LOGO_MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB. Use a smaller one."))
        return logo


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Role.STAFF)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class PersonForm(forms.Form):
    """The signed-in person: how they are called and what they read."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language of your pages"), required=False)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        field = self.fields["language"]
        field.choices = [("", _("As the studio")), *language_choices()]  # type: ignore[attr-defined]
