"""The photos tab of a gallery: the board, what can be done with many photos at once, and a page for each photo."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from provino.galleries import photos as verbs
from provino.galleries.access import gallery_for_member, photo_for_member, section_for_member
from provino.galleries.addresses import media_prefix, rendition_url
from provino.galleries.errors import GalleriesError
from provino.galleries.galleries import change_gallery, set_cover
from provino.galleries.models import Gallery, Photo
from provino.galleries.queries import failed_photos, photo_counts, photos_in_order, sections_with_counts
from provino.galleries.reasons import reason_words
from provino.lib.errors import NotFoundError
from provino.lib.signatures import MEMBER
from provino.web.dashboard.board import board_data, focal_percent
from provino.web.dashboard.forms.photos import OrderForm, PhotosAction
from provino.web.dashboard.times import camera_time
from provino.web.shared.access import MemberRequest, member_required

PLAIN_PAGE_LENGTH = 120


@member_required
@require_safe
def gallery_photos(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """All photos of a gallery; without script a plain grid in pages, each photo a link."""
    gallery = gallery_for_member(request.member, gallery_id)
    photos = photos_in_order(gallery)
    sections = sections_with_counts(gallery)
    prefix = media_prefix(gallery, MEMBER)
    counts = photo_counts(gallery)
    page = Paginator(photos, PLAIN_PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "gallery": gallery,
        "tab": "photos",
        "photo_counts": counts,
        "counts": {"photos": counts.pictures},
        "sections": sections,
        "board": board_data(gallery, photos=photos, sections=sections, prefix=prefix),
        "page": page,
        "shots": [(photo, rendition_url(prefix, photo, "grid")) for photo in page],
        "failed": [(photo, reason_words(photo.reason)) for photo in failed_photos(gallery)],
        "removed": _deleted_photo(gallery, request.GET.get("removed", "")),
        "order_form": OrderForm(initial={"photo_order": gallery.photo_order}),
    }
    return render(request, "dashboard/gallery_photos.html", context)


@member_required
@require_POST
def photos_action(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Do one thing with many photos; JSON in, JSON out."""
    gallery = gallery_for_member(request.member, gallery_id)
    try:
        wanted = PhotosAction.model_validate_json(request.body)
        changed = _act(request, gallery, wanted)
    except ValidationError:
        return JsonResponse({"code": "bad-request", "message": _("This request makes no sense.")}, status=400)
    except GalleriesError as error:
        return JsonResponse({"code": error.code, "message": str(error.message)}, status=409)
    return JsonResponse({"changed": changed})


def _act(request: MemberRequest, gallery: Gallery, wanted: PhotosAction) -> int:
    simple = {
        "hide": verbs.hide_photos,
        "show": verbs.show_photos,
        "delete": verbs.delete_photos,
        "restore": verbs.restore_photos,
        "retry": verbs.retry_photos,
    }
    if wanted.action in simple:
        return simple[wanted.action](gallery, photos=wanted.photos, by=request.member)
    if wanted.action == "move":
        section = section_for_member(request.member, gallery.public_id, wanted.section) if wanted.section else None
        return verbs.move_photos(gallery, photos=wanted.photos, section=section, by=request.member)
    if wanted.action == "reorder":
        beside = wanted.beside or ""
        verbs.reorder_photos(gallery, photos=wanted.photos, beside=beside, after=wanted.after, by=request.member)
        return len(wanted.photos)
    photo = photo_for_member(request.member, gallery.public_id, wanted.photos[0])
    set_cover(photo, focal_x=wanted.x, focal_y=wanted.y, by=request.member)
    return 1


@member_required
@require_safe
def gallery_photo(request: MemberRequest, gallery_id: str, photo_id: str) -> HttpResponse:
    """One photo: large, with what the camera wrote, its neighbours, and what can be done with it."""
    photo = photo_for_member(request.member, gallery_id, photo_id)
    gallery = photo.gallery
    context: dict[str, Any] = {
        "gallery": gallery,
        "tab": "photos",
        "counts": {"photos": photo_counts(gallery).pictures},
        "photo": photo,
        "address": rendition_url(media_prefix(gallery, MEMBER), photo, "view"),
        "reason": reason_words(photo.reason),
        "taken_at": camera_time(photo.taken_at) if photo.taken_at else "",
        "twin": photo.same_picture_as if photo.same_picture_as and not photo.same_picture_as.deleted_at else None,
        "is_cover": gallery.cover_photo_id == photo.pk,
        "focal": focal_percent(gallery),
    }
    return render(request, "dashboard/gallery_photo.html", context)


@member_required
@require_POST
def photo_action(request: MemberRequest, gallery_id: str, photo_id: str) -> HttpResponse:
    """The same for one photo, by a plain form."""
    photo = photo_for_member(request.member, gallery_id, photo_id)
    actions = {"hide": verbs.hide_photos, "show": verbs.show_photos, "retry": verbs.retry_photos}
    wanted = request.POST.get("action", "")
    here = reverse("dashboard:gallery-photo", args=[gallery_id, photo_id])
    if wanted == "delete":
        verbs.delete_photos(photo.gallery, photos=[photo.public_id], by=request.member)
        page = reverse("dashboard:gallery-photos", args=[gallery_id])
        return redirect(f"{page}?removed={photo.public_id}")
    if wanted in actions:
        actions[wanted](photo.gallery, photos=[photo.public_id], by=request.member)
    return redirect(here)


@member_required
@require_POST
def photo_restore(request: MemberRequest, gallery_id: str, photo_id: str) -> HttpResponse:
    """Undo the deletion of one photo."""
    gallery = gallery_for_member(request.member, gallery_id)
    photo = _deleted_photo(gallery, photo_id)
    if photo is None:
        raise NotFoundError
    try:
        verbs.restore_photos(gallery, photos=[photo.public_id], by=request.member)
        messages.success(request, _("%(name)s is back.") % {"name": photo.original_name})
    except GalleriesError as error:
        messages.error(request, str(error.message))
    return redirect("dashboard:gallery-photos", gallery_id)


def _deleted_photo(gallery: Gallery, photo_id: str) -> Photo | None:
    if not photo_id.isalnum():
        return None
    return gallery.photos.filter(public_id=photo_id, deleted_at__isnull=False).first()


@member_required
@require_POST
def gallery_order(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Choose the order of the photos."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = OrderForm(request.POST)
    if form.is_valid():
        change_gallery(gallery, by=request.member, photo_order=form.cleaned_data["photo_order"])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})  # the board reads its data when a page opens
    return redirect("dashboard:gallery-photos", gallery.public_id)


@member_required
@require_POST
def retry_failed(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Let everything that failed be tried again."""
    gallery = gallery_for_member(request.member, gallery_id)
    failed: list[Photo] = failed_photos(gallery)
    if failed:
        verbs.retry_photos(gallery, photos=[photo.public_id for photo in failed], by=request.member)
    return redirect("dashboard:gallery-photos", gallery.public_id)
