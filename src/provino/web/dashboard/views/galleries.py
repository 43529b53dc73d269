"""The list of galleries, a new one, and taking one away."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provino.galleries.access import deleted_gallery_for_member, gallery_for_member
from provino.galleries.addresses import media_prefix, rendition_url
from provino.galleries.clients import client_from
from provino.galleries.galleries import create_gallery, delete_gallery, restore_gallery
from provino.galleries.models import Gallery, Photo
from provino.handover.queries import SORT_COLUMNS, GalleriesOverview, GalleryState, galleries_overview
from provino.lib.errors import NotFoundError
from provino.lib.signatures import MEMBER
from provino.proofing.packages import copy_package
from provino.web.dashboard.forms.galleries import NewGalleryForm
from provino.web.shared.access import MemberRequest, member_required

PAGE_LENGTH = 25
FILTERS: dict[str, Promise] = {
    "": pgettext_lazy("galleries", "All"),
    GalleryState.DRAFT: pgettext_lazy("galleries", "Drafts"),
    GalleryState.OPEN: pgettext_lazy("galleries", "Not sent"),
    GalleryState.SENT: pgettext_lazy("galleries", "Sent"),
    GalleryState.VIEWED: pgettext_lazy("galleries", "Viewed"),
    GalleryState.CHOOSING: pgettext_lazy("galleries", "Choosing"),
    GalleryState.SUBMITTED: pgettext_lazy("galleries", "Choice sent"),
    GalleryState.HANDED_OVER: pgettext_lazy("galleries", "Handed over"),
    GalleryState.CLOSED: pgettext_lazy("galleries", "Closed"),
    GalleryState.EXPIRED: pgettext_lazy("galleries", "Expired"),
    "deleted": pgettext_lazy("galleries", "Deleted"),
}
ALWAYS_SHOWN = {
    "",
    GalleryState.DRAFT,
    GalleryState.SENT,
    GalleryState.VIEWED,
    GalleryState.CHOOSING,
    GalleryState.SUBMITTED,
    GalleryState.HANDED_OVER,
}
SHAPES = {
    GalleryState.SENT: "state--sent",
    GalleryState.OPEN: "state--sent",
    GalleryState.VIEWED: "state--seen",
    GalleryState.CHOOSING: "state--choosing",
    GalleryState.SUBMITTED: "state--ordered",
    GalleryState.HANDED_OVER: "state--done",
    GalleryState.CLOSED: "state--gone",
    GalleryState.EXPIRED: "state--gone",
}


@dataclass(frozen=True, slots=True)
class GalleryLine:
    """One line of the list."""

    gallery: Gallery
    cover: str
    state: str
    shape: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of state above the list."""

    value: str
    name: str | Promise
    count: int


@member_required
@require_GET
def gallery_list(request: MemberRequest) -> HttpResponse:
    """All galleries of the studio, by state, by what was searched, in the order of a column."""
    state, search, sort = (request.GET.get(name, "") for name in ("state", "q", "sort"))
    sort = sort if sort.removeprefix("-") in SORT_COLUMNS else "-activity"
    overview = galleries_overview(
        request.member.studio, today=timezone.localdate(), state=state, search=search[:200], sort=sort
    )
    page = Paginator(overview.galleries, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(page),
        "filters": _filters(overview),
        "state": state if state in FILTERS else "",
        "search": search,
        "sort": sort,
        "is_new": not overview.total and not overview.deleted,
        "deleted": _just_deleted(request),
    }
    return render(request, "dashboard/galleries.html", context)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def gallery_new(request: MemberRequest) -> HttpResponse:
    """Make a gallery and go on to uploading."""
    form = NewGalleryForm(request.POST or None, studio=request.member.studio)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        studio, by = request.member.studio, request.member
        with transaction.atomic():
            name, email = values.pop("client_name"), values.pop("client_email")
            client = client_from(studio, name=name, email=email, by=by)
            gallery = create_gallery(studio, by=by, client=client, **values)
            if values["preset"] is not None:
                copy_package(values["preset"], to=gallery)
        return redirect("dashboard:gallery-upload", gallery.public_id)
    return render(request, "dashboard/gallery_new.html", {"form": form})


@member_required
@require_POST
def gallery_delete(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Take a gallery away; the list then offers to undo it."""
    gallery = gallery_for_member(request.member, gallery_id)
    delete_gallery(gallery, by=request.member)
    response = redirect("dashboard:galleries")
    response["Location"] += f"?deleted={gallery.public_id}"
    return response


@member_required
@require_POST
def gallery_restore(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Bring a deleted gallery back."""
    gallery = deleted_gallery_for_member(request.member, gallery_id)
    restore_gallery(gallery, by=request.member)
    return redirect("dashboard:gallery-photos", gallery.public_id)


def _just_deleted(request: MemberRequest) -> Gallery | None:
    try:
        return deleted_gallery_for_member(request.member, request.GET.get("deleted", ""))
    except NotFoundError:
        return None


def _filters(overview: GalleriesOverview) -> list[Filter]:
    counts = {"": overview.total, "deleted": overview.deleted, **overview.by_state}
    return [
        Filter(value, name, counts[value]) for value, name in FILTERS.items() if counts[value] or value in ALWAYS_SHOWN
    ]


def _lines(page: Page[Gallery]) -> list[GalleryLine]:
    covers = Photo.objects.in_bulk([gallery.cover_id for gallery in page if gallery.cover_id])  # type: ignore[attr-defined]
    lines = []
    for gallery in page:
        state = GalleryState(gallery.state)  # type: ignore[attr-defined]
        photo = covers.get(gallery.cover_id)  # type: ignore[attr-defined]
        cover = rendition_url(media_prefix(gallery, MEMBER), photo, "grid") if photo else ""
        lines.append(GalleryLine(gallery, cover, str(state.label), SHAPES.get(state, "")))
    return lines
