"""What a gallery page carries for its scripts: the shared list (listing.py) and, apart from it, what is one's own."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from provino.galleries.models import Photo, PhotoQuerySet
from provino.handover.models import FinishedFile
from provino.lib.signatures import CLIENT
from provino.proofing.queries import own_comment_counts
from provino.proofing.rules import has_choosing_ended
from provino.web.portal.choosing import Choosing
from provino.web.portal.door import Visit
from provino.web.portal.listing import PART, Listing, Shot, list_data

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def visible_photos(visit: Visit) -> PhotoQuerySet:
    """Return what this visit shows, in the gallery's order, with the columns a page needs."""
    photos = PhotoQuerySet(Photo).visible_to(visit.entry.visitor_class).filter(gallery=visit.gallery)
    columns = ("public_id", "original_name", "width", "height", "placeholder", "renditions", "section_id")
    return photos.in_order(visit.gallery.photo_order).only(*columns)


def may_choose(visit: Visit) -> bool:
    """Whether hearts can be given now; the verbs ask again."""
    return visit.gallery.favourites_on and not visit.entry.is_preview and not has_choosing_ended(visit.gallery)


def gallery_data(visit: Visit, *, listing: Listing, choosing: Choosing) -> dict[str, Any]:
    """Return what the page's scripts know: the list's shapes and first rows, and `own`, which no other visitor's page has."""
    return {
        **listing["data"],
        "media": visit.prefix,
        "list": {
            "address": f"{visit.address}list/{listing['fingerprint']}/{{part}}.json",
            "part": PART,
            "renew": f"{visit.address}list.json",
        },
        "own": _own(visit, choosing) if listing["count"] else {"favourites": [], "comments": {}},
        "urls": _urls(visit, choosing) if listing["count"] else {},
        "label": visit.gallery.photo_label,
        "identified": visit.entry.is_identified,
        "viewed_needed": bool(listing["count"]) and not visit.entry.is_preview,
    }


def handover_data(visit: Visit, *, files: Sequence[FinishedFile]) -> dict[str, Any]:
    """Return what the scripts of the hand-over page know: finished files to look at and to take, nothing to choose."""
    shots = [
        Shot(file.public_id, file.width, file.height, file.placeholder, file.renditions, file.original_name)
        for file in files
    ]
    data, rows = list_data(shots)
    return {
        **data,
        "media": visit.prefix,
        "loose": len(shots),
        "sections": [],
        "rows": rows,
        "own": {"favourites": [], "comments": {}},
        "urls": {"download": visit.address + "handover/files/{photo}"},
        "label": "filename",
        "identified": True,
        "viewed_needed": False,
    }


def as_script(data: dict[str, Any]) -> SafeString:
    """Return the data as the text of a JSON script, compact, with nothing in it that could end the script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308  # what could be markup was escaped the line before


def _urls(visit: Visit, choosing: Choosing) -> dict[str, str]:
    base = visit.address
    if visit.entry.is_preview:
        return {}
    urls = {"identify": f"{base}identify", "viewed": f"{base}viewed"}
    if choosing.is_open:
        urls["favourite"] = f"{base}lists/{choosing.active.id}/photos/{{photo}}"
    if visit.entry.visitor_class == CLIENT:
        urls["hidden"] = base + "photos/{photo}/hidden"
    if visit.gallery.comments_on:
        urls["comments"] = base + "photos/{photo}/comments"
    return urls


def _own(visit: Visit, choosing: Choosing) -> dict[str, Any]:
    """Ids of what this visitor chose, and how many comments stand on which photo; as far as the visit shows the photos."""
    visitor = visit.entry.visitor
    comments = own_comment_counts(visitor) if visitor else {}
    seen = PhotoQuerySet(Photo).visible_to(visit.entry.visitor_class).filter(gallery=visit.gallery)
    ids = dict(seen.filter(pk__in=comments).values_list("pk", "public_id"))
    return {
        **choosing.data(),
        "comments": {ids[pk]: count for pk, count in comments.items() if pk in ids},
        **_hiding(visit),
    }


def _hiding(visit: Visit) -> dict[str, Any]:
    """For the client: whether they may hide photos from guests, and which are hidden."""
    if visit.entry.visitor_class != CLIENT:
        return {}
    hidden = PhotoQuerySet(Photo).visible_to(CLIENT).filter(gallery=visit.gallery, hidden_from_guests=True)
    return {"may_hide": visit.gallery.client_may_hide, "hidden": list(hidden.values_list("public_id", flat=True))}
