"""The studio's watermarks: list, make, change, try out, delete with undo; and which one a gallery has."""

import base64
import tempfile
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provino.galleries.access import gallery_for_member, watermark_for_member
from provino.galleries.errors import BadWatermarkPictureError, GalleriesError
from provino.galleries.files import storage
from provino.galleries.models import Watermark, WatermarkKind
from provino.galleries.queries import photo_counts
from provino.galleries.renditions import mark_of, renewal_of
from provino.galleries.watermarks import (
    PICTURE_EDGE,
    change_watermark,
    choose_watermark,
    delete_watermark,
    make_watermark,
    restore_watermark,
    shown_watermark,
    watermarks_of,
)
from provino.ingest.previews import preview_jpeg, preview_photo
from provino.lib.errors import NotFoundError
from provino.lib.imaging.errors import ImageRefused
from provino.lib.imaging.recipes import Mark
from provino.web.dashboard.forms.watermarks import PLACES, ChosenWatermarkForm, WatermarkForm
from provino.web.dashboard.small_png import small_png
from provino.web.shared.access import MemberRequest, member_required, owner_required

_PNG = b"\x89PNG\r\n\x1a\n"


@require_GET
@owner_required
def watermark_list(request: MemberRequest) -> HttpResponse:
    """Show the studio's watermarks; after a deletion with the way back."""
    deleted = None
    if "deleted" in request.GET:
        try:
            deleted = watermark_for_member(request.member, request.GET["deleted"], deleted=True)
        except NotFoundError:
            deleted = None
    watermarks = list(watermarks_of(request.member.studio))
    places = {str(value): words for value, words in PLACES}
    for watermark in watermarks:
        watermark.where = places[watermark.placement]  # type: ignore[attr-defined]  # for the page
    context = {"watermarks": watermarks, "deleted": deleted, "section": "watermarks"}
    return render(request, "dashboard/watermarks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def watermark_new(request: MemberRequest) -> HttpResponse:
    """Make a watermark."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def watermark_page(request: MemberRequest, watermark_id: str) -> HttpResponse:
    """Show and change one watermark."""
    return _edit(request, watermark_for_member(request.member, watermark_id))


def _edit(request: MemberRequest, watermark: Watermark | None) -> HttpResponse:
    shown = watermark or Watermark(studio=request.member.studio, text=f"© {request.member.studio.name}"[:100])
    form = WatermarkForm(request.POST or None, request.FILES or None, initial=WatermarkForm.initial_of(shown))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            png = _as_png(values.pop("picture"), kind=values["kind"])
            if watermark:
                change_watermark(watermark, by=request.member, png=png, **values)
            else:
                make_watermark(request.member.studio, by=request.member, png=png, **values)
        except GalleriesError as error:
            form.add_error(_field_of(error, kind=values["kind"]), str(error.message))
        else:
            messages.success(request, _("Saved."))
            return redirect("dashboard:watermarks")
    used = watermark.galleries.filter(deleted_at__isnull=True) if watermark else None
    context = {
        "form": form,
        "sliders": [form["opacity"], form["size"]],
        "watermark": watermark,
        "galleries": used.count() if used is not None else 0,
        "section": "watermarks",
    }
    return render(request, "dashboard/watermark.html", context, status=422 if form.errors else 200)


def _field_of(error: GalleriesError, *, kind: str) -> str:
    if error.code.startswith("watermark-name"):
        return "name"
    return "picture" if kind == WatermarkKind.IMAGE else "text"


@require_POST
@owner_required
def watermark_preview(request: MemberRequest, watermark_id: str = "") -> HttpResponse:
    """A photo with the watermark as the form says it, before it is saved: a fragment."""
    saved = watermark_for_member(request.member, watermark_id) if watermark_id else None
    form = WatermarkForm({**request.POST.dict(), "name": "-"}, request.FILES)
    if not form.is_valid():
        words = next(str(errors[0]) for errors in form.errors.values())
        return _fragment(request, {"words": words})
    values = form.cleaned_data
    tried = Watermark(studio=request.member.studio, image_key=saved.image_key if saved else "")
    for name, value in values.items():
        setattr(tried, name, value)
    try:
        png = _as_png(values["picture"], kind=values["kind"])
    except BadWatermarkPictureError as error:
        return _fragment(request, {"words": str(error.message)})
    with tempfile.NamedTemporaryFile(prefix="provino-mark-", suffix=".png") as file:
        file.write(png)
        file.flush()
        mark = _saved_mark(tried, picture=file.name if png else "")
        return _fragment(request, _preview(request, mark=mark))


@require_POST
@owner_required
def watermark_delete(request: MemberRequest, watermark_id: str) -> HttpResponse:
    """Take a watermark away; the list then offers to undo it."""
    watermark = watermark_for_member(request.member, watermark_id)
    delete_watermark(watermark, by=request.member)
    return redirect(f"{reverse('dashboard:watermarks')}?deleted={watermark.public_id}")


@require_POST
@owner_required
def watermark_restore(request: MemberRequest, watermark_id: str) -> HttpResponse:
    """Bring a watermark back, also to the galleries that had it."""
    watermark = watermark_for_member(request.member, watermark_id, deleted=True)
    try:
        restore_watermark(watermark, by=request.member)
        messages.success(request, _("“%(name)s” is back.") % {"name": watermark.name})
    except GalleriesError as error:
        messages.error(request, str(error.message))
    return redirect("dashboard:watermarks")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def gallery_watermark(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Choose a gallery's watermark, and see how far its photos are."""
    gallery = gallery_for_member(request.member, gallery_id, joined=("studio", "client", "watermark"))
    form = ChosenWatermarkForm(request.POST or None, gallery=gallery)
    if request.method == "POST" and form.is_valid():
        choose_watermark(gallery, watermark=form.cleaned_data["watermark"], by=request.member)
        messages.success(request, _("Saved."))
        return redirect("dashboard:gallery-watermark", gallery.public_id)
    context = {
        "gallery": gallery,
        "tab": "settings",
        "counts": {"photos": photo_counts(gallery).pictures},
        "form": form,
        "has_watermark": shown_watermark(gallery) is not None,
        "renewal": renewal_of(gallery) if gallery.watermark_series else None,
    }
    return render(request, "dashboard/gallery_watermark.html", context, status=422 if form.errors else 200)


def _as_png(upload: "UploadedFile[bytes] | None", *, kind: str) -> bytes:
    """The upload as we keep it, empty without one. Raises BadWatermarkPictureError."""
    if not upload or kind != WatermarkKind.IMAGE:
        return b""
    if upload.read(len(_PNG)) != _PNG:
        raise BadWatermarkPictureError
    upload.seek(0)
    try:
        return small_png(upload, edge=PICTURE_EDGE)
    except ImageRefused:
        raise BadWatermarkPictureError from None


def _saved_mark(watermark: Watermark, *, picture: str = "") -> Mark | None:
    """The mark to draw, None while there is nothing to draw."""
    if watermark.kind == WatermarkKind.TEXT:
        return mark_of(watermark) if watermark.text else None
    if picture:
        return Mark(watermark.placement, watermark.opacity, watermark.size, image=picture)  # type: ignore[arg-type]
    return mark_of(watermark) if watermark.image_key and storage().exists(watermark.image_key) else None


def _preview(request: MemberRequest, *, mark: Mark | None) -> dict[str, Any]:
    """The picture as a data address, or the words why there is none."""
    if mark is None:
        return {"words": _("Write the words or choose a picture: then you see it here on a photo of yours.")}
    photo = preview_photo(request.member.studio)
    if photo is None:
        return {"words": _("Upload a photo first: then you see the watermark on it here.")}
    jpeg = preview_jpeg(photo, mark=mark)
    if jpeg is None:
        return {"words": _("The preview could not be made. You can save the watermark all the same.")}
    address = f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
    return {"address": address, "name": photo.original_name, "opacity": mark.opacity, "size": mark.size}


def _fragment(request: MemberRequest, preview: dict[str, Any]) -> HttpResponse:
    return render(request, "dashboard/watermark.html#preview", {"preview": preview})
