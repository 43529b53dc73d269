"""The sections of a gallery: add, rename, order, remove with undo."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provino.galleries.access import gallery_for_member, section_for_member
from provino.galleries.errors import GalleriesError
from provino.galleries.queries import photo_counts, sections_with_counts
from provino.galleries.sections import (
    create_section,
    delete_section,
    move_section,
    rename_section,
    restore_section,
    set_client_only,
)
from provino.web.dashboard.forms.photos import SectionForm
from provino.web.shared.access import MemberRequest, member_required

REMOVED = "removed_section"


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def gallery_sections(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Show the sections; a POST adds one."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_section(gallery, name=form.cleaned_data["name"], by=request.member)
            return redirect("dashboard:gallery-sections", gallery.public_id)
        except GalleriesError as error:
            form.add_error("name", str(error.message))
    removed = request.session.get(REMOVED, {})
    context = {
        "gallery": gallery,
        "tab": "photos",
        "counts": {"photos": photo_counts(gallery).pictures},
        "sections": sections_with_counts(gallery),
        "form": form,
        "removed": removed if removed.get("gallery") == gallery.public_id else None,
    }
    return render(request, "dashboard/gallery_sections.html", context, status=422 if form.errors else 200)


@member_required
@require_POST
def section_action(request: MemberRequest, gallery_id: str, section_id: str) -> HttpResponse:
    """Rename, move up or down, keep from guests, or remove one section."""
    section = section_for_member(request.member, gallery_id, section_id)
    wanted = request.POST.get("action", "")
    try:
        if wanted == "rename":
            name = request.POST.get("name", "").replace("\0", "")[:200]
            rename_section(section, name=name, by=request.member)
            messages.success(request, _("Saved."))
        elif wanted in ("earlier", "later"):
            move_section(section, earlier=wanted == "earlier", by=request.member)
        elif wanted in ("client-only", "for-guests"):
            set_client_only(section, client_only=wanted == "client-only", by=request.member)
        elif wanted == "delete":
            kept = {"gallery": gallery_id, "name": section.name, "position": section.position}
            request.session[REMOVED] = {**kept, "photos": delete_section(section, by=request.member)}
    except GalleriesError as error:
        messages.error(request, str(error.message))
    return redirect("dashboard:gallery-sections", gallery_id)


@member_required
@require_POST
def section_restore(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Bring back the section removed last."""
    gallery = gallery_for_member(request.member, gallery_id)
    removed = request.session.pop(REMOVED, {})
    if removed.get("gallery") == gallery.public_id:
        try:
            kept = {name: removed[name] for name in ("name", "position", "photos")}
            restore_section(gallery, by=request.member, **kept)
        except GalleriesError as error:
            messages.error(request, str(error.message))
    return redirect("dashboard:gallery-sections", gallery.public_id)
