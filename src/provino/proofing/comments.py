"""Words about a photo: a visitor writes, a member answers. Plain text; other visitors never see them."""

import math

from django.db import transaction
from django.utils import timezone

from provino.galleries.models import Photo
from provino.lib.errors import NotFoundError
from provino.lib.public_ids import is_public_id
from provino.proofing.errors import (
    CommentAnsweredError,
    CommentEmptyError,
    CommentGoneError,
    CommentResolvedError,
    CommentTooLongError,
    PinOutsideError,
)
from provino.proofing.models import Comment
from provino.proofing.rules import check_may_comment
from provino.studios.models import Member
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor

MOST_CHARACTERS = 4000
# A spot of the upright picture: 0 to 1 from its left, 0 to 1 from its top.
Pin = tuple[float, float]


def own_comment(visitor: Visitor, public_id: str) -> Comment:
    """Return a comment this visitor wrote and did not take back. Raises CommentGoneError."""
    comment = None
    if is_public_id(public_id):
        standing = Comment.objects.filter(visitor=visitor, deleted_at__isnull=True)
        comment = standing.select_related("photo__gallery", "visitor").filter(public_id=public_id).first()
    if comment is None:
        raise CommentGoneError
    return comment


@transaction.atomic
def add_comment(visitor: Visitor, *, photo: Photo, text: str, pin: Pin | None = None, request_key: str = "") -> Comment:
    """Save a visitor's comment. The same `request_key` again gives the first one back and changes nothing.

    Raises what `check_may_comment` raises, CommentEmptyError, CommentTooLongError, PinOutsideError.
    """
    check_may_comment(visitor, photo=photo)
    pin_x, pin_y = _inside(pin)
    columns = {"photo": photo, "text": _clean(text), "pin_x": pin_x, "pin_y": pin_y}
    if request_key:
        comment, made = Comment.objects.get_or_create(visitor=visitor, request_key=request_key, defaults=columns)
    else:
        comment, made = Comment.objects.create(visitor=visitor, **columns), True
    if made:
        record(visitor, kind=ActivityKind.COMMENTED, photo=photo)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, text: str, pin: Pin | None, by: Visitor) -> Comment:
    """Put other words, or another spot, into one's own comment while nobody has answered; returns it as it stands.

    Raises what `check_may_comment` raises, CommentGoneError, CommentAnsweredError, CommentResolvedError,
    CommentEmptyError, CommentTooLongError, PinOutsideError.
    """
    check_may_comment(by, photo=comment.photo)
    words, (pin_x, pin_y) = _clean(text), _inside(pin)
    locked = _locked(comment, by=by)
    if locked.deleted_at is not None:
        raise CommentGoneError
    if (locked.text, locked.pin_x, locked.pin_y) != (words, pin_x, pin_y):
        locked.text, locked.pin_x, locked.pin_y, locked.edited_at = words, pin_x, pin_y, timezone.now()
        locked.save(update_fields=["text", "pin_x", "pin_y", "edited_at"])
    return locked


@transaction.atomic
def delete_comment(comment: Comment, *, by: Visitor) -> None:
    """Take back one's own comment while nobody has answered; said twice, it changes nothing.

    Raises CommentGoneError, CommentAnsweredError, CommentResolvedError.
    """
    locked = _locked(comment, by=by)
    if locked.deleted_at is None:
        locked.deleted_at = timezone.now()
        locked.save(update_fields=["deleted_at"])


@transaction.atomic
def reply_as_member(comment: Comment, *, text: str, by: Member) -> Comment:
    """Answer a visitor's comment in the studio's name.

    Raises NotFoundError for another studio's comment, CommentGoneError for a deleted one, CommentEmptyError,
    CommentTooLongError.
    """
    words = _clean(text)
    locked = _locked_for_studio(comment, by=by)
    thread = locked.reply_to_id or locked.pk
    return Comment.objects.create(photo=comment.photo, member=by, reply_to_id=thread, text=words)


@transaction.atomic
def resolve_comment(comment: Comment, *, by: Member) -> bool:
    """Mark what a visitor asked for as done; returns whether it was not before.

    Raises NotFoundError for another studio's comment, CommentGoneError for a deleted one.
    """
    locked = _locked_for_studio(comment, by=by)
    if locked.resolved_at is not None:
        return False
    locked.resolved_at = timezone.now()
    locked.save(update_fields=["resolved_at"])
    return True


@transaction.atomic
def unresolve_comment(comment: Comment, *, by: Member) -> bool:
    """Take the mark "done" off; returns whether it was there. Raises what `resolve_comment` raises."""
    locked = _locked_for_studio(comment, by=by)
    if locked.resolved_at is None:
        return False
    locked.resolved_at = None
    locked.save(update_fields=["resolved_at"])
    return True


def _locked(comment: Comment, *, by: Visitor) -> Comment:
    """The author's comment, held until the transaction ends: an answer and a change cannot pass each other."""
    locked = Comment.objects.select_for_update().filter(pk=comment.pk, visitor=by).first()
    if locked is None:
        raise CommentGoneError
    if locked.replies.filter(deleted_at__isnull=True).exists():
        raise CommentAnsweredError
    if locked.resolved_at is not None:
        raise CommentResolvedError
    return locked


def _locked_for_studio(comment: Comment, *, by: Member) -> Comment:
    if comment.photo.gallery.studio_id != by.studio_id:
        raise NotFoundError
    locked = Comment.objects.select_for_update().filter(pk=comment.pk, deleted_at__isnull=True).first()
    if locked is None:
        raise CommentGoneError
    return locked


def _inside(pin: Pin | None) -> tuple[float | None, float | None]:
    if pin is None:
        return None, None
    if not all(math.isfinite(share) and 0 <= share <= 1 for share in pin):
        raise PinOutsideError
    return pin


def _clean(text: str) -> str:
    """The text with one kind of line end and nothing around it; NUL and lone surrogates, which no database takes, go."""
    words = text.encode(errors="ignore").decode().replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise CommentEmptyError
    if len(words) > MOST_CHARACTERS:
        raise CommentTooLongError
    return words
