"""What a photographer types about a gallery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provino.contacts.contacts import normalise_email
from provino.contacts.errors import BadAddressError
from provino.galleries.galleries import MIN_PASSWORD_LENGTH
from provino.galleries.models import Gallery, PhotoLabel, PhotoOrder, Preset, Visibility
from provino.galleries.presets import presets_of
from provino.studios.models import Studio
from provino.web.dashboard.forms.setup import language_choices


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClientAddressField(forms.CharField):
    """An e-mail address as the address book takes it."""

    widget = forms.EmailInput

    def clean(self, value: Any) -> str:
        address = str(super().clean(value))
        try:
            normalise_email(address)
        except BadAddressError as error:
            raise forms.ValidationError(str(error.message), code=error.code) from error
        return address


class AboutFields(forms.Form):
    """What a gallery is called, whose it is and in which language."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Such as “Anna and Piotr”."))
    subtitle = forms.CharField(
        label=_("Subtitle"), max_length=200, required=False, help_text=_("What it was: a wedding, portraits …")
    )
    date = forms.DateField(label=_("Date"), required=False, widget=DateInput)
    language = forms.ChoiceField(
        label=_("Language"), choices=language_choices, help_text=_("Of the gallery and of the e-mails to the client.")
    )
    client_name = forms.CharField(label=_("Client’s name"), max_length=200, required=False)
    client_email = ClientAddressField(label=_("Client’s e-mail"), max_length=254, required=False)


class NewGalleryForm(AboutFields):
    """A gallery in under a minute: only the title is needed."""

    preset = forms.ModelChoiceField(
        label=_("Preset"),
        queryset=Preset.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Without a preset"),
        help_text=_("Look, settings and package as you kept them."),
    )
    like = forms.ModelChoiceField(
        label=_("Settings from"),
        queryset=Gallery.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("The usual settings"),
        help_text=_("Look, language, label, order, favourites and comments as in another gallery."),
    )

    def __init__(self, *args: Any, studio: Studio, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = studio.language
        for name, choices in (("like", other_galleries(studio)), ("preset", presets_of(studio))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type only
            field.queryset = choices


class GallerySettingsForm(AboutFields):
    """Everything that may be changed about a gallery at once."""

    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[
            (Visibility.DRAFT, _("Draft: only you and your studio.")),
            (Visibility.OPEN, _("Open: everybody who has the link.")),
            (Visibility.CLOSED, _("Closed: clients find a note that it is closed; nothing is deleted.")),
        ],
        widget=forms.RadioSelect(attrs={"class": "radio mt-0.5"}),
    )
    ask_at_door = forms.BooleanField(
        label=_("Ask who is looking before anything is shown"),
        required=False,
        help_text=_("Otherwise the e-mail is asked for at the first heart or comment."),
    )
    client_may_hide = forms.BooleanField(
        label=_("The client may hide photos from guests"),
        required=False,
        help_text=_("You and the client go on seeing them."),
    )
    opens_on = forms.DateField(
        label=_("Opens on"),
        required=False,
        widget=DateInput,
        help_text=_("Until then clients find a note, and may leave their e-mail to be told. Empty: at once."),
    )
    expires_on = forms.DateField(
        label=_("Open until"),
        required=False,
        widget=DateInput,
        help_text=_("After this day clients no longer get in. Empty: no end."),
    )
    choosing_deadline = forms.DateField(
        label=_("Choose by"),
        required=False,
        widget=DateInput,
        help_text=_("Until this day clients may choose favourites; they can still look afterwards."),
    )
    photo_label = forms.ChoiceField(
        label=_("Under the photos"),
        choices=[
            (PhotoLabel.NONE, _("Nothing")),
            (PhotoLabel.FILENAME, _("File name")),
            (PhotoLabel.NUMBER, _("Number")),
        ],
    )
    photo_order = forms.ChoiceField(
        label=_("Order of the photos"),
        choices=[
            (PhotoOrder.TAKEN, _("By the time they were taken")),
            (PhotoOrder.NAME, _("By file name")),
            (PhotoOrder.MANUAL, _("By hand")),
        ],
    )
    favourites_on = forms.BooleanField(label=_("Clients choose favourites"), required=False)
    several_lists_on = forms.BooleanField(
        label=_("Clients make several lists"),
        required=False,
        help_text=_("Beside the first one, which the package counts: for the album, for grandmother …"),
    )
    comments_on = forms.BooleanField(label=_("Clients write comments"), required=False)

    @staticmethod
    def initial_of(gallery: Gallery) -> dict[str, Any]:
        """The values the form shows before anything is typed."""
        client = gallery.client
        names = [name for name in GallerySettingsForm.base_fields if name not in ("client_name", "client_email")]
        return {
            **{name: getattr(gallery, name) for name in names},
            "client_name": client.name if client else "",
            "client_email": client.email_as_typed if client else "",
        }


class GalleryPasswordForm(forms.Form):
    """One password for everybody but members, or one of the client's own."""

    password = forms.CharField(
        label=_("New password"),
        min_length=MIN_PASSWORD_LENGTH,
        max_length=100,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_(
            "At least 4 characters; only digits make a PIN. It is stored so that nobody can read it: note it down."
        ),
    )


class CopySettingsForm(forms.Form):
    """The settings of another gallery."""

    source = forms.ModelChoiceField(
        label=_("Copy settings from"),
        queryset=Gallery.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a gallery"),
        help_text=_("Takes over the look, language, label, order, favourites and comments."),
    )

    def __init__(self, *args: Any, gallery: Gallery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = self.fields["source"]
        assert isinstance(source, forms.ModelChoiceField)  # noqa: S101  # for the type only
        source.queryset = other_galleries(gallery.studio).exclude(pk=gallery.pk)


class CoverForm(forms.Form):
    """The cover photo and the point that stays in sight in every crop."""

    photo = forms.CharField(max_length=22)
    focal_x = forms.FloatField(min_value=0, max_value=100)  # percent, as ranges have it
    focal_y = forms.FloatField(min_value=0, max_value=100)


def other_galleries(studio: Studio) -> "Any":
    """The studio's living galleries, the latest first."""
    return Gallery.objects.filter(studio=studio, deleted_at__isnull=True).order_by("-id")
