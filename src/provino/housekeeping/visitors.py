"""One person, one visitor: what was done on a device before its personal link was opened belongs to that person."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Greatest, Least

from provino.galleries.models import Gallery, Invitation
from provino.proofing.merging import lock_choices, merge_choices
from provino.visitors.devices import arrive, visitor_of_device
from provino.visitors.models import Activity, ActivityKind, Visitor


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who acts; whether the row is new; how many favourites and comments of this device became theirs."""

    visitor: Visitor
    is_new: bool
    merged: int = 0


def arrive_as_one(
    gallery: Gallery,
    *,
    invitation: Invitation | None,
    secret: str,
    browser: str = "",
    language: str = "",
    address: str | None = None,
) -> Arrival:
    """Return the visitor behind this browser, as `visitors.devices.arrive` does, with what the browser did before.

    Whoever came by a personal link takes over what was done on the same device while nobody had proven who it was.
    A visitor proven as somebody else stays apart. Raises TooManyVisitorsError.
    """
    earlier = visitor_of_device(gallery, secret=secret)
    if earlier is not None and invitation is not None and earlier.invitation_id == invitation.pk:
        return Arrival(earlier, is_new=False)
    with transaction.atomic():
        visitor, is_new = arrive(
            gallery, invitation=invitation, secret=secret, browser=browser, language=language, address=address
        )
        if earlier is None or invitation is None or earlier.proven_at is not None:
            return Arrival(visitor, is_new)
        return Arrival(visitor, is_new, merged=merge_visitor(earlier, into=visitor))


@transaction.atomic
def merge_visitor(visitor: Visitor, *, into: Visitor) -> int:
    """Let everything an unproven visitor did be done by `into`, and remove their row; returns how many choices and comments.

    What they called themselves stays with the activity. 0 when another request was quicker.
    """
    lock_choices(visitor, into)
    locked = {row.pk: row for row in Visitor.objects.select_for_update().filter(pk__in=[visitor.pk, into.pk])}
    source = locked.get(visitor.pk)
    if source is None or source.pk == into.pk or source.proven_at is not None:
        return 0
    given = merge_choices(source, into=into)
    called = {"name": source.name, "email": source.email}
    Activity.objects.filter(visitor=source, kind=ActivityKind.IDENTIFIED).update(detail=called)
    source.activity.update(visitor=into)
    source.downloads.update(visitor=into)
    source.devices.update(visitor=into)
    Visitor.objects.filter(pk=into.pk).update(
        first_seen_at=Least("first_seen_at", source.first_seen_at),
        last_seen_at=Greatest("last_seen_at", source.last_seen_at),
    )
    source.delete()
    return given
