"""What visitors did: append-only, written in the transaction of what was done."""

import json
from typing import Any

from django.db import connection
from django.utils import timezone

from provino.galleries.models import Photo
from provino.visitors.models import Activity, ActivityKind, Visitor

# By hand: writing the SQL of two rows costs the ORM more than everything else a heart costs inside its transaction.
_SEEN = "UPDATE visitors_visitor SET last_seen_at = %s WHERE id = %s"
_INSERT = (
    "INSERT INTO visitors_activity (gallery_id, visitor_id, kind, photo_id, detail, at) "
    "VALUES (%s, %s, %s, %s, %s, %s) RETURNING id"
)


def record(
    visitor: Visitor, *, kind: ActivityKind, photo: Photo | None = None, detail: dict[str, Any] | None = None
) -> Activity:
    """Write down one action of a visitor, who was thereby seen. Call it inside the transaction of the action."""
    now = timezone.now()
    at = connection.ops.adapt_datetimefield_value(now)
    row: list[Any] = [
        visitor.gallery_id,
        visitor.pk,
        str(kind),
        photo.pk if photo else None,
        json.dumps(detail or {}),
        at,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [at, visitor.pk])
        cursor.execute(_INSERT, row)
        pk = cursor.fetchone()[0]
    return Activity(
        pk=pk, gallery_id=visitor.gallery_id, visitor=visitor, kind=kind, photo=photo, detail=detail or {}, at=now
    )
