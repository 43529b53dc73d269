"""What a watermark looks like, and which one a gallery has."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provino.galleries.models import Watermark, WatermarkKind, WatermarkPlacement
from provino.galleries.watermarks import shown_watermark, watermarks_of

PICTURE_MAX_BYTES = 2_000_000
PLACES = [
    (WatermarkPlacement.BOTTOM_RIGHT, _("Bottom right")),
    (WatermarkPlacement.BOTTOM_LEFT, _("Bottom left")),
    (WatermarkPlacement.TOP_RIGHT, _("Top right")),
    (WatermarkPlacement.TOP_LEFT, _("Top left")),
    (WatermarkPlacement.CENTRE, _("In the middle")),
    (WatermarkPlacement.TILED, _("Tiled: all over the photo")),
]


class PercentInput(forms.NumberInput):
    """A slider from 5 to 100."""

    input_type = "range"

    def __init__(self) -> None:
        super().__init__(attrs={"min": 5, "max": 100, "step": 1})


class WatermarkForm(forms.Form):
    """One watermark; the name is for the studio only."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Only you see it."))
    kind = forms.ChoiceField(
        label=_("What is drawn"),
        choices=[(WatermarkKind.TEXT, _("Words")), (WatermarkKind.IMAGE, _("A picture (PNG)"))],
        widget=forms.RadioSelect(attrs={"class": "radio mt-0.5"}),
    )
    text = forms.CharField(
        label=_("Words"),
        max_length=100,
        required=False,
        help_text=_("Such as “© Atelier Nord”. At most 100 characters."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_(
            "A PNG, best with a transparent background; at most 2 MB. A light mark gets a dark edge, a dark one a light edge."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
    placement = forms.ChoiceField(
        label=_("Where"),
        choices=PLACES,
    )
    opacity = forms.IntegerField(label=_("Opacity"), min_value=5, max_value=100, widget=PercentInput)
    size = forms.IntegerField(label=_("Width"), min_value=5, max_value=100, widget=PercentInput)
    on_grid = forms.BooleanField(
        label=_("Also on the small photos of the grid"),
        required=False,
        help_text=_("Without it only the large view is marked."),
    )

    @staticmethod
    def initial_of(watermark: Watermark) -> dict[str, Any]:
        """The values the form shows before anything is changed."""
        return {name: getattr(watermark, name) for name in WatermarkForm.base_fields if name != "picture"}

    def clean_picture(self) -> Any:
        picture = self.cleaned_data["picture"]
        if picture and picture.size > PICTURE_MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 2 MB. Use a smaller one."))
        return picture


class ChosenWatermarkForm(forms.Form):
    """The watermark of a gallery."""

    watermark = forms.ModelChoiceField(
        label=_("Watermark"),
        queryset=Watermark.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None"),
        error_messages={"invalid_choice": _("This watermark cannot be chosen.")},
    )

    def __init__(self, *args: Any, gallery: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["watermark"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type only
        field.queryset = watermarks_of(gallery.studio)
        shown = shown_watermark(gallery)
        field.initial = shown.public_id if shown else ""
