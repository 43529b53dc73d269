"""What there is to tell on a topic, beyond what was told."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from provino.galleries.models import Gallery
from provino.proofing.models import Comment, Favourite
from provino.visitors.models import Activity, ActivityKind, Visitor


@dataclass(frozen=True)
class NewFavourites:
    """What one person added, and how many they have now."""

    visitor: Visitor
    added: int
    total: int


@dataclass(frozen=True)
class NewReplies:
    """Answers to one person."""

    visitor: Visitor
    replies: list[Comment]


def new_favourites(gallery: Gallery, *, after: int) -> tuple[list[NewFavourites], int]:
    """Return who chose what since activity `after`, without what was taken back, and the last activity counted."""
    rows = list(
        Activity.objects.filter(gallery=gallery, kind=ActivityKind.FAVOURITE_ADDED, pk__gt=after).values_list(
            "pk", "visitor_id", "photo_id"
        )
    )
    if not rows:
        return [], after
    standing = set(
        Favourite.objects.filter(photo__gallery=gallery, photo__deleted_at__isnull=True).values_list(
            "favourite_list__visitor_id", "photo_id"
        )
    )
    added = Counter(visitor for visitor, photo in {(v, p) for _pk, v, p in rows} if (visitor, photo) in standing)
    totals = Counter(visitor for visitor, _photo in standing)
    visitors = Visitor.objects.filter(pk__in=added).select_related("contact").order_by("pk")
    news = [NewFavourites(visitor, added[visitor.pk], totals[visitor.pk]) for visitor in visitors]
    return news, max(pk for pk, _visitor, _photo in rows)


def new_comments(gallery: Gallery, *, after: int) -> list[Comment]:
    """Return visitors' comments written after comment `after`."""
    comments = Comment.objects.filter(
        photo__gallery=gallery, pk__gt=after, visitor__isnull=False, deleted_at__isnull=True
    )
    return list(comments.select_related("photo", "visitor__contact").order_by("pk"))


def new_replies(gallery: Gallery, *, after: int) -> list[NewReplies]:
    """Return the studio's answers after comment `after`, a person each."""
    replies = Comment.objects.filter(
        photo__gallery=gallery,
        pk__gt=after,
        member__isnull=False,
        deleted_at__isnull=True,
        reply_to__visitor__isnull=False,
    )
    with_people = replies.select_related(
        "photo", "member__user", "reply_to__visitor__contact", "reply_to__visitor__invitation"
    )
    by_person: dict[Visitor, list[Comment]] = defaultdict(list)
    for reply in with_people.order_by("pk"):
        if reply.reply_to and reply.reply_to.visitor:
            by_person[reply.reply_to.visitor].append(reply)
    return [NewReplies(visitor, found) for visitor, found in by_person.items()]


def first_download(gallery: Gallery) -> Activity | None:
    """Return the first complete download of the hand-over."""
    downloads = Activity.objects.filter(gallery=gallery, kind=ActivityKind.DOWNLOADED)
    return downloads.select_related("visitor__contact").order_by("pk").first()
