"""A visitor's lists of favourites: the first one, which the package counts, and named ones where the photographer allows."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from provino.galleries.models import Gallery, Photo, PhotoQuerySet
from provino.lib.filenames import nfc
from provino.lib.prepared import PreparedQuery
from provino.lib.public_ids import is_public_id, is_secret, new_secret
from provino.proofing.errors import (
    ListGoneError,
    ListIdError,
    ListNameMissingError,
    ListNameTakenError,
    ListsOffError,
    SelectionLockedError,
    TooManyListsError,
)
from provino.proofing.models import Favourite, FavouriteList
from provino.proofing.rules import check_may_have_lists
from provino.visitors.actions import first_time
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor

_LOCKED = PreparedQuery(lambda pk: FavouriteList.objects.select_for_update().filter(pk=pk)[:1], pk=int)
_LOCKED_MAIN = PreparedQuery(
    lambda visitor: FavouriteList.objects.select_for_update().filter(visitor=visitor, name="")[:1], visitor=int
)

MAIN = "main"
MOST_LISTS = 30
MOST_NAME = 100
MOST_NOTE = 1000
LEAST_ID = 17  # of what a browser makes itself: as long as ours, so that nobody guesses it


def list_of(visitor: Visitor, public_id: str) -> FavouriteList:
    """Return a list of this visitor; `main` is the first one, made when needed. Raises ListGoneError."""
    if public_id == MAIN:
        return main_list(visitor)
    if not is_public_id(public_id):
        raise ListGoneError
    found = visitor.favourite_lists.filter(public_id=public_id).first()
    if found is None:
        raise ListGoneError
    return found


def lists_of(visitor: Visitor) -> list[FavouriteList]:
    """Return the visitor's lists, the first one leading. One query."""
    return sorted(visitor.favourite_lists.all(), key=lambda one: (one.name != "", one.pk))


def main_list(visitor: Visitor) -> FavouriteList:
    """Return the visitor's first list, made when the first heart is given. Two hearts at once make one."""
    found = visitor.favourite_lists.filter(name="").first()
    if found is not None:
        return found
    FavouriteList.objects.bulk_create([FavouriteList(visitor=visitor)], ignore_conflicts=True)
    return FavouriteList.objects.get(visitor=visitor, name="")


def shared_list(gallery: Gallery, secret: str) -> FavouriteList:
    """Return the list a read-only link of this gallery shows. Raises ListGoneError."""
    if not is_secret(secret):
        raise ListGoneError
    lists = FavouriteList.objects.select_related("visitor__contact")
    found = lists.filter(visitor__gallery=gallery, share_secret=secret).first()
    if found is None:
        raise ListGoneError
    return found


def shared_photos(favourite_list: FavouriteList) -> set[str]:
    """Return the public ids of the photos in a list; whether the reader may see them is for the reader's door to say."""
    return set(favourite_list.favourites.values_list("photo__public_id", flat=True))


@transaction.atomic
def make_list(
    visitor: Visitor,
    *,
    name: str,
    photos: Mapping[str, str] | None = None,
    public_id: str = "",
    request_key: str = "",
) -> FavouriteList:
    """Make a named list; `photos` (public id → note) fills it, as Undo of a deletion does.

    `public_id`: what the visitor's browser calls the list already, because it fills it before the network is back. The
    same `request_key` again makes no second list and returns the first as it is now.
    Raises what `check_may_have_lists` raises, ListsOffError, ListIdError, ListNameMissingError, ListNameTakenError,
    TooManyListsError; ListGoneError where a repeated action's list was deleted since.
    """
    check_may_have_lists(visitor)
    if not visitor.gallery.several_lists_on:
        raise ListsOffError
    Visitor.objects.select_for_update().get(pk=visitor.pk)
    if request_key and not first_time(visitor, request_key):
        return list_made(visitor, name=name, public_id=public_id)
    if visitor.favourite_lists.count() >= MOST_LISTS:
        raise TooManyListsError
    made = _named(_new_list(visitor, public_id=public_id), name)
    _fill(made, photos or {})
    record(visitor, kind=ActivityKind.LIST_MADE, detail={"name": made.name, "photos": len(photos or {})})
    return made


def list_made(visitor: Visitor, *, name: str, public_id: str = "") -> FavouriteList:
    """Return the list an earlier `make_list` with these words made. Raises ListGoneError."""
    if public_id:
        return list_of(visitor, public_id)
    found = visitor.favourite_lists.filter(name=_clean_name(name)).exclude(name="").first()
    if found is None:
        raise ListGoneError
    return found


