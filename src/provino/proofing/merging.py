"""What one visitor chose and said becomes another's, when both turn out to be one person."""

import itertools

from django.db.models.functions import Least
from django.utils import translation
from django.utils.translation import gettext

from provino.proofing.models import Comment, Favourite, FavouriteList
from provino.visitors.models import Visitor

MOST_NOTE = 1000


def lock_choices(*visitors: Visitor) -> None:
    """Wait for hearts under way and let no new one begin until the transaction ends.

    Lists first: that is the order in which a heart takes its locks.
    """
    list(FavouriteList.objects.select_for_update().filter(visitor__in=visitors).order_by("pk"))


def merge_choices(visitor: Visitor, *, into: Visitor) -> int:
    """Give all favourites and comments of `visitor` to `into`; doubles fall together. Returns how many were given.

    Call it inside a transaction, after `lock_choices`.
    """
    given = sum(_merge_list(source, visitor=into) for source in visitor.favourite_lists.order_by("pk"))
    return given + _merge_comments(visitor, into=into)


def _merge_list(source: FavouriteList, *, visitor: Visitor) -> int:
    given = source.favourites.count()
    target = visitor.favourite_lists.filter(name=source.name).first()
    if target is not None and _says_nothing(target):
        target.delete()
        target = None
    if target is None:
        FavouriteList.objects.filter(pk=source.pk).update(visitor=visitor)
    elif source.selections.exists() or target.is_locked:
        _keep_apart(source, beside=target)
    else:
        _unite(source, target=target)
    return given


def _says_nothing(favourite_list: FavouriteList) -> bool:
    return not (favourite_list.favourites.exists() or favourite_list.selections.exists() or favourite_list.share_secret)


def _keep_apart(source: FavouriteList, *, beside: FavouriteList) -> None:
    """A submitted list may not grow, and versions stay with their list: the other one stands beside it under a name."""
    photos = beside.favourites.values("photo")
    if not source.selections.exists() and not source.favourites.exclude(photo__in=photos, note="").exists():
        source.delete()  # nothing in it that does not stand there
        return
    name = _free_name(beside.visitor)
    FavouriteList.objects.filter(pk=source.pk).update(visitor=beside.visitor, name=name)


def _free_name(visitor: Visitor) -> str:
    with translation.override(visitor.gallery.language):
        name = gettext("Chosen on another device")
    taken = set(visitor.favourite_lists.values_list("name", flat=True))
    others = (f"{name} {number}" for number in itertools.count(2))
    return next(one for one in itertools.chain([name], others) if one not in taken)


def _unite(source: FavouriteList, *, target: FavouriteList) -> None:
    standing = {favourite.photo_id: favourite for favourite in target.favourites.all()}
    for double in source.favourites.filter(photo__in=standing):
        _merge_favourite(double, into=standing[double.photo_id])
    source.favourites.update(favourite_list=target)
    source.delete()
    if source.share_secret and not target.share_secret:  # the link given to somebody goes on working
        FavouriteList.objects.filter(pk=target.pk).update(share_secret=source.share_secret)


def _merge_favourite(double: Favourite, *, into: Favourite) -> None:
    """The earlier heart counts, and both notes are kept."""
    notes = dict.fromkeys(note for note in (into.note, double.note) if note)
    note = "\n".join(notes)[:MOST_NOTE]
    Favourite.objects.filter(pk=into.pk).update(note=note, created_at=Least("created_at", double.created_at))
    double.delete()


def _merge_comments(visitor: Visitor, *, into: Visitor) -> int:
    given = visitor.comments.count()
    repeated = visitor.comments.exclude(request_key="").filter(
        request_key__in=into.comments.exclude(request_key="").values("request_key")
    )
    for comment in repeated:
        _merge_comment(comment, into=into.comments.get(request_key=comment.request_key))
    visitor.comments.update(visitor=into)
    return given


def _merge_comment(comment: Comment, *, into: Comment) -> None:
    """The browser sent the same words again under the new name: they stand once. Other words stay, without the key."""
    if (comment.photo_id, comment.text) != (into.photo_id, into.text):
        Comment.objects.filter(pk=comment.pk).update(request_key="")
        return
    comment.replies.update(reply_to=into)
    comment.delete()
