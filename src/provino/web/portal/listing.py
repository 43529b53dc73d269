"""The list of photos as the pages of a gallery carry it: built once for each state of a gallery, then read from the cache.

A page costs the same however many photos there are: it carries their shapes and the first rows, the others are asked for
in parts. One list a visitor class is kept at a time; what is one's own (hearts, comments) is never in it.
"""

import gzip
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple, NotRequired, TypedDict

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy

from provino.galleries.cover_pictures import middle_cover
from provino.galleries.models import Gallery, Photo, PhotoLabel, PhotoQuerySet
from provino.lib.errors import NotFoundError, ProvinoError
from provino.lib.signatures import VisitorClass

PART = 500
FIRST_ROWS = 60
RECIPES = ("grid", "grid2", "view")

_FORM = 2  # raised when what is kept changes its form
_KEPT = 30 * 24 * 60 * 60
_STEP = 0.005  # of the logarithm: shapes are told to a quarter of a percent
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_COVER = ("pk", "public_id", "width", "height", "placeholder", "renditions")

Row = list[Any]


class StaleListError(ProvinoError):
    """A part of a list was asked for that is not the gallery's list any more."""

    code = "stale"
    message = gettext_lazy("The photographer has just changed this gallery. Reload the page.")


class Shot(NamedTuple):
    """One picture as a list tells of it."""

    public_id: str
    width: int
    height: int
    placeholder: str
    renditions: dict[str, list[Any]]
    name: str | None


class SectionCount(TypedDict):
    """A section with photos; `id` is its public id."""

    id: str
    name: str
    count: int


class Listing(TypedDict):
    """What a page needs of the list. `data` goes to its scripts; `cover` are columns of the photo that would be the cover."""

    data: dict[str, Any]
    count: int
    fingerprint: str
    cover: NotRequired[dict[str, Any]]


class _Built(NamedTuple):
    listing: Listing
    parts: list[bytes]


def listing_of(gallery: Gallery, *, visitor_class: VisitorClass) -> Listing:
    """Return the list of what this class sees of the gallery. One query, unless the gallery changed since the last time."""
    kept = cache.get(_key(gallery, visitor_class))
    if kept is not None and kept["state"] == _state(gallery):
        listing: Listing = kept["listing"]
        return listing
    return _build(gallery, visitor_class).listing


def part_of(gallery: Gallery, *, visitor_class: VisitorClass, fingerprint: str, number: int) -> bytes:
    """Return rows `number` × 500 and on as JSON, gzipped. Raises StaleListError, NotFoundError: malformed, beyond the last."""
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise NotFoundError
    whole, piece = _key(gallery, visitor_class), _part_key(gallery, visitor_class, number)
    kept = cache.get_many([whole, piece])
    listing = kept[whole]["listing"] if whole in kept and kept[whole]["state"] == _state(gallery) else None
    if listing is None:
        listing = _build(gallery, visitor_class).listing
        kept = cache.get_many([piece])
    if listing["fingerprint"] != fingerprint:
        raise StaleListError
    if not 0 <= number * PART < listing["count"]:
        raise NotFoundError
    of, rows = kept.get(piece, ("", b""))
    # Two processes may have built at the same moment, or the cache has let go of this part alone.
    return bytes(rows) if of == fingerprint else _build(gallery, visitor_class).parts[number]


def cover_photo(listing: Listing) -> Photo | None:
    """Return the photo that would be the cover, the chosen one or the first, with the columns a cover needs."""
    return Photo(**listing["cover"]) if "cover" in listing else None


def list_data(shots: Sequence[Shot]) -> tuple[dict[str, Any], list[Row]]:
    """Return what is said once about all pictures (shapes, usual fingerprints), and one row a picture."""
    usual = _usual_fingerprints(shots)
    ratios, shape = _shapes(shots)
    rows = [[*shot[:4], shot.name, *_other_fingerprints(shot, usual)] for shot in shots]
    return {"count": len(shots), "fingerprints": usual, "ratios": ratios, "shape": shape}, rows


