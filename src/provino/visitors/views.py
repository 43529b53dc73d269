"""Views that count: a page that was really looked at, said by the page itself after one second."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from provino.galleries.models import Invitation
from provino.visitors.activity import record
from provino.visitors.models import Activity, ActivityKind, Visitor

COUNTED_EVERY = timedelta(minutes=30)


def record_view(visitor: Visitor) -> bool:
    """Count one look of this visitor; within 30 minutes of the last it is the same look. Returns whether it counted.

    The first look by a personal link is noted on the invitation.
    """
    now = timezone.now()
    with transaction.atomic():
        Visitor.objects.select_for_update().get(pk=visitor.pk)  # two tabs at once: one look
        looks = Activity.objects.filter(visitor=visitor, kind=ActivityKind.VIEWED)
        if looks.filter(at__gt=now - COUNTED_EVERY).exists():
            Visitor.objects.filter(pk=visitor.pk).update(last_seen_at=now)
            return False
        record(visitor, kind=ActivityKind.VIEWED)
        if visitor.invitation_id is not None:
            Invitation.objects.filter(pk=visitor.invitation_id, opened_at__isnull=True).update(opened_at=now)
    return True
