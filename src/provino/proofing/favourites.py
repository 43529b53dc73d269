"""Hearts. The visitor says which state they want; saying it twice changes nothing, so an offline queue may repeat itself."""

from django.db import connection, transaction
from django.utils import timezone

from provino.galleries.models import Photo
from provino.proofing.models import Favourite, FavouriteList
from provino.proofing.rules import check_may_choose
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor

# The ORM's INSERT … DO NOTHING does not say whether a row was made; whether to write activity hangs on that.
_INSERT = (
    "INSERT INTO proofing_favourite (favourite_list_id, photo_id, note, created_at) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (favourite_list_id, photo_id) DO NOTHING"
)


@transaction.atomic
def add_favourite(visitor: Visitor, *, photo: Photo) -> bool:
    """Let the photo be in the visitor's list; returns whether it was not before. Raises what `check_may_choose` raises."""
    check_may_choose(visitor, photo=photo)
    favourite_list = _list_of(visitor)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [favourite_list.pk, photo.pk, "", now])
        changed = bool(cursor.rowcount == 1)
    if changed:
        record(visitor, kind=ActivityKind.FAVOURITE_ADDED, photo=photo)
    return changed


@transaction.atomic
def remove_favourite(visitor: Visitor, *, photo: Photo) -> bool:
    """Let the photo be in no list of the visitor; returns whether it was. Raises what `check_may_choose` raises."""
    check_may_choose(visitor, photo=photo)
    deleted, _ = Favourite.objects.filter(favourite_list__visitor=visitor, photo=photo).delete()
    if deleted:
        record(visitor, kind=ActivityKind.FAVOURITE_REMOVED, photo=photo)
    return bool(deleted)


def _list_of(visitor: Visitor) -> FavouriteList:
    """The visitor's first list, made when the first heart is given."""
    first = visitor.favourite_lists.order_by("id").first()
    if first is not None:
        return first
    FavouriteList.objects.bulk_create([FavouriteList(visitor=visitor)], ignore_conflicts=True)
    return FavouriteList.objects.get(visitor=visitor, name="")
