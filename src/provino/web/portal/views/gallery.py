"""The gallery as a client sees it: cover and grid on one page, and plain pages where no script runs."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from provino.downloads.rights import handover_right
from provino.proofing.queries import chosen_photo_ids
from provino.proofing.rules import has_choosing_ended
from provino.web.portal.cover import cover_of
from provino.web.portal.door import Visit, visitor_page
from provino.web.portal.forms.visitors import IdentifyForm
from provino.web.portal.gallery_data import as_script, gallery_data, may_choose, visible_photos
from provino.web.portal.photos import picture_of

PHOTOS_A_PAGE = 60


def bar_context(visit: Visit) -> dict[str, Any]:
    """What the bars of every page of a gallery need."""
    return {
        "visit": visit,
        "gallery": visit.gallery,
        "entry": visit.entry,
        "may_choose": may_choose(visit),
        "choosing_ended": has_choosing_ended(visit.gallery),
    }


@require_safe
@gzip_page
@visitor_page
def gallery_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Cover, sections and the grid's list. As many queries for a thousand photos as for one."""
    photos = visible_photos(visit)
    shown = {photo.section_id for photo in photos}
    sections = [section for section in visit.gallery.sections.order_by("position", "id") if section.pk in shown]
    data = gallery_data(visit, photos=photos, sections=sections)
    context = {
        **bar_context(visit),
        "cover": cover_of(visit.gallery, photos=photos, prefix=visit.prefix),
        "may_choose": "favourite" in data["urls"],
        "sections": sections,
        "photo_count": len(photos),
        "finished": handover_right(visit.gallery, visitor_class=visit.entry.visitor_class).allowed,
        "chosen_count": sum(row[7] for row in data["photos"]),
        "data": as_script(data),
        "identify_form": IdentifyForm(auto_id="identify-%s"),
    }
    return render(request, "portal/gallery.html", context)


@require_safe
@visitor_page
def plain_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Photos a page at a time, each a link to its large view, with hearts as forms: all of it works without script."""
    page = Paginator(visible_photos(visit), PHOTOS_A_PAGE).get_page(request.GET.get("page"))
    chosen = chosen_photo_ids(visit.entry.visitor) if visit.entry.visitor else set()
    pictures = [
        picture_of(visit, photo, number=page.start_index() + place, chosen=photo.pk in chosen)
        for place, photo in enumerate(page)
    ]
    context = {**bar_context(visit), "page": page, "pictures": pictures, "chosen_count": len(chosen)}
    return render(request, "portal/plain.html", context)
