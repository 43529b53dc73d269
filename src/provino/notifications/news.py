"""What there is to tell on a topic, beyond what was told."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from provino.galleries.models import Gallery
from provino.proofing.all_photos import moment_of
from provino.proofing.models import Comment, Favourite, Selection
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


@dataclass(frozen=True)
class NewSelection:
    """A selection that came (`is_new`), or whose owner asks to change it; `activity` is the row that says so."""

    activity: int
    selection: Selection
    is_new: bool


def new_favourites(gallery: Gallery, *, after: int) -> tuple[list[NewFavourites], int]:
    """Return who chose what since activity `after`, without what was taken back, and the last activity counted."""
    kinds = (ActivityKind.FAVOURITE_ADDED, ActivityKind.ALL_TAKEN)
    activity = Activity.objects.filter(gallery=gallery, kind__in=kinds, pk__gt=after)
    rows = list(activity.values_list("pk", "visitor_id", "photo_id", "detail__taken"))
    if not rows:
        return [], after
    favourites = Favourite.objects.filter(photo__gallery=gallery, photo__deleted_at__isnull=True)
    pairs = favourites.values_list("favourite_list__visitor_id", "photo_id")
    standing = set(pairs)
    moments = [moment for *_rest, taken in rows if taken and (moment := moment_of(taken))]
    new = {(visitor, photo) for _pk, visitor, photo, _taken in rows}
    new.update(pairs.filter(created_at__in=moments) if moments else ())
    added = Counter(visitor for visitor, photo in new if (visitor, photo) in standing)
    totals = Counter(visitor for visitor, _photo in standing)
    visitors = Visitor.objects.filter(pk__in=added).select_related("contact").order_by("pk")
    news = [NewFavourites(visitor, added[visitor.pk], totals[visitor.pk]) for visitor in visitors]
    return news, max(pk for pk, *_rest in rows)


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


def new_selections(gallery: Gallery, *, after: int) -> list[NewSelection]:
    """Return what was submitted, or asked to be opened again, since activity `after`, in order."""
    kinds = (ActivityKind.SUBMITTED, ActivityKind.REOPEN_ASKED)
    rows = Activity.objects.filter(gallery=gallery, kind__in=kinds, pk__gt=after).order_by("pk")
    found = list(rows.values_list("pk", "kind", "detail__selection"))
    wanted = {public_id for _pk, _kind, public_id in found}
    people = "favourite_list__visitor__contact"
    selections = Selection.objects.filter(gallery=gallery, public_id__in=wanted).select_related(people)
    by_id = {selection.public_id: selection for selection in selections}
    return [
        NewSelection(pk, by_id[public_id], kind == ActivityKind.SUBMITTED)
        for pk, kind, public_id in found
        if public_id in by_id
    ]


def first_download(gallery: Gallery) -> Activity | None:
    """Return the first complete download of the hand-over."""
    downloads = Activity.objects.filter(gallery=gallery, kind=ActivityKind.DOWNLOADED)
    return downloads.select_related("visitor__contact").order_by("pk").first()
