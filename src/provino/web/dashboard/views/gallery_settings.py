"""The settings tab of a gallery."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provino.galleries.access import gallery_for_member, photo_for_member
from provino.galleries.addresses import media_prefix, rendition_url
from provino.galleries.clients import client_from
from provino.galleries.errors import GalleriesError, OpensTooLateError
from provino.galleries.galleries import (
    change_gallery,
    copy_settings,
    remove_client_password,
    remove_password,
    set_client_password,
    set_cover,
    set_password,
)
from provino.galleries.models import Gallery
from provino.galleries.queries import photo_counts
from provino.lib.signatures import MEMBER
from provino.web.dashboard.board import focal_percent
from provino.web.dashboard.forms.galleries import (
    CopySettingsForm,
    CoverForm,
    GalleryPasswordForm,
    GallerySettingsForm,
)
from provino.web.shared.access import MemberRequest, member_required


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def gallery_settings(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Show and change what a gallery is like."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = GallerySettingsForm(request.POST or None, initial=GallerySettingsForm.initial_of(gallery))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        name, email = values.pop("client_name"), values.pop("client_email")
        try:
            with transaction.atomic():
                client = client_from(gallery.studio, name=name, email=email, by=request.member, gallery=gallery)
                change_gallery(gallery, by=request.member, client=client, **values)
        except OpensTooLateError as error:
            form.add_error("opens_on", str(error.message))
            return _page(request, gallery, form=form)
        messages.success(request, _("Saved."))
        return redirect("dashboard:gallery-settings", gallery.public_id)
    return _page(request, gallery, form=form)


@member_required
@require_POST
def gallery_password(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Set a password, or remove it."""
    gallery = gallery_for_member(request.member, gallery_id)
    if "remove" in request.POST:
        remove_password(gallery, by=request.member)
        messages.success(request, _("The password is off."))
        return redirect("dashboard:gallery-settings", gallery.public_id)
    form = GalleryPasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, gallery, password_form=form)
    try:
        set_password(gallery, password=form.cleaned_data["password"], by=request.member)
    except GalleriesError as error:
        form.add_error("password", str(error.message))
        return _page(request, gallery, password_form=form)
    messages.success(request, _("The new password is on. Everybody is asked for it from now on."))
    return redirect("dashboard:gallery-settings", gallery.public_id)


@member_required
@require_POST
def gallery_client_password(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Set a password that shows the client-only sections, or remove it."""
    gallery = gallery_for_member(request.member, gallery_id)
    if "remove" in request.POST:
        remove_client_password(gallery, by=request.member)
        messages.success(request, _("The client’s password is off."))
        return redirect("dashboard:gallery-settings", gallery.public_id)
    form = GalleryPasswordForm(request.POST, auto_id="client-%s")
    if not form.is_valid():
        return _page(request, gallery, client_password_form=form)
    try:
        set_client_password(gallery, password=form.cleaned_data["password"], by=request.member)
    except GalleriesError as error:
        form.add_error("password", str(error.message))
        return _page(request, gallery, client_password_form=form)
    messages.success(request, _("The client’s password is on."))
    return redirect("dashboard:gallery-settings", gallery.public_id)


@member_required
@require_POST
def gallery_copy_settings(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Take over the settings of another gallery."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = CopySettingsForm(request.POST, gallery=gallery)
    if not form.is_valid():
        return _page(request, gallery, copy_form=form)
    source = form.cleaned_data["source"]
    copy_settings(gallery, source=source, by=request.member)
    messages.success(request, _("The settings of “%(title)s” are copied.") % {"title": source.title})
    return redirect("dashboard:gallery-settings", gallery.public_id)


@member_required
@require_POST
def gallery_cover(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Choose the cover and the point that stays in sight."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = CoverForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        photo = photo_for_member(request.member, gallery_id, values["photo"])
        try:
            set_cover(photo, focal_x=values["focal_x"] / 100, focal_y=values["focal_y"] / 100, by=request.member)
            messages.success(request, _("New cover saved."))
        except GalleriesError as error:
            messages.error(request, str(error.message))
    else:
        messages.error(request, _("The cover could not be saved."))
    return redirect("dashboard:gallery-settings", gallery.public_id)


def _page(request: MemberRequest, gallery: Gallery, **given: forms.Form) -> HttpResponse:
    prefix = media_prefix(gallery, MEMBER)
    cover = gallery.cover_photo if gallery.cover_photo and not gallery.cover_photo.deleted_at else None
    context: dict[str, Any] = {
        "gallery": gallery,
        "tab": "settings",
        "counts": {"photos": photo_counts(gallery).pictures},
        "form": GallerySettingsForm(initial=GallerySettingsForm.initial_of(gallery)),
        "password_form": GalleryPasswordForm(),
        "client_password_form": GalleryPasswordForm(auto_id="client-%s"),
        "copy_form": CopySettingsForm(gallery=gallery),
        "cover": cover,
        "focal": focal_percent(gallery),
        "cover_address": rendition_url(prefix, cover, "view") if cover else "",
        **given,
    }
    is_refused = any(form.is_bound for form in given.values())
    return render(request, "dashboard/gallery_settings.html", context, status=422 if is_refused else 200)
