"""How a gallery looks, with a preview that follows the form, and the presets a studio keeps."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provino.galleries.access import gallery_for_member, preset_for_member
from provino.galleries.errors import GalleriesError
from provino.galleries.galleries import change_gallery
from provino.galleries.look import look_of
from provino.galleries.models import Gallery, Preset
from provino.galleries.presets import (
    apply_preset,
    delete_preset,
    presets_of,
    rename_preset,
    restore_preset,
    save_preset,
)
from provino.galleries.queries import photo_counts
from provino.lib.errors import NotFoundError
from provino.proofing.packages import copy_package
from provino.studios.models import Member
from provino.web.dashboard.forms.presets import PresetForm
from provino.web.shared.access import MemberRequest, member_required
from provino.web.shared.look import LookForm


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def gallery_look(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Show and change the look; "save as" keeps it, with the settings, as a preset too."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = LookForm(request.POST or None, initial=LookForm.initial_of(look_of(gallery)))
    wanted = PresetForm(request.POST) if "save_as" in request.POST else PresetForm()
    if request.method == "POST" and all([form.is_valid(), not wanted.is_bound or wanted.is_valid()]):
        try:
            with transaction.atomic():
                change_gallery(gallery, by=request.member, **form.changes())
                if wanted.is_bound:
                    keep_preset(gallery, name=wanted.cleaned_data["name"], by=request.member)
        except GalleriesError as error:
            wanted.add_error("name", str(error.message))
        else:
            messages.success(request, _("The preset is saved.") if wanted.is_bound else _("Saved."))
            return redirect("dashboard:gallery-look", gallery.public_id)
    return _page(request, gallery, form=form, wanted=wanted)


@member_required
@require_POST
def preset_action(request: MemberRequest, gallery_id: str, preset_id: str) -> HttpResponse:
    """Give a preset to the gallery, rename it, delete it, or bring it back."""
    gallery = gallery_for_member(request.member, gallery_id)
    wanted = request.POST.get("action", "")
    preset = preset_for_member(request.member, preset_id, deleted=wanted == "restore")
    response = redirect("dashboard:gallery-look", gallery.public_id)
    try:
        if wanted == "apply":
            put_on_preset(preset, to=gallery, by=request.member)
            messages.success(request, _("This gallery is now like “%(name)s”.") % {"name": preset.name})
        elif wanted == "rename":
            rename_preset(preset, name=request.POST.get("name", "").replace("\0", ""), by=request.member)
            messages.success(request, _("Saved."))
        elif wanted == "delete":
            delete_preset(preset, by=request.member)
            response["Location"] += f"?removed={preset.public_id}"
        elif wanted == "restore":
            restore_preset(preset, by=request.member)
    except GalleriesError as error:
        messages.error(request, str(error.message))
    return response


@transaction.atomic
def keep_preset(gallery: Gallery, *, name: str, by: Member) -> Preset:
    """Keep look, settings and package under a name."""
    preset = save_preset(gallery, name=name, by=by)
    copy_package(gallery, to=preset)
    return preset


@transaction.atomic
def put_on_preset(preset: Preset, *, to: Gallery, by: Member) -> None:
    """Give a gallery what a preset holds; one without a package leaves the gallery's as it is."""
    apply_preset(preset, to=to, by=by)
    if hasattr(preset, "package"):
        copy_package(preset, to=to)


def _page(request: MemberRequest, gallery: Gallery, *, form: LookForm, wanted: PresetForm) -> HttpResponse:
    shown = form if form.is_bound and form.is_valid() else LookForm(LookForm.initial_of(look_of(gallery)))
    context: dict[str, Any] = {
        "gallery": gallery,
        "tab": "settings",
        "counts": {"photos": photo_counts(gallery).pictures},
        "form": form,
        "preset_form": wanted,
        "presets": list(presets_of(gallery.studio)),
        "removed": _removed(request),
        "preview_query": urlencode({name: shown.data.get(name, "") for name in shown.fields}),
    }
    response = render(request, "dashboard/gallery_look.html", context, status=422 if form.is_bound else 200)
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]  # read by django-csp
    return response


def _removed(request: MemberRequest) -> Preset | None:
    try:
        return preset_for_member(request.member, request.GET.get("removed", ""), deleted=True)
    except NotFoundError:
        return None
