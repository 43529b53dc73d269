"""Hearts. The visitor says which state they want; saying it twice changes nothing, so an offline queue may repeat itself."""

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from provino.galleries.models import Photo, seen_by
from provino.lib.prepared import PreparedQuery
from provino.proofing.errors import NoteTooLongError, TooManyChosenError
from provino.proofing.lists import MOST_NOTE, clean_words, lock_list, lock_main_list
from provino.proofing.models import Favourite, FavouriteList, Package, SectionRule
from provino.proofing.rules import check_may_choose
from provino.visitors.actions import first_time
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor, VisitorKind

# The ORM's INSERT … DO NOTHING does not say whether a row was made; whether to write activity hangs on that.
_INSERT = (
    "INSERT INTO proofing_favourite (favourite_list_id, photo_id, note, created_at) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (favourite_list_id, photo_id) DO NOTHING"
)
_PACKAGE = PreparedQuery(lambda gallery: Package.objects.filter(gallery=gallery).only("maximum")[:1], gallery=int)


@transaction.atomic
def add_favourite(visitor: Visitor, *, photo: Photo, to: FavouriteList | None = None, request_key: str = "") -> bool:
    """Let the photo be in a list of the visitor, the first one unless said; returns whether it was not before.

    The same `request_key` again changes nothing. Raises what `check_may_choose` raises, SelectionLockedError,
    TooManyChosenError.
    """
    held = _hold(visitor, photo=photo, favourite_list=to, request_key=request_key)
    return held is not None and _add(held, visitor=visitor, photo=photo)


@transaction.atomic
def remove_favourite(visitor: Visitor, *, photo: Photo, of: FavouriteList | None = None, request_key: str = "") -> bool:
    """Let the photo not be in a list of the visitor, the first one unless said; returns whether it was.

    The same `request_key` again changes nothing. Raises what `check_may_choose` raises, SelectionLockedError.
    """
    held = _hold(visitor, photo=photo, favourite_list=of, request_key=request_key)
    if held is None:
        return False
    deleted, _ = held.favourites.filter(photo=photo).delete()
    if deleted:
        record(visitor, kind=ActivityKind.FAVOURITE_REMOVED, photo=photo, detail=_named(held))
    return bool(deleted)


@transaction.atomic
def set_note(
    visitor: Visitor, *, photo: Photo, note: str, of: FavouriteList | None = None, request_key: str = ""
) -> bool:
    """Write the visitor's words on a chosen photo; the photo is chosen by that. Returns whether the words changed.

    The same `request_key` again changes nothing. Raises what `add_favourite` raises, NoteTooLongError.
    """
    words = clean_words(note)
    if len(words) > MOST_NOTE:
        raise NoteTooLongError
    held = _hold(visitor, photo=photo, favourite_list=of, request_key=request_key)
    if held is None:
        return False
    _add(held, visitor=visitor, photo=photo)
    return bool(held.favourites.filter(photo=photo).exclude(note=words).update(note=words))


def _hold(
    visitor: Visitor, *, photo: Photo, favourite_list: FavouriteList | None, request_key: str
) -> FavouriteList | None:
    """The list, held until the transaction ends; None where this very action was done before."""
    check_may_choose(visitor, photo=photo)
    held = lock_list(favourite_list) if favourite_list is not None else lock_main_list(visitor)
    held.visitor = visitor
    return held if not request_key or first_time(visitor, request_key) else None


def _add(held: FavouriteList, *, visitor: Visitor, photo: Photo) -> bool:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [held.pk, photo.pk, "", now])
        changed = bool(cursor.rowcount == 1)
    if changed:
        _check_room(held, visitor=visitor, photo=photo)
        record(visitor, kind=ActivityKind.FAVOURITE_ADDED, photo=photo, detail=_named(held))
    return changed


def counted(favourite_list: FavouriteList) -> QuerySet[Favourite]:
    """Return what stands in the list and can still be seen: that is what is counted and paid for."""
    return favourite_list.favourites.filter(seen_by(favourite_list.visitor.visitor_class, photo="photo__"))


def _check_room(favourite_list: FavouriteList, *, visitor: Visitor, photo: Photo) -> None:
    """The list is locked and the photo in it: going over a limit takes the transaction back."""
    if favourite_list.name or visitor.kind == VisitorKind.GUEST:
        return
    package = _PACKAGE.first(gallery=photo.gallery_id)
    if package is None:
        return
    most = package.maximum
    if most is not None and counted(favourite_list).count() > most:
        text = ngettext(
            "You can choose %(most)d photo here. Take one out first, then choose this one.",
            "You can choose %(most)d photos here. Take one out first, then choose this one.",
            most,
        )
        raise TooManyChosenError(text % {"most": most})
    if photo.section_id is not None:
        _check_room_in_section(favourite_list, photo=photo)


def _check_room_in_section(favourite_list: FavouriteList, *, photo: Photo) -> None:
    rules = SectionRule.objects.filter(package__gallery=favourite_list.visitor.gallery_id, section=photo.section_id)
    rule = rules.select_related("section").filter(maximum__isnull=False).first()
    if rule is None or rule.maximum is None:
        return
    if counted(favourite_list).filter(photo__section=photo.section_id).count() > rule.maximum:
        text = gettext(
            "You can choose %(most)d from \u201c%(section)s\u201d. Take one out first, then choose this one."
        )
        raise TooManyChosenError(text % {"most": rule.maximum, "section": rule.section.name})


def _named(favourite_list: FavouriteList) -> dict[str, str]:
    return {"list": favourite_list.name} if favourite_list.name else {}
