"""The name of a preset, and the choice of one."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PresetForm(forms.Form):
    """What a preset is called."""

    use_required_attribute = False  # its field belongs to the form of the look, which is saved without a name too

    name = forms.CharField(
        label=_("Keep this look and the settings as a preset"),
        max_length=100,
        error_messages={"required": _("Give the preset a name.")},
        help_text=_(
            "Such as “Weddings”. It holds the look, what is on, the watermark and the package; never names, dates or passwords."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "form": "look"}),
    )
