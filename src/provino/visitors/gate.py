"""Who may look into a gallery: the one question every door of the client's side asks."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils import timezone

from provino.galleries.models import Gallery, Invitation, InvitationRole, Photo, PhotoQuerySet, Visibility
from provino.lib.errors import NotFoundError
from provino.lib.prepared import PreparedQuery
from provino.lib.public_ids import is_public_id, is_secret
from provino.lib.signatures import CLIENT, GUEST, MEMBER, VisitorClass
from provino.studios.models import Member
from provino.visitors.cookies import GalleryCookie
from provino.visitors.devices import kind_of, proven_visitor, visitor_of_device
from provino.visitors.errors import PhotoGoneError
from provino.visitors.models import Visitor
from provino.visitors.passwords import has_client_proof, has_proof

Refusal = Literal["", "password", "who", "not-yet", "closed", "expired", "draft"]

_GALLERY = PreparedQuery(
    lambda public_id: Gallery.objects.select_related("studio").filter(public_id=public_id, deleted_at__isnull=True)[:1],
    public_id=str,
)


def _photo_seen_by(visitor_class: VisitorClass) -> PreparedQuery[Photo]:
    return PreparedQuery(
        lambda gallery, public_id: (
            PhotoQuerySet(Photo)
            .visible_to(visitor_class)
            .filter(gallery=gallery, public_id=public_id)
            .select_related("section")[:1]
        ),
        gallery=int,
        public_id=str,
    )


_PHOTO = {visitor_class: _photo_seen_by(visitor_class) for visitor_class in (CLIENT, GUEST, MEMBER)}


@dataclass(frozen=True, slots=True)
class Entry:
    """The gate's answer. `visitor_class` stands in signed addresses: client, guest, or member looking as a preview."""

    allowed: bool
    why: Refusal
    visitor_class: VisitorClass
    visitor: Visitor | None = None
    invitation: Invitation | None = None
    member: Member | None = None
    knows_browser: bool = False  # this browser is one of the visitor's devices already
    sees_otherwise: bool = False  # than when this visitor acted last: the client's password was given, or changed

    @property
    def is_preview(self) -> bool:
        """A member looks: counted nowhere, and nothing is saved."""
        return self.visitor_class == "m"

    @property
    def is_personal(self) -> bool:
        """The browser came by a personal link, so it asks nobody who they are."""
        return self.invitation is not None

    @property
    def is_identified(self) -> bool:
        """Whether a heart or a comment may be taken without asking who."""
        return self.is_personal or (self.visitor is not None and self.visitor.is_identified)


def gallery_for_visitor(public_id: str) -> Gallery:
    """Return the gallery of a client's address. Raises NotFoundError: malformed, unknown, deleted."""
    if not is_public_id(public_id):
        raise NotFoundError
    gallery = _GALLERY.first(public_id=public_id)
    if gallery is None:
        raise NotFoundError
    return gallery


def photo_for_visitor(gallery: Gallery, public_id: str, *, visitor_class: VisitorClass) -> Photo:
    """Return a photo that this class of visitors of the gallery may see. Raises PhotoGoneError."""
    photo = None
    if is_public_id(public_id):
        photo = _PHOTO[visitor_class].first(gallery=gallery.pk, public_id=public_id)
    if photo is None:
        raise PhotoGoneError
    photo.gallery = gallery
    return photo


def invitation_for(gallery: Gallery, secret: str) -> Invitation | None:
    """Return the personal link of this gallery with that secret; None when unknown, malformed or revoked."""
    if not is_secret(secret):
        return None
    invitations = Invitation.objects.select_related("contact")
    return invitations.filter(gallery=gallery, secret=secret, revoked_at__isnull=True).first()


def entry_for(gallery: Gallery, *, member: Member | None, cookie: GalleryCookie) -> Entry:
    """Return whether this person may look into the gallery, and as whom; "who" asks only for name and address.

    `member` is a member of the gallery's studio or None. Raises NotFoundError for a deleted gallery, and for a draft
    to whoever has no personal link: for strangers it does not exist yet.
    """
    if gallery.deleted_at is not None:
        raise NotFoundError
    if member is not None and member.studio_id == gallery.studio_id:
        return Entry(allowed=True, why="", visitor_class=MEMBER, member=member)
    visitor, invitation, knows_browser = _person(gallery, cookie)
    knows_client_password = has_client_proof(gallery, proof=cookie.client)
    is_client = knows_client_password or (invitation is not None and invitation.role == InvitationRole.CLIENT)
    why = refusal_of(gallery)
    if why == "draft" and invitation is None:
        raise NotFoundError
    if not why and not knows_client_password and not has_proof(gallery, proof=cookie.password):
        why = "password"
    visitor_class = CLIENT if is_client else GUEST
    entry = Entry(
        allowed=not why,
        why=why,
        visitor_class=visitor_class,
        visitor=visitor,
        invitation=invitation,
        knows_browser=knows_browser,
        sees_otherwise=visitor is not None and _look_as(visitor, visitor_class=visitor_class),
    )
    if entry.allowed and gallery.ask_at_door and not entry.is_identified:
        return replace(entry, allowed=False, why="who")
    return entry


def refusal_of(gallery: Gallery) -> Refusal:
    """Return why nobody may look now, or an empty string: draft, closed, expired or not open yet, whoever asks."""
    if gallery.visibility == Visibility.DRAFT:
        return "draft"
    if gallery.visibility != Visibility.OPEN:
        return "closed"
    if gallery.expires_on is not None and gallery.expires_on < studio_today(gallery):
        return "expired"
    if gallery.opens_on is not None and studio_today(gallery) < gallery.opens_on:
        return "not-yet"
    return ""


def studio_today(gallery: Gallery) -> dt.date:
    """Return today's date where the studio is; the gallery's last day counts to its end."""
    return timezone.localdate(timezone=ZoneInfo(gallery.studio.time_zone))


def _look_as(visitor: Visitor, *, visitor_class: VisitorClass) -> bool:
    """Let the row read from the database say as what they look now; the door writes it down when they act."""
    stood, visitor.kind = visitor.kind, kind_of(visitor, visitor_class=visitor_class)
    return stood != visitor.kind


def _person(gallery: Gallery, cookie: GalleryCookie) -> tuple[Visitor | None, Invitation | None, bool]:
    """The visitor this browser is, the personal link it came by, and whether it is that visitor's device already.

    The link opened last says who; a revoked one, nobody.
    """
    visitor = visitor_of_device(gallery, secret=cookie.device) if cookie.device else None
    own = visitor.invitation if visitor is not None else None
    if cookie.invitation and (own is None or own.secret != cookie.invitation):
        opened = invitation_for(gallery, cookie.invitation)
        if opened is not None:
            # The link proves who it is, so a second device sees at once what was chosen on the first.
            return proven_visitor(gallery, opened), opened, False
    if own is not None and own.revoked_at is not None:
        return None, None, False
    return visitor, own, visitor is not None
