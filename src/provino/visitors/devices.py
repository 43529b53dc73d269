"""Browsers of visitors. A GET makes no row, so that link scanners are nobody; the first action makes visitor and device."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from provino.galleries.models import Gallery, Invitation, InvitationRole
from provino.visitors.models import Device, Visitor, VisitorKind

_KINDS = {InvitationRole.CLIENT: VisitorKind.CLIENT, InvitationRole.GUEST: VisitorKind.GUEST}


def secret_hash(secret: str) -> str:
    """Return what is stored of a device's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def visitor_of_device(gallery: Gallery, *, secret: str) -> Visitor | None:
    """Return the visitor this browser is in this gallery, if it has done anything yet."""
    devices = Device.objects.select_related("visitor__invitation", "visitor__contact")
    device = devices.filter(secret_hash=secret_hash(secret), visitor__gallery=gallery).first()
    return device.visitor if device else None


def proven_visitor(gallery: Gallery, invitation: Invitation) -> Visitor | None:
    """Return the visitor a personal link stands for, if they have done anything yet, on whatever device."""
    visitors = Visitor.objects.select_related("invitation", "contact")
    return visitors.filter(gallery=gallery, contact=invitation.contact_id, proven_at__isnull=False).first()


def arrive(
    gallery: Gallery, *, invitation: Invitation | None, secret: str, browser: str = "", language: str = ""
) -> tuple[Visitor, bool]:
    """Return the visitor behind this browser, and whether the row is new.

    By a personal link it is the one proven visitor of that contact, on every device. Without, it is a visitor of its
    own, unknown until they say who they are. Two first actions at once make one visitor: the device's secret decides.
    """
    known = visitor_of_device(gallery, secret=secret)
    if known is not None and _came_by(known, invitation):
        return known, False
    try:
        return _settle(gallery, invitation=invitation, secret=secret, browser=browser, language=language)
    except IntegrityError:  # another first action of the same browser was quicker: it made the device
        return _settle(gallery, invitation=invitation, secret=secret, browser=browser, language=language)


def forget_device(gallery: Gallery, *, secret: str) -> None:
    """This browser is no longer that visitor; what the visitor did stays."""
    Device.objects.filter(secret_hash=secret_hash(secret), visitor__gallery=gallery).delete()


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
    return visitor, visitor.public_id == made.public_id
