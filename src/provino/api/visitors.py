"""Visitors of a gallery, what they chose and what they said."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Concat
from ninja import Query, Router

from provino.api.galleries import REFUSALS
from provino.api.pages import Paging, page_of
from provino.api.schemas import CommentOut, FavouriteOut, Page, PinOut, VisitorOut
from provino.api.security import ApiRequest, Scope
from provino.galleries.access import gallery_for_member
from provino.galleries.models import Gallery
from provino.proofing.models import Comment, Favourite
from provino.visitors.access import visitor_for_member
from provino.visitors.models import Visitor
from provino.visitors.queries import visitor_name

router = Router(tags=["visitors"])
READ = Scope("visitors:read")


@router.get(
    "/{gallery_id}/visitors", auth=READ, response={200: Page[VisitorOut], **REFUSALS}, operation_id="list_visitors"
)
def list_visitors(request: ApiRequest, gallery_id: str, paging: Query[Paging]) -> Page[VisitorOut]:
    """Everybody who looked into the gallery, in order of their first visit."""
    gallery = gallery_for_member(request.auth, gallery_id)
    return page_of(_visitors(gallery), paging=paging, show=_shown)


@router.get(
    "/{gallery_id}/visitors/{visitor_id}",
    auth=READ,
    response={200: VisitorOut, **REFUSALS},
    operation_id="read_visitor",
)
def read_visitor(request: ApiRequest, gallery_id: str, visitor_id: str) -> VisitorOut:
    """One visitor."""
    visitor = visitor_for_member(request.auth, gallery_id, visitor_id)
    return _shown(_visitors(visitor.gallery).get(pk=visitor.pk))


@router.get(
    "/{gallery_id}/favourites",
    auth=READ,
    response={200: Page[FavouriteOut], **REFUSALS},
    operation_id="list_favourites",
)
def list_favourites(
    request: ApiRequest, gallery_id: str, paging: Query[Paging], visitor: str | None = None
) -> Page[FavouriteOut]:
    """Chosen photos in order of choosing; `visitor` narrows them to one person."""
    every = favourites = _favourites(gallery_for_member(request.auth, gallery_id))
    if visitor is not None:
        favourites = favourites.filter(favourite_list__visitor=visitor_for_member(request.auth, gallery_id, visitor))
    return page_of(favourites, among=every, paging=paging, show=_favourite)


@router.get(
    "/{gallery_id}/comments", auth=READ, response={200: Page[CommentOut], **REFUSALS}, operation_id="list_comments"
)
def list_comments(
    request: ApiRequest, gallery_id: str, paging: Query[Paging], visitor: str | None = None
) -> Page[CommentOut]:
    """Comments and replies, the oldest first; `visitor` narrows them to one person's threads."""
    gallery = gallery_for_member(request.auth, gallery_id)
    comments = _comments(gallery)
    if visitor is not None:
        person = visitor_for_member(request.auth, gallery_id, visitor)
        comments = comments.filter(Q(visitor=person) | Q(reply_to__visitor=person))
    among = Comment.objects.filter(photo__gallery=gallery)
    return page_of(comments, among=among, paging=paging, show=_comment)


def _visitors(gallery: Gallery) -> QuerySet[Visitor]:
    return gallery.visitors.select_related("contact").annotate(
        favourite_count=Count("favourite_lists__favourites__photo", distinct=True),
        comment_count=Count("comments", filter=Q(comments__deleted_at__isnull=True), distinct=True),
    )


def _shown(visitor: Any) -> VisitorOut:
    """`visitor` carries the annotations of `_visitors`."""
    proven = visitor.proven_at is not None
    contact = visitor.contact if proven else None
    return VisitorOut(
        id=visitor.public_id,
        name=visitor.name or (contact.name if contact else ""),
        email=contact.email_as_typed if contact else visitor.email,
        kind=visitor.kind,
        proven=proven,
        favourites=visitor.favourite_count,
        comments=visitor.comment_count,
        first_seen_at=visitor.first_seen_at,
        last_seen_at=visitor.last_seen_at,
    )


def _favourites(gallery: Gallery) -> QuerySet[Favourite]:
    rows = Favourite.objects.filter(photo__gallery=gallery, photo__deleted_at__isnull=True)
    # A favourite has no id of its own; the cursor needs one.
    place = Concat("favourite_list__public_id", Value("."), "photo__public_id")
    return rows.annotate(public_id=place).select_related("photo", "favourite_list__visitor")


def _favourite(row: Favourite) -> FavouriteOut:
    return FavouriteOut(
        visitor=row.favourite_list.visitor.public_id,
        photo=row.photo.public_id,
        filename=row.photo.original_name,
        list=row.favourite_list.name,
        note=row.note,
        created_at=row.created_at,
    )


def _comments(gallery: Gallery) -> QuerySet[Comment]:
    rows = Comment.objects.filter(photo__gallery=gallery, photo__deleted_at__isnull=True, deleted_at__isnull=True)
    return rows.select_related("photo", "visitor", "member__user", "reply_to")


def _comment(row: Comment) -> CommentOut:
    author = visitor_name(row.visitor) if row.visitor else str(row.member.user if row.member else "")
    pin = PinOut(x=row.pin_x, y=row.pin_y) if row.pin_x is not None and row.pin_y is not None else None
    return CommentOut(
        id=row.public_id,
        visitor=row.visitor.public_id if row.visitor else None,
        author=author,
        photo=row.photo.public_id,
        filename=row.photo.original_name,
        text=row.text,
        pin=pin,
        reply_to=row.reply_to.public_id if row.reply_to else None,
        created_at=row.created_at,
        edited_at=row.edited_at,
        resolved_at=row.resolved_at,
    )
