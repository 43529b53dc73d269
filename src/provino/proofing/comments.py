"""Words about a photo: a visitor writes, a member answers. Plain text; other visitors never see them."""

from django.db import transaction
from django.utils import timezone

from provino.galleries.models import Photo
from provino.lib.errors import NotFoundError
from provino.proofing.errors import CommentAnsweredError, CommentEmptyError, CommentGoneError, CommentTooLongError
from provino.proofing.models import Comment
from provino.proofing.rules import check_may_comment
from provino.studios.models import Member
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor

MOST_CHARACTERS = 4000


@transaction.atomic
def add_comment(visitor: Visitor, *, photo: Photo, text: str, request_key: str = "") -> Comment:
    """Save a visitor's comment. The same `request_key` again gives the first one back and changes nothing.

    Raises what `check_may_comment` raises, CommentEmptyError, CommentTooLongError.
    """
    check_may_comment(visitor, photo=photo)
    words = _clean(text)
    if request_key:
        comment, made = Comment.objects.get_or_create(
            visitor=visitor, request_key=request_key, defaults={"photo": photo, "text": words}
        )
    else:
        comment, made = Comment.objects.create(visitor=visitor, photo=photo, text=words), True
    if made:
        record(visitor, kind=ActivityKind.COMMENTED, photo=photo)
    return comment


@transaction.atomic
def reply_as_member(comment: Comment, *, text: str, by: Member) -> Comment:
    """Answer a visitor's comment in the studio's name.

    Raises NotFoundError for another studio's comment, CommentGoneError for a deleted one, CommentEmptyError,
    CommentTooLongError.
    """
    words = _clean(text)
    if comment.photo.gallery.studio_id != by.studio_id:
        raise NotFoundError
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.deleted_at is not None:
        raise CommentGoneError
    thread = locked.reply_to_id or locked.pk
    return Comment.objects.create(photo=comment.photo, member=by, reply_to_id=thread, text=words)


@transaction.atomic
def delete_comment(comment: Comment, *, by: Visitor) -> None:
    """Take back one's own comment while nobody has answered. Raises CommentGoneError, CommentAnsweredError."""
    locked = Comment.objects.select_for_update().filter(pk=comment.pk, visitor=by).first()
    if locked is None:
        raise CommentGoneError
    if locked.replies.filter(deleted_at__isnull=True).exists():
        raise CommentAnsweredError
    if locked.deleted_at is None:
        locked.deleted_at = timezone.now()
        locked.save(update_fields=["deleted_at"])


def _clean(text: str) -> str:
    """The text with one kind of line end and nothing around it; NUL and lone surrogates, which no database takes, go."""
    words = text.encode(errors="ignore").decode().replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise CommentEmptyError
    if len(words) > MOST_CHARACTERS:
        raise CommentTooLongError
    return words
