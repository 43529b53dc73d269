"""Browsers of visitors. A GET makes no row, so that link scanners are nobody; the first action makes visitor and device."""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from provino.galleries.models import Gallery, Invitation, InvitationRole
from provino.lib.prepared import PreparedQuery
from provino.lib.signatures import CLIENT, VisitorClass
from provino.visitors.errors import TooManyVisitorsError
from provino.visitors.limits import address_prefix, count_one
from provino.visitors.models import Device, NewVisitors, Visitor, VisitorKind

NEW_PER_ADDRESS = 200  # a wedding party in one network is let in, a script is not
WINDOW = timedelta(hours=1)

_KINDS = {InvitationRole.CLIENT: VisitorKind.CLIENT, InvitationRole.GUEST: VisitorKind.GUEST}

_DEVICE = PreparedQuery(
    lambda secret_hash, gallery: Device.objects.select_related("visitor__invitation", "visitor__contact").filter(
        secret_hash=secret_hash, visitor__gallery=gallery
    )[:1],
    secret_hash=str,
    gallery=int,
)


def secret_hash(secret: str) -> str:
    """Return what is stored of a device's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def visitor_of_device(gallery: Gallery, *, secret: str) -> Visitor | None:
    """Return the visitor this browser is in this gallery, if it has done anything yet."""
    device = _DEVICE.first(secret_hash=secret_hash(secret), gallery=gallery.pk)
    return device.visitor if device else None


def is_unproven_device(gallery: Gallery, *, secret: str) -> bool:
    """Whether this browser has acted in this gallery, without anybody having proven who they are."""
    visitor = visitor_of_device(gallery, secret=secret) if secret else None
    return visitor is not None and visitor.proven_at is None


def proven_visitor(gallery: Gallery, invitation: Invitation) -> Visitor | None:
    """Return the visitor a personal link stands for, if they have done anything yet, on whatever device."""
    visitors = Visitor.objects.select_related("invitation", "contact")
    return visitors.filter(gallery=gallery, contact=invitation.contact_id, proven_at__isnull=False).first()


def arrive(
    gallery: Gallery,
    *,
    invitation: Invitation | None,
    secret: str,
    browser: str = "",
    language: str = "",
    address: str | None = None,
) -> tuple[Visitor, bool]:
    """Return the visitor behind this browser, and whether the row is new.

    By a personal link it is the one proven visitor of that contact, on every device. Without, it is a visitor of its
    own, unknown until they say who they are. Two first actions at once make one visitor: the device's secret decides.
    `address` is where the request came from; None (commands) is not counted. Raises TooManyVisitorsError.
    """
    known = visitor_of_device(gallery, secret=secret)
    if known is not None and _came_by(known, invitation):
        return known, False
    if invitation is None and address is not None:  # a personal link makes one visitor, however often it is opened
        _count_new_visitor(gallery, address=address)
    try:
        return _settle(gallery, invitation=invitation, secret=secret, browser=browser, language=language)
    except IntegrityError:  # another first action of the same browser was quicker: it made the device
        return _settle(gallery, invitation=invitation, secret=secret, browser=browser, language=language)


def follow_invitation(visitor: Visitor, *, invitation: Invitation | None) -> None:
    """Let a proven visitor be who the personal link of their contact says, or nobody in particular without one."""
    visitor.invitation = invitation
    visitor.kind = _KINDS[InvitationRole(invitation.role)] if invitation else VisitorKind.UNKNOWN
    visitor.save(update_fields=["invitation", "kind"])


def kind_of(visitor: Visitor, *, visitor_class: VisitorClass) -> VisitorKind:
    """Return what a visitor is whom the gate lets in as this class."""
    if visitor_class == CLIENT:
        return VisitorKind.CLIENT
    return VisitorKind.GUEST if visitor.invitation_id else VisitorKind.UNKNOWN


def see_as(visitor: Visitor, *, visitor_class: VisitorClass) -> None:
    """Write down as what the gate let this visitor in, so that the verbs refuse what their page does not show."""
    kind = kind_of(visitor, visitor_class=visitor_class)
    if visitor.kind != kind:
        visitor.kind = kind
        visitor.save(update_fields=["kind"])


def forget_device(gallery: Gallery, *, secret: str) -> None:
    """This browser is no longer that visitor; what the visitor did stays."""
    Device.objects.filter(secret_hash=secret_hash(secret), visitor__gallery=gallery).delete()


def _count_new_visitor(gallery: Gallery, *, address: str) -> None:
    prefix = address_prefix(address)
    if not count_one(NewVisitors, gallery=gallery, prefix=prefix, limit=NEW_PER_ADDRESS, window=WINDOW):
        raise TooManyVisitorsError


def _came_by(visitor: Visitor, invitation: Invitation | None) -> bool:
    return visitor.invitation_id == (invitation.pk if invitation else None)


@transaction.atomic
def _settle(
    gallery: Gallery, *, invitation: Invitation | None, secret: str, browser: str, language: str
) -> tuple[Visitor, bool]:
    """Find or make the visitor and let the device be theirs. A device may change hands: a revoked link, a new link."""
    now = timezone.now()
    devices = Device.objects.select_for_update(of=("self",)).select_related("visitor__invitation", "visitor__contact")
    device = devices.filter(secret_hash=secret_hash(secret)).first()
    if device is not None and _came_by(device.visitor, invitation):
        return device.visitor, False
    visitor, is_new = _make_visitor(gallery, invitation=invitation, language=language, now=now)
    if device is None:
        Device.objects.create(visitor=visitor, secret_hash=secret_hash(secret), browser=browser[:60], last_seen_at=now)
    else:
        Device.objects.filter(pk=device.pk).update(visitor=visitor, last_seen_at=now)
    return visitor, is_new


def _make_visitor(
    gallery: Gallery, *, invitation: Invitation | None, language: str, now: datetime
) -> tuple[Visitor, bool]:
    if invitation is None:
        return Visitor.objects.create(gallery=gallery, language=language, last_seen_at=now), True
    contact = invitation.contact
    made = Visitor(
        gallery=gallery,
        contact=contact,
        invitation=invitation,
        kind=_KINDS[InvitationRole(invitation.role)],
        name=contact.name,
        email=contact.email_as_typed or contact.email,
        proven_at=now,
        language=language,
        last_seen_at=now,
    )
    Visitor.objects.bulk_create([made], ignore_conflicts=True)  # the second device meets the constraint
    visitor = Visitor.objects.select_related("invitation", "contact").get(
        gallery=gallery, contact=contact, proven_at__isnull=False
    )
    if visitor.invitation_id != invitation.pk:  # they proved their address by a code before the link came
        follow_invitation(visitor, invitation=invitation)
    return visitor, visitor.public_id == made.public_id
