"""What is asked of photos, sections and camera clocks."""

from typing import Annotated, Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from provino.galleries.clocks import Camera
from provino.galleries.models import PhotoOrder

PublicId = Annotated[str, Field(pattern=r"^[1-9A-HJ-NP-Za-km-z]{1,22}$")]


class PhotosAction(BaseModel):
    """One action on a set of photos, as the board sends it."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["hide", "show", "delete", "restore", "move", "reorder", "cover", "retry"]
    photos: Annotated[list[PublicId], Field(min_length=1, max_length=100_000)]
    section: PublicId | None = None
    beside: PublicId | None = None
    after: bool = False
    x: Annotated[float, Field(ge=0, le=1)] = 0.5
    y: Annotated[float, Field(ge=0, le=1)] = 0.5


class SectionForm(forms.Form):
    """The name of a section."""

    name = forms.CharField(label=_("Name of the section"), max_length=200)


class OrderForm(forms.Form):
    """In which order photos stand."""

    photo_order = forms.ChoiceField(
        label=_("Order of the photos"),
        choices=[
            (PhotoOrder.TAKEN, _("By the time they were taken")),
            (PhotoOrder.NAME, _("By file name")),
            (PhotoOrder.MANUAL, _("By hand")),
        ],
    )


class ClockForm(forms.Form):
    """How far one camera's clock was off."""

    camera = forms.ChoiceField(label=_("Camera"), widget=forms.RadioSelect(attrs={"class": "radio mt-0.5"}))
    direction = forms.ChoiceField(
        label=_("Its clock was"),
        choices=[("behind", _("behind: move its photos later")), ("ahead", _("ahead: move its photos earlier"))],
    )
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=3650, required=False)
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=23, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, required=False)
    seconds = forms.IntegerField(label=_("Seconds"), min_value=0, max_value=59, required=False)

    def __init__(self, *args: Any, cameras: list[Camera], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["camera"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # for the type only
        choice.choices = [(camera.name, camera.name or _("Camera unknown")) for camera in cameras]

    @staticmethod
    def initial_of(camera: Camera) -> dict[str, Any]:
        """The shift a camera has now, in the parts people say it in."""
        minutes, seconds = divmod(abs(camera.shift_seconds), 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        return {
            "camera": camera.name,
            "direction": "ahead" if camera.shift_seconds < 0 else "behind",
            "days": days,
            "hours": hours,
            "minutes": minutes,
            "seconds": seconds,
        }

    @property
    def shift_seconds(self) -> int:
        """The shift asked for; negative when the clock was ahead."""
        given = {name: self.cleaned_data.get(name) or 0 for name in ("days", "hours", "minutes", "seconds")}
        shift = ((given["days"] * 24 + given["hours"]) * 60 + given["minutes"]) * 60 + given["seconds"]
        return -shift if self.cleaned_data["direction"] == "ahead" else int(shift)
