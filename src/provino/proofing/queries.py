"""Reading what was chosen and said: for the visitor their own, for the studio everything."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Prefetch, Q

from provino.galleries.models import Gallery, Photo
from provino.proofing.models import Comment, Favourite
from provino.visitors.models import Visitor

_STANDS = Q(deleted_at__isnull=True)


@dataclass(slots=True)
class VisitorChoices:
    """What one person chose and said in a gallery, oldest first. Favourites carry `photo` and `favourite_list`."""

    visitor: Visitor
    favourites: list[Favourite] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    @property
    def last_at(self) -> datetime:
        """When this person last chose or said something that still stands."""
        moments = [favourite.created_at for favourite in self.favourites]
        return max(moments + [comment.created_at for comment in self.comments])


def choices_of(gallery: Gallery) -> list[VisitorChoices]:
    """Return everybody who chose or said something in the gallery, the latest first, with all of it.

    Deleted photos and comments are left out, hidden photos stay. Answers of members stand in
    `comment.replies.all()`, with `member.user`. Three queries for any number.
    """
    people: dict[int, VisitorChoices] = {}
    for favourite in _favourites(gallery):
        visitor = favourite.favourite_list.visitor
        people.setdefault(visitor.pk, VisitorChoices(visitor)).favourites.append(favourite)
    for comment in _with_answers(gallery):
        if comment.visitor is not None:
            people.setdefault(comment.visitor.pk, VisitorChoices(comment.visitor)).comments.append(comment)
    return sorted(people.values(), key=lambda person: person.last_at, reverse=True)


def own_comment_counts(visitor: Visitor) -> dict[int, int]:
    """Return by photo key how many comments stand in this visitor's own threads, answers included."""
    threads = Comment.objects.filter(_STANDS).filter(Q(visitor=visitor) | _answers_to(visitor))
    return dict(threads.values_list("photo_id").annotate(Count("id")))


def words_by_photo(visitor: Visitor) -> dict[int, list[str]]:
    """Return by photo key what this visitor wrote and did not take back, oldest first."""
    words: dict[int, list[str]] = {}
    rows = Comment.objects.filter(_STANDS, visitor=visitor).order_by("id").values_list("photo_id", "text")
    for photo_id, text in rows:
        words.setdefault(photo_id, []).append(text)
    return words


def own_comments(visitor: Visitor, *, photo: Photo) -> list[Comment]:
    """Return this visitor's comments on a photo and the answers to them, oldest first. Others' are never among them."""
    threads = Comment.objects.filter(_STANDS, photo=photo).filter(Q(visitor=visitor) | _answers_to(visitor))
    return list(threads.select_related("visitor", "member__user", "reply_to").order_by("id"))


def pin_numbers(comments: Iterable[Comment]) -> dict[int, int]:
    """Return by comment key the number its pin bears: counted a person and a photo, from 1, in the order of writing.

    `comments` are all that stand of each person and photo, oldest first.
    """
    counted: Counter[tuple[int | None, int]] = Counter()
    numbers = {}
    for comment in comments:
        if comment.pin_x is not None:
            counted[comment.visitor_id, comment.photo_id] += 1
            numbers[comment.pk] = counted[comment.visitor_id, comment.photo_id]
    return numbers


def pin_numbers_beside(comments: Iterable[Comment]) -> dict[int, int]:
    """Return what `pin_numbers` does for a few comments, looking up those written before them: one query."""
    some = list(comments)
    pins = Comment.objects.filter(
        _STANDS,
        pin_x__isnull=False,
        visitor__in={comment.visitor_id for comment in some},
        photo__in={comment.photo_id for comment in some},
    )
    return pin_numbers(pins.order_by("id"))


def _answers_to(visitor: Visitor) -> Q:
    return Q(reply_to__visitor=visitor, reply_to__deleted_at__isnull=True, visitor__isnull=True)


def _favourites(gallery: Gallery) -> list[Favourite]:
    favourites = Favourite.objects.filter(photo__gallery=gallery, photo__deleted_at__isnull=True)
    return list(favourites.select_related("photo__section", "favourite_list__visitor__contact").order_by("id"))


def _with_answers(gallery: Gallery) -> list[Comment]:
    answers = Comment.objects.filter(_STANDS).select_related("member__user").order_by("id")
    comments = Comment.objects.filter(
        _STANDS, photo__gallery=gallery, photo__deleted_at__isnull=True, reply_to__isnull=True
    )
    with_people = comments.select_related("photo__section", "visitor__contact")
    return list(with_people.prefetch_related(Prefetch("replies", queryset=answers)).order_by("id"))
