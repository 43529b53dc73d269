"""Clocks of the cameras of a gallery: move one camera's photos in time, seen before it is done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from provino.galleries.access import gallery_for_member
from provino.galleries.addresses import media_prefix, rendition_url
from provino.galleries.clocks import Camera, cameras, preview_shift, shift_clock
from provino.galleries.errors import GalleriesError
from provino.galleries.models import Gallery
from provino.galleries.queries import photo_counts
from provino.lib.signatures import MEMBER
from provino.web.dashboard.forms.photos import ClockForm
from provino.web.dashboard.times import camera_time
from provino.web.shared.access import MemberRequest, member_required


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def gallery_clocks(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Cameras, a shift, and how the order would be (GET); a POST does it."""
    gallery = gallery_for_member(request.member, gallery_id)
    found = cameras(gallery)
    form = _form(request, found)
    context: dict[str, Any] = {
        "gallery": gallery,
        "tab": "photos",
        "counts": {"photos": photo_counts(gallery).pictures},
        "cameras": found,
        "unknown": _("Camera unknown"),
        "lines": _lines(found, chosen=str(form["camera"].value() or "")),
        "form": form,
    }
    if form.is_bound and form.is_valid():
        try:
            if request.method == "POST":
                camera, shift = form.cleaned_data["camera"], form.shift_seconds
                shift_clock(gallery, camera=camera, shift_seconds=shift, by=request.member)
                messages.success(request, _("The photos stand in their new order."))
                return redirect("dashboard:gallery-clocks", gallery.public_id)
            context["stretches"] = _stretches(gallery, form)
        except GalleriesError as error:
            form.add_error(None, str(error.message))
    return render(
        request, "dashboard/gallery_clocks.html", context, status=422 if form.errors and request.POST else 200
    )


def _form(request: MemberRequest, found: list[Camera]) -> ClockForm:
    if request.method == "POST":
        return ClockForm(request.POST, cameras=found)
    if "camera" in request.GET:
        return ClockForm(request.GET, cameras=found)
    # Most jobs have one main camera; it is the other one whose clock is wrong.
    others = [camera for camera in found[1:] if not found[0].name.startswith(camera.name)] or found[1:]
    likely = next((camera for camera in found if camera.shift_seconds), others[0] if others else None)
    return ClockForm(cameras=found, initial=ClockForm.initial_of(likely) if likely else None)


def _lines(found: list[Camera], *, chosen: str) -> list[dict[str, Any]]:
    return [
        {
            "camera": camera,
            "chosen": camera.name == chosen,
            "first": camera_time(camera.first),
            "last": camera_time(camera.last),
            "shift": _shift_words(camera.shift_seconds),
        }
        for camera in found
    ]


def _shift_words(seconds: int) -> str:
    """A shift as a clock shows it: "+1:00:00", "−2 d 0:30:00"; 0 is a dash."""
    if not seconds:
        return "—"
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    sign = "+" if seconds > 0 else "\N{MINUS SIGN}"
    return f"{sign}{f'{days} d ' if days else ''}{hours}:{minutes:02}:{rest:02}"


def _stretches(gallery: Gallery, form: ClockForm) -> list[list[dict[str, Any]]]:
    prefix = media_prefix(gallery, MEMBER)
    stretches = preview_shift(gallery, camera=form.cleaned_data["camera"], shift_seconds=form.shift_seconds)
    return [
        [
            {
                "photo": entry.photo,
                "address": rendition_url(prefix, entry.photo, "grid"),
                "at": formats.date_format(entry.at, "G:i:s"),
                "moved": entry.moved,
            }
            for entry in stretch
        ]
        for stretch in stretches
    ]
