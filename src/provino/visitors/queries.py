"""Reading the activity: has the client looked, and who did what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from provino.galleries.models import Gallery, InvitationRole
from provino.visitors.models import Activity, ActivityKind, Visitor

_BY_CLIENT = Q(visitor__proven_at__isnull=False) & (
    Q(visitor__invitation__role=InvitationRole.CLIENT) | Q(visitor__contact=F("gallery__client"))
)


@dataclass(frozen=True, slots=True)
class ClientView:
    """The first real look: by a client (`is_client`), else by whoever came first. `by` is a name, an address or "someone"."""

    viewed_at: datetime
    by: str
    is_client: bool


def client_view(gallery: Gallery) -> ClientView | None:
    """Return when the client first really looked; None means: not viewed yet."""
    return client_views([gallery]).get(gallery.pk)


def client_views(galleries: Iterable[Gallery]) -> dict[int, ClientView]:
    """Return the first real look at each gallery that has one, by the gallery's key. Two queries for any number."""
    first = (
        Activity.objects.filter(gallery__in=list(galleries), kind=ActivityKind.VIEWED)
        .values("gallery_id")
        .annotate(by_client=Min("id", filter=_BY_CLIENT), by_anyone=Min("id"))
    )
    wanted = {row["by_client"] or row["by_anyone"]: row["by_client"] is not None for row in first}
    looks = Activity.objects.filter(pk__in=wanted).select_related("visitor")
    return {
        look.gallery_id: ClientView(viewed_at=look.at, by=visitor_name(look.visitor), is_client=wanted[look.pk])
        for look in looks
    }


def activity_in(gallery: Gallery, *, visitor: Visitor | None = None) -> QuerySet[Activity]:
    """Everything visitors did in a gallery, or one of them did, the latest first; with visitor, contact and photo."""
    done = Activity.objects.filter(gallery=gallery)
    if visitor is not None:
        done = done.filter(visitor=visitor)
    return done.select_related("visitor__contact", "photo").order_by("-id")


def latest_visitors(gallery: Gallery, *, most: int) -> QuerySet[Visitor]:
    """Those who did anything in a gallery, the last seen first, at most so many; with their contact."""
    did = Activity.objects.filter(visitor=OuterRef("pk"))
    here = Visitor.objects.filter(Exists(did), gallery=gallery)
    return here.select_related("contact").order_by("-last_seen_at", "-id")[:most]


def visitor_name(visitor: Visitor) -> str:
    """Return how the studio's pages call this visitor: name, else address, else "someone"."""
    return visitor.name or visitor.email or gettext("someone")
