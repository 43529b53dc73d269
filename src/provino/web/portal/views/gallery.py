"""The gallery as a client sees it: cover and grid on one page, and plain pages where no script runs."""

import gzip
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from provino.downloads.rights import handover_right
from provino.galleries.models import PhotoLabel
from provino.lib.errors import NotFoundError
from provino.proofing.rules import has_choosing_ended
from provino.web.portal.choosing import Choosing
from provino.web.portal.cover import cover_context
from provino.web.portal.door import Visit, error_json, visitor_json, visitor_page
from provino.web.portal.forms.visitors import IdentifyForm
from provino.web.portal.gallery_data import as_script, gallery_data, may_choose, visible_photos
from provino.web.portal.listing import StaleListError, cover_photo, listing_of, part_of
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
    listing = listing_of(visit.gallery, visitor_class=visit.entry.visitor_class)
    choosing = Choosing(request, visit)
    choosing.total = listing["count"]  # counting them again would cost the more, the more there are
    data = gallery_data(visit, listing=listing, choosing=choosing)
    cover = cover_photo(listing)
    context = {
        **bar_context(visit),
        **cover_context(visit, cover),
        "may_choose": "favourite" in data["urls"],
        "sections": data["sections"],
        "photo_count": listing["count"],
        "finds": bool(listing["count"]) and visit.gallery.photo_label == PhotoLabel.FILENAME,
        "saves_data": request.headers.get("Save-Data", "").lower() == "on",
        "finished": handover_right(visit.gallery, visitor_class=visit.entry.visitor_class).allowed,
        "choosing": choosing,
        "chosen_count": choosing.count,
        "data": as_script(data),
        "identify_form": IdentifyForm(auto_id="identify-%s"),
    }
    return render(request, "portal/gallery.html", context)


@require_safe
@gzip_page
@visitor_json
def list_data(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the gallery's page carries for its scripts, as it is now: for a page that was open while the gallery changed."""
    listing = listing_of(visit.gallery, visitor_class=visit.entry.visitor_class)
    choosing = Choosing(request, visit)
    choosing.total = listing["count"]
    return JsonResponse(gallery_data(visit, listing=listing, choosing=choosing))


@require_safe
@visitor_json
def list_part(request: HttpRequest, visit: Visit, fingerprint: str, part: int) -> HttpResponse:
    """500 rows of the list. They never change under their address, so that a browser asks once; 410 when they are others now."""
    visitor_class = visit.entry.visitor_class
    try:
        rows = part_of(visit.gallery, visitor_class=visitor_class, fingerprint=fingerprint, number=part)
    except StaleListError as error:
        return error_json(error, status=410)
    except NotFoundError as error:
        return error_json(error, status=404)
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        rows = gzip.decompress(rows)
    return HttpResponse(rows, content_type="application/json", headers=headers)


@require_safe
@visitor_page
def plain_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Photos a page at a time, each a link to its large view, with hearts as forms: all of it works without script."""
    page = Paginator(visible_photos(visit), PHOTOS_A_PAGE).get_page(request.GET.get("page"))
    choosing = Choosing(request, visit)
    chosen = choosing.active.photos
    pictures = [
        picture_of(visit, photo, number=page.start_index() + place, chosen=photo.public_id in chosen)
        for place, photo in enumerate(page)
    ]
    context = {
        **bar_context(visit),
        "page": page,
        "pictures": pictures,
        "choosing": choosing,
        "chosen_count": len(chosen),
    }
    return render(request, "portal/plain.html", context)
