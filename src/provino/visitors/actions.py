"""Actions that browsers may send twice: a queue that lost the network cannot know whether its last one arrived."""

import re
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from provino.visitors.errors import BadActionKeyError
from provino.visitors.models import HandledAction, Visitor

KEPT = timedelta(days=7)

_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")
# The ORM's INSERT … DO NOTHING does not say whether a row was made.
_INSERT = (
    "INSERT INTO visitors_handledaction (visitor_id, key, created_at) VALUES (%s, %s, %s) "
    "ON CONFLICT (visitor_id, key) DO NOTHING"
)


def check_action_key(key: str) -> str:
    """Return the key a browser gave its action. Raises BadActionKeyError for anything but 1 to 64 letters, digits, - and _."""
    if not _KEY.fullmatch(key):
        raise BadActionKeyError
    return key


def first_time(visitor: Visitor, key: str) -> bool:
    """Whether the visitor's action with this key is done now for the first time; it counts as done from now on.

    Call it inside the transaction of the action, after its locks: what is refused was not done, and of two at once the
    second waits for the first.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [visitor.pk, key, now])
        return bool(cursor.rowcount == 1)


def was_done(visitor: Visitor, key: str) -> bool:
    """Whether the visitor's action with this key was done before; for telling a late repetition how things stand."""
    return bool(key) and visitor.handled_actions.filter(key=key).exists()


def merge_actions(visitor: Visitor, *, into: Visitor) -> None:
    """What `visitor` did, `into` did: sent again under the new name it changes nothing. Call it inside a transaction."""
    known = into.handled_actions.values("key")
    visitor.handled_actions.exclude(key__in=known).update(visitor=into)


def forget_actions() -> int:
    """Delete keys nobody will repeat any more; returns how many."""
    return HandledAction.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
