"""The list a gallery page carries for its scripts: one short row a photo (frontend/lib/gallery.ts reads it)."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from provino.galleries.models import Photo, PhotoLabel, PhotoQuerySet, Picture, Section
from provino.handover.models import FinishedFile
from provino.proofing.queries import chosen_photo_ids, own_comment_counts
from provino.proofing.rules import has_choosing_ended
from provino.web.portal.door import Visit

GRID_RECIPES = ("grid", "grid2", "view")
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def visible_photos(visit: Visit) -> list[Photo]:
    """Return what this visit shows, in the gallery's order, with the columns a page needs."""
    photos = PhotoQuerySet(Photo).visible().filter(gallery=visit.gallery).in_order(visit.gallery.photo_order)
    columns = ("public_id", "original_name", "width", "height", "placeholder", "renditions", "section_id")
    return list(photos.only(*columns))


def may_choose(visit: Visit) -> bool:
    """Whether hearts can be given now; the verbs ask again."""
    return visit.gallery.favourites_on and not visit.entry.is_preview and not has_choosing_ended(visit.gallery)


def gallery_data(visit: Visit, *, photos: list[Photo], sections: list[Section]) -> dict[str, Any]:
    """Return what the page's scripts know. `sections` are those with photos; a photo without one has index -1."""
    visitor = visit.entry.visitor
    chosen = chosen_photo_ids(visitor) if visitor else set()
    comments = own_comment_counts(visitor) if visitor else {}
    places = {section.pk: index for index, section in enumerate(sections)}
    counts = Counter(photo.section_id for photo in photos)
    usual = _usual_fingerprints(photos)
    names = visit.gallery.photo_label == PhotoLabel.FILENAME
    rows = [
        [
            photo.public_id,
            photo.width,
            photo.height,
            photo.placeholder,
            places.get(photo.section_id, -1) if photo.section_id else -1,
            photo.original_name if names else None,
            comments.get(photo.pk, 0),
            int(photo.pk in chosen),
            *_other_fingerprints(photo, usual),
        ]
        for photo in photos
    ]
    return {
        "media": visit.prefix,
        "fingerprints": usual,
        "sections": [{"id": s.public_id, "name": s.name, "count": counts[s.pk]} for s in sections],
        "photos": rows,
        "urls": _urls(visit) if photos else {},
        "label": visit.gallery.photo_label,
        "identified": visit.entry.is_identified,
        "viewed_needed": bool(photos) and not visit.entry.is_preview,
    }


def handover_data(visit: Visit, *, files: Sequence[FinishedFile]) -> dict[str, Any]:
    """Return what the scripts of the hand-over page know: finished files to look at and to take, nothing to choose."""
    usual = _usual_fingerprints(files)
    rows = [
        [
            *(file.public_id, file.width, file.height, file.placeholder, -1, file.original_name, 0, 0),
            *_other_fingerprints(file, usual),
        ]
        for file in files
    ]
    return {
        "media": visit.prefix,
        "fingerprints": usual,
        "sections": [],
        "photos": rows,
        "urls": {"download": visit.address + "handover/files/{photo}"},
        "label": "filename",
        "identified": True,
        "viewed_needed": False,
    }


def as_script(data: dict[str, Any]) -> SafeString:
    """Return the data as the text of a JSON script, compact, with nothing in it that could end the script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308  # what could be markup was escaped the line before


def _urls(visit: Visit) -> dict[str, str]:
    base = visit.address
    if visit.entry.is_preview:
        return {}
    urls = {"identify": f"{base}identify", "viewed": f"{base}viewed"}
    if may_choose(visit):
        urls["favourite"] = base + "favourites/{photo}"
    if visit.gallery.comments_on:
        urls["comments"] = base + "photos/{photo}/comments"
    return urls


def _usual_fingerprints(photos: Sequence[Picture]) -> dict[str, str]:
    """What most photos have: said once, not a thousand times."""
    usual = {}
    for recipe in GRID_RECIPES:
        found = Counter(photo.renditions[recipe][0] for photo in photos if recipe in photo.renditions)
        usual[recipe] = found.most_common(1)[0][0] if found else ""
    return usual


def _other_fingerprints(photo: Picture, usual: dict[str, str]) -> list[dict[str, str]]:
    """A last element for photos still made by an older recipe: their own fingerprints."""
    own = {recipe: made[0] for recipe in GRID_RECIPES if (made := photo.renditions.get(recipe))}
    different = {recipe: value for recipe, value in own.items() if value != usual[recipe]}
    return [different] if different else []
