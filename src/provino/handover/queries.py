"""Reads over all that happened to a studio's galleries: how far each job has come."""

import datetime
import re
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import pgettext_lazy

from provino.galleries.models import Gallery, Photo, PictureState, Visibility
from provino.handover.models import Handover
from provino.proofing.models import Favourite, Selection, SelectionState
from provino.studios.models import Studio
from provino.visitors.models import Activity, ActivityKind


class GalleryState(models.TextChoices):
    """How far a job has come; derived, never stored."""

    DRAFT = "draft", pgettext_lazy("state of a gallery", "Draft")
    OPEN = "open", pgettext_lazy("state of a gallery", "Open, not sent")
    SENT = "sent", pgettext_lazy("state of a gallery", "Sent")
    VIEWED = "viewed", pgettext_lazy("state of a gallery", "Viewed")
    CHOOSING = "choosing", pgettext_lazy("state of a gallery", "Choosing")
    SUBMITTED = "submitted", pgettext_lazy("state of a gallery", "Choice sent")
    HANDED_OVER = "handed-over", pgettext_lazy("state of a gallery", "Handed over")
    CLOSED = "closed", pgettext_lazy("state of a gallery", "Closed")
    EXPIRED = "expired", pgettext_lazy("state of a gallery", "Expired")


SORT_COLUMNS = {
    "title": "title",
    "photos": "photo_count",
    "favourites": "favourite_count",
    "activity": "last_activity_at",
    "deadline": "choosing_deadline",
}


@dataclass(frozen=True, slots=True)
class GalleriesOverview:
    """Galleries as asked for, a query still to be cut into pages, and how many there are in each state.

    Each gallery carries `state`, `photo_count`, `favourite_count`, `last_activity_at` and `cover_id`
    (the chosen cover, else the first photo that came).
    """

    galleries: QuerySet[Gallery]
    by_state: dict[str, int]
    total: int
    deleted: int


def galleries_overview(
    studio: Studio, *, today: datetime.date, state: str = "", search: str = "", sort: str = "-activity"
) -> GalleriesOverview:
    """Read the studio's galleries with all that is said of them in one line; two queries and the page.

    `today` is the studio's; `state` a GalleryState or "deleted", "" for all; `search` finds titles, clients and file
    names; `sort` one of SORT_COLUMNS, with - for descending. Unknown values count as not given.
    """
    everything = Gallery.objects.filter(studio=studio)
    living = everything.filter(deleted_at__isnull=True).annotate(state=_state(today))
    counts = dict(living.order_by().values_list("state").annotate(Count("id")))
    wanted = everything.filter(deleted_at__isnull=False).annotate(state=_state(today)) if state == "deleted" else living
    if state in GalleryState.values:
        wanted = wanted.filter(state=state)
    words = search.replace("\x00", "").strip()  # PostgreSQL takes no NUL
    if words:
        wanted = wanted.filter(_found(words))
    return GalleriesOverview(
        galleries=wanted.annotate(**_columns()).select_related("studio", "client").order_by(*_order(sort)),
        by_state={value: counts.get(value, 0) for value in GalleryState.values},
        total=sum(counts.values()),
        deleted=everything.filter(deleted_at__isnull=False).count(),
    )


def _state(today: datetime.date) -> Case:
    here = OuterRef("pk")
    viewed = Activity.objects.filter(gallery=here, kind=ActivityKind.VIEWED)
    submitted = Selection.objects.filter(gallery=here, state=SelectionState.SUBMITTED)
    return Case(
        When(visibility=Visibility.DRAFT, then=Value(GalleryState.DRAFT)),
        When(expires_on__lt=today, then=Value(GalleryState.EXPIRED)),
        When(visibility=Visibility.CLOSED, then=Value(GalleryState.CLOSED)),
        When(Exists(Handover.objects.filter(gallery=here)), then=Value(GalleryState.HANDED_OVER)),
        When(Exists(submitted), then=Value(GalleryState.SUBMITTED)),
        When(Exists(Favourite.objects.filter(photo__gallery=here)), then=Value(GalleryState.CHOOSING)),
        When(Exists(viewed), then=Value(GalleryState.VIEWED)),
        When(sent_at__isnull=False, then=Value(GalleryState.SENT)),
        default=Value(GalleryState.OPEN),
        output_field=models.CharField(),
    )


def _columns() -> dict[str, Coalesce | Subquery | Greatest]:
    photos = Photo.objects.filter(gallery=OuterRef("pk"), deleted_at__isnull=True).order_by().values("gallery")
    pictures = photos.exclude(state=PictureState.FAILED)
    chosen = Favourite.objects.filter(photo__gallery=OuterRef("pk"), photo__deleted_at__isnull=True)
    chosen_photos = chosen.order_by().values("photo__gallery").annotate(n=Count("photo", distinct=True)).values("n")
    done = Activity.objects.filter(gallery=OuterRef("pk")).order_by("-id").values("at")[:1]
    came = Subquery(photos.annotate(last=Max("created_at")).values("last"))
    first = photos.filter(state=PictureState.READY).annotate(first=Min("id")).values("first")
    return {
        "photo_count": Coalesce(Subquery(pictures.annotate(n=Count("id")).values("n")), 0),
        "favourite_count": Coalesce(Subquery(chosen_photos), 0),
        "last_activity_at": Greatest(
            F("created_at"),
            Coalesce(came, F("created_at")),
            Coalesce(F("sent_at"), F("created_at")),
            Coalesce(Subquery(done), F("created_at")),
        ),
        "cover_id": Coalesce(
            Case(When(cover_photo__deleted_at__isnull=True, then=F("cover_photo_id"))), Subquery(first)
        ),
    }


def _found(search: str) -> Q:
    # A regular expression, because LIKE on SQLite knows upper and lower case in ASCII only: łucja finds Łucja.
    pattern = re.escape(search)
    files = Photo.objects.filter(gallery=OuterRef("pk"), deleted_at__isnull=True, original_name__icontains=search)
    return (
        Q(title__iregex=pattern)
        | Q(subtitle__iregex=pattern)
        | Q(client__name__iregex=pattern)
        | Q(client__email__icontains=search)
        | Q(Exists(files))
    )


def _order(sort: str) -> list[models.OrderBy | str]:
    column = SORT_COLUMNS.get(sort.removeprefix("-"))
    if column is None:
        column, sort = SORT_COLUMNS["activity"], "-activity"
    ordered = F(column)
    last = ordered.desc(nulls_last=True) if sort.startswith("-") else ordered.asc(nulls_last=True)
    return [last, "-id"]