def _build(gallery: Gallery, visitor_class: VisitorClass) -> _Built:
    """Read the photos, and keep what was made of them."""
    columns = (*_COVER, "original_name", "section__public_id", "section__name")
    photos = PhotoQuerySet(Photo).visible_to(visitor_class).filter(gallery=gallery).in_order(gallery.photo_order)
    found = list(photos.values(*columns))
    named = gallery.photo_label == PhotoLabel.FILENAME
    shots = [
        Shot(
            photo["public_id"],
            photo["width"],
            photo["height"],
            photo["placeholder"],
            photo["renditions"],
            photo["original_name"] if named else None,
        )
        for photo in found
    ]
    data, rows = list_data(shots)
    data |= {"rows": rows[:FIRST_ROWS], **_sections(found)}
    parts = [_packed(rows[start : start + PART]) for start in range(0, len(rows), PART)]
    listing: Listing = {"data": data, "count": len(rows), "fingerprint": _fingerprint(data, parts)}
    if found:
        cover = next((photo for photo in found if photo["pk"] == gallery.cover_photo_id), found[0])
        photo = Photo(**{name: cover[name] for name in _COVER})
        photo.renditions = {**photo.renditions, **middle_cover(gallery, photo)}
        listing["cover"] = {name: getattr(photo, name) for name in _COVER}
    _keep(gallery, visitor_class, _Built(listing, parts))
    return _Built(listing, parts)


def _keep(gallery: Gallery, visitor_class: VisitorClass, built: _Built) -> None:
    fingerprint = built.listing["fingerprint"]
    entries: dict[str, Any] = {
        _part_key(gallery, visitor_class, number): (fingerprint, part) for number, part in enumerate(built.parts)
    }
    entries[_key(gallery, visitor_class)] = {"state": _state(gallery), "listing": built.listing}
    with transaction.atomic():  # the cache is a table: one write instead of twenty
        cache.set_many(entries, _KEPT)


def _key(gallery: Gallery, visitor_class: VisitorClass) -> str:
    return f"list:{_FORM}:{gallery.pk}:{visitor_class}"


def _part_key(gallery: Gallery, visitor_class: VisitorClass, number: int) -> str:
    return f"{_key(gallery, visitor_class)}:{number}"


def _state(gallery: Gallery) -> list[Any]:
    """What the list depends on: the photos and sections by their version, and three columns of the gallery itself."""
    return [gallery.content_version, gallery.photo_order, gallery.photo_label, gallery.cover_photo_id]


def _sections(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Photos of a section stand together, those of none come first."""
    sections: list[SectionCount] = []
    loose = 0
    for (public_id, name), photos in groupby(found, lambda one: (one["section__public_id"], one["section__name"])):
        count = sum(1 for _photo in photos)
        if public_id is None:
            loose = count
        else:
            sections.append({"id": public_id, "name": name, "count": count})
    return {"loose": loose, "sections": sections}


def _shapes(shots: Sequence[Shot]) -> tuple[list[float], str]:
    """Return the ratios that occur, the usual ones first, and one or two letters a picture that point into them."""
    steps = [round(math.log(shot.width / shot.height) / _STEP) if shot.width and shot.height else 0 for shot in shots]
    known = {step: place for place, (step, _count) in enumerate(Counter(steps).most_common())}
    letters = [_DIGITS[place] for place in range(len(known))] if len(known) <= len(_DIGITS) else _pairs(len(known))
    return [round(math.exp(step * _STEP), 4) for step in known], "".join(letters[known[step]] for step in steps)


def _pairs(count: int) -> list[str]:
    return [_DIGITS[place // len(_DIGITS)] + _DIGITS[place % len(_DIGITS)] for place in range(count)]


def _usual_fingerprints(shots: Sequence[Shot]) -> dict[str, str]:
    """What most pictures have: said once, not a thousand times."""
    usual = {}
    for recipe in RECIPES:
        found = Counter(shot.renditions[recipe][0] for shot in shots if recipe in shot.renditions)
        usual[recipe] = found.most_common(1)[0][0] if found else ""
    return usual


def _other_fingerprints(shot: Shot, usual: dict[str, str]) -> list[dict[str, str]]:
    """A last element for pictures still made by an older recipe: their own fingerprints."""
    own = {recipe: made[0] for recipe in RECIPES if (made := shot.renditions.get(recipe))}
    different = {recipe: value for recipe, value in own.items() if value != usual[recipe]}
    return [different] if different else []


def _packed(rows: list[Row]) -> bytes:
    return gzip.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def _fingerprint(data: dict[str, Any], parts: list[bytes]) -> str:
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode())
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:16]
