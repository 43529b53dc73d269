"""The client hides photos from guests: a picture they would rather not show to the whole family."""

from django.db import transaction

from provino.galleries.contents import raise_content_version
from provino.galleries.models import Photo
from provino.lib.signatures import CLIENT
from provino.visitors.actions import first_time
from provino.visitors.activity import record
from provino.visitors.errors import MayNotHideError
from provino.visitors.models import ActivityKind, Visitor


@transaction.atomic
def hide_from_guests(visitor: Visitor, *, photo: Photo, request_key: str = "") -> bool:
    """Let guests no longer see the photo, nor fetch it; returns whether they could before. Raises MayNotHideError."""
    if visitor.visitor_class != CLIENT or not photo.gallery.client_may_hide:
        raise MayNotHideError
    return _set(visitor, photo=photo, hidden=True, request_key=request_key)


@transaction.atomic
def show_to_guests(visitor: Visitor, *, photo: Photo, request_key: str = "") -> bool:
    """Let guests see the photo again, also where hiding was switched off since; returns whether it was hidden.

    Raises MayNotHideError.
    """
    if visitor.visitor_class != CLIENT:
        raise MayNotHideError
    return _set(visitor, photo=photo, hidden=False, request_key=request_key)


def _set(visitor: Visitor, *, photo: Photo, hidden: bool, request_key: str) -> bool:
    if request_key and not first_time(visitor, request_key):
        return False  # a repetition that arrives late undoes nothing
    raise_content_version(photo.gallery_id)
    changed = Photo.objects.filter(pk=photo.pk, hidden_from_guests=not hidden).update(hidden_from_guests=hidden)
    if changed:
        kind = ActivityKind.PHOTO_HIDDEN if hidden else ActivityKind.PHOTO_SHOWN
        record(visitor, kind=kind, photo=photo)
    photo.hidden_from_guests = hidden
    return bool(changed)
