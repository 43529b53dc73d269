"""Reading what is new: activity and answers become topics to tell. Nobody calls us; we look."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from provino.notifications.models import Cursor, Digest, Topic
from provino.proofing.models import Comment
from provino.visitors.models import Activity, ActivityKind

# Two transactions may end in another order than their rows are numbered: the youngest rows are read again.
SETTLED_AFTER = timedelta(minutes=2)
_AT_ONCE = 5000

_TOPICS: dict[str, Topic] = {
    ActivityKind.VIEWED: Topic.VIEWED,
    ActivityKind.FAVOURITE_ADDED: Topic.FAVOURITES,
    ActivityKind.ALL_TAKEN: Topic.FAVOURITES,
    ActivityKind.COMMENTED: Topic.COMMENTS,
    ActivityKind.DOWNLOADED: Topic.DOWNLOADED,
    ActivityKind.SUBMITTED: Topic.SELECTIONS,
    ActivityKind.REOPEN_ASKED: Topic.SELECTIONS,
}

# Row number, gallery, topic (None: nothing to tell), when.
News = tuple[int, int, Topic | None, datetime]


def read_news() -> None:
    """Mark every topic on which something happened since the last time."""
    _read("activity", _activity)
    _read("answers", _answers)


def _activity(position: int) -> list[News]:
    rows = Activity.objects.filter(pk__gt=position).order_by("pk").values_list("pk", "gallery_id", "kind", "at")
    return [(pk, gallery, _TOPICS.get(kind), at) for pk, gallery, kind, at in rows[:_AT_ONCE]]


def _answers(position: int) -> list[News]:
    rows = Comment.objects.filter(pk__gt=position).order_by("pk")
    values = rows.values_list("pk", "photo__gallery_id", "member_id", "created_at")
    return [(pk, gallery, Topic.REPLIES if member else None, at) for pk, gallery, member, at in values[:_AT_ONCE]]


@transaction.atomic
def _read(stream: str, rows_after: Callable[[int], list[News]]) -> None:
    Cursor.objects.get_or_create(stream=stream)
    cursor = Cursor.objects.select_for_update().get(stream=stream)
    rows = rows_after(cursor.position)
    _mark(rows)
    settled = [pk for pk, _gallery, _topic, at in rows if at < timezone.now() - SETTLED_AFTER]
    if settled:
        cursor.position = max(settled)
        cursor.save(update_fields=["position"])


def _mark(rows: Iterable[News]) -> None:
    latest = {(gallery, topic): at for _pk, gallery, topic, at in rows if topic is not None}
    digests = [
        Digest(gallery_id=gallery, topic=topic, latest_at=at, is_waiting=True)
        for (gallery, topic), at in latest.items()
    ]
    Digest.objects.bulk_create(
        digests, update_conflicts=True, unique_fields=["gallery", "topic"], update_fields=["latest_at", "is_waiting"]
    )
