"""Taking every photo of a gallery at once, where the package has a price for all; and giving them back."""

from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from provino.galleries.models import Photo, PhotoQuerySet
from provino.proofing.errors import AllChangedError, AllNotOfferedError, TooManyChosenError
from provino.proofing.lists import lock_main_list
from provino.proofing.models import Favourite, FavouriteList, Package
from provino.proofing.packages import package_for, terms_of
from provino.proofing.pricing import price_choice
from provino.proofing.rules import check_may_have_lists
from provino.visitors.actions import first_time
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor

# What was taken at once was taken in one moment, and nothing else was: the moment names it.
_MOMENT = "%Y%m%dT%H%M%S.%fZ"
_BATCH = 500


@transaction.atomic
def take_all(visitor: Visitor, *, seen: tuple[int, Decimal], request_key: str = "") -> str:
    """Let every photo the visitor sees be in their first list; returns the name of this taking, "" where all were in it.

    `seen`: how many photos, and the sum for all of them, the person agreed to. The same `request_key` again changes
    nothing. Raises what `check_may_have_lists` raises, AllNotOfferedError, AllChangedError, SelectionLockedError,
    TooManyChosenError.
    """
    check_may_have_lists(visitor)
    package = package_for(visitor)
    if package is None or package.price_for_all is None:
        raise AllNotOfferedError
    held = lock_main_list(visitor)
    if request_key and not first_time(visitor, request_key):
        return last_taken(visitor)
    photos = PhotoQuerySet(Photo).visible_to(visitor.visitor_class).filter(gallery=visitor.gallery)
    count = photos.count()
    if seen != (count, price_choice(terms_of(package), count=count).total):
        raise AllChangedError
    _check_limits(package, photos=photos, count=count)
    return _take(held, visitor=visitor, photos=photos)


@transaction.atomic
def give_back(visitor: Visitor, *, taken: str) -> int:
    """Undo `take_all`, but for photos that got a note since; returns how many photos that were.

    Raises what `check_may_have_lists` raises, SelectionLockedError.
    """
    check_may_have_lists(visitor)
    held = lock_main_list(visitor)
    deleted, _rows = _of(held, taken).filter(note="").delete()
    if deleted:
        record(visitor, kind=ActivityKind.ALL_GIVEN_BACK, detail={"photos": deleted})
    return deleted


def taken_count(visitor: Visitor, *, taken: str) -> int:
    """Return how many photos of a taking still stand in the visitor's first list."""
    held = visitor.favourite_lists.filter(name="").first()
    return _of(held, taken).count() if held else 0


def last_taken(visitor: Visitor) -> str:
    """Return the name of the visitor's last taking; "" without one."""
    row = visitor.activity.filter(kind=ActivityKind.ALL_TAKEN).order_by("-pk").first()
    return str(row.detail["taken"]) if row else ""


def moment_of(taken: str) -> datetime | None:
    """Return when a taking was, which is also when each of its favourites was made; None for what is no name."""
    try:
        return datetime.strptime(taken, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _take(held: FavouriteList, *, visitor: Visitor, photos: PhotoQuerySet) -> str:
    """The list is locked: nobody else puts rows into it meanwhile."""
    now = timezone.now().astimezone(UTC)
    standing = held.favourites.filter(photo=OuterRef("pk"))
    missing = photos.exclude(Exists(standing)).in_order(visitor.gallery.photo_order).values_list("pk", flat=True)
    last = held.favourites.aggregate(last=Max("pk"))["last"] or 0
    made = Favourite.objects.bulk_create(
        [Favourite(favourite_list=held, photo_id=pk) for pk in missing], batch_size=_BATCH
    )
    if not made:
        return ""
    held.favourites.filter(pk__gt=last).update(created_at=now)  # making them, each would get a moment of its own
    taken = now.strftime(_MOMENT)
    record(visitor, kind=ActivityKind.ALL_TAKEN, detail={"photos": len(made), "taken": taken})
    return taken


def _of(held: FavouriteList, taken: str) -> QuerySet[Favourite]:
    moment = moment_of(taken)
    return held.favourites.filter(created_at=moment) if moment else held.favourites.none()


def _check_limits(package: Package, *, photos: PhotoQuerySet, count: int) -> None:
    """Raise TooManyChosenError where all photos are more than may be chosen, of the gallery or of a section."""
    most = package.maximum
    if most is not None and count > most:
        text = ngettext(
            "You can choose %(most)d photo here, so not all %(count)d.",
            "You can choose %(most)d photos here, so not all %(count)d.",
            most,
        )
        raise TooManyChosenError(text % {"most": most, "count": count})
    in_section = dict(photos.order_by().values_list("section").annotate(Count("pk")))
    for rule in package.section_rules.all():
        if rule.maximum is not None and in_section.get(rule.section_id, 0) > rule.maximum:
            text = gettext("You can choose %(most)d from “%(section)s”, so not all photos at once.")
            raise TooManyChosenError(text % {"most": rule.maximum, "section": rule.section.name})