def rename_list(favourite_list: FavouriteList, *, name: str) -> FavouriteList:
    """Give a named list another name. Raises ListGoneError for the first list, ListNameMissingError, ListNameTakenError."""
    if not favourite_list.name:
        raise ListGoneError
    check_may_have_lists(favourite_list.visitor)
    return _named(favourite_list, name)


@transaction.atomic
def delete_list(favourite_list: FavouriteList) -> dict[str, str]:
    """Take a named list away; returns its photos (public id → note), all that Undo needs.

    Raises ListGoneError for the first list, SelectionLockedError where versions of it were submitted.
    """
    if not favourite_list.name:
        raise ListGoneError
    check_may_have_lists(favourite_list.visitor)
    if favourite_list.selections.exists():
        raise SelectionLockedError
    rows = favourite_list.favourites.order_by("id").values_list("photo__public_id", "note")
    photos = dict(rows)
    favourite_list.delete()
    return photos


def share_list(favourite_list: FavouriteList) -> str:
    """Return the secret of the list's read-only link, made at first asking."""
    with transaction.atomic():
        locked = FavouriteList.objects.select_for_update().get(pk=favourite_list.pk)
        if not locked.share_secret:
            locked.share_secret = new_secret()
            locked.save(update_fields=["share_secret"])
            record(favourite_list.visitor, kind=ActivityKind.LIST_SHARED, detail={"name": locked.name})
    favourite_list.share_secret = locked.share_secret
    return locked.share_secret


def unshare_list(favourite_list: FavouriteList) -> None:
    """Let the read-only link open nothing any more; sharing again makes another."""
    FavouriteList.objects.filter(pk=favourite_list.pk).update(share_secret="")
    favourite_list.share_secret = ""


def lock_list(favourite_list: FavouriteList) -> FavouriteList:
    """Hold a list until the transaction ends, so that counting and locking are true. Raises ListGoneError, SelectionLockedError."""
    locked = _LOCKED.first(pk=favourite_list.pk)
    if locked is None:
        raise ListGoneError
    return _open(locked)


def lock_main_list(visitor: Visitor) -> FavouriteList:
    """The same of the visitor's first list, made when needed."""
    locked = _LOCKED_MAIN.first(visitor=visitor.pk)
    return _open(locked) if locked is not None else lock_list(main_list(visitor))


def _open(locked: FavouriteList) -> FavouriteList:
    if locked.is_locked:
        raise SelectionLockedError
    return locked


def clean_words(text: str) -> str:
    """Return what a visitor wrote without what no database takes and no reader needs."""
    return text.encode(errors="ignore").decode().replace("\x00", "").replace("\r\n", "\n").strip()


def _new_list(visitor: Visitor, *, public_id: str) -> FavouriteList:
    if not public_id:
        return FavouriteList(visitor=visitor)
    is_new_id = is_public_id(public_id) and len(public_id) >= LEAST_ID
    if not is_new_id or FavouriteList.objects.filter(public_id=public_id).exists():
        raise ListIdError
    return FavouriteList(visitor=visitor, public_id=public_id)


def _clean_name(name: str) -> str:
    return nfc(" ".join(clean_words(name).split()))


def _named(favourite_list: FavouriteList, name: str) -> FavouriteList:
    favourite_list.name = _clean_name(name)
    if not 1 <= len(favourite_list.name) <= MOST_NAME:
        raise ListNameMissingError
    try:
        with transaction.atomic():
            favourite_list.save()
    except IntegrityError as error:
        raise ListNameTakenError from error
    return favourite_list


def _fill(favourite_list: FavouriteList, photos: Mapping[str, str]) -> None:
    found = PhotoQuerySet(Photo).visible_to(favourite_list.visitor.visitor_class)
    known = [public_id for public_id in photos if is_public_id(public_id)]
    found = found.filter(gallery=favourite_list.visitor.gallery, public_id__in=known)
    by_id = {photo.public_id: photo for photo in found.only("pk", "public_id")}
    Favourite.objects.bulk_create(
        Favourite(favourite_list=favourite_list, photo=by_id[public_id], note=clean_words(note)[:MOST_NOTE])
        for public_id, note in photos.items()
        if public_id in by_id
    )
