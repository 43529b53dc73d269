"""What visitors did: append-only, written in the transaction of what was done."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from provino.galleries.models import Photo
from provino.visitors.models import Activity, ActivityKind, Visitor

SEEN_EVERY = timedelta(minutes=1)  # pages say to the minute when somebody was there last


def record(
    visitor: Visitor, *, kind: ActivityKind, photo: Photo | None = None, detail: dict[str, Any] | None = None
) -> Activity:
    """Write down one action of a visitor, who was thereby seen. Call it inside the transaction of the action."""
    now = timezone.now()
    if visitor.last_seen_at <= now - SEEN_EVERY:
        Visitor.objects.filter(pk=visitor.pk).update(last_seen_at=now)
    return Activity.objects.create(
        gallery_id=visitor.gallery_id, visitor=visitor, kind=kind, photo=photo, detail=detail or {}
    )
