"""Personal links: sending a gallery to people, and taking a link back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Prefetch
from django.utils import timezone

from provino.contacts.contacts import get_or_create_contact
from provino.galleries.emails import Letter, default_letter, gallery_invitation
from provino.galleries.errors import NobodyToSendToError, TooManyRecipientsError
from provino.galleries.models import (
    Gallery,
    Invitation,
    InvitationRole,
    Sending,
    Visibility,
)
from provino.lib.public_ids import new_public_id, new_secret
from provino.mail.models import Message, MessageState
from provino.studios.audit import record_change
from provino.studios.models import Member

MOST_RECIPIENTS = 100


@dataclass(frozen=True)
class Recipient:
    """One person a gallery is sent to."""

    email: str
    name: str = ""
    role: str = InvitationRole.CLIENT


@transaction.atomic
def send_gallery(
    gallery: Gallery,
    *,
    recipients: Sequence[Recipient],
    by: Member,
    subject: str = "",
    text: str = "",
    request_key: str = "",
) -> list[Sending]:
    """Invite people: one personal link and one mail each; a draft gallery becomes open.

    Empty words are replaced by our own. The same `request_key` again (a form sent twice) gives the same sendings.
    Raises NobodyToSendToError, TooManyRecipientsError, BadAddressError, TooManyMessagesError, TooManyToAddressError.
    """
    people = {recipient.email.strip().lower(): recipient for recipient in recipients if recipient.email.strip()}
    if not people:
        raise NobodyToSendToError
    if len(people) > MOST_RECIPIENTS:
        raise TooManyRecipientsError
    locked = Gallery.objects.select_for_update(of=("self",)).select_related("studio", "cover_photo").get(pk=gallery.pk)
    proposed = default_letter(locked)
    letter = Letter(subject=subject.strip() or proposed.subject, text=text.strip() or proposed.text)
    key = request_key or new_public_id()
    sendings = [_send(locked, recipient, letter=letter, key=key, by=by) for recipient in people.values()]
    _open(locked, by=by, to=len(sendings))
    gallery.refresh_from_db(fields=["visibility", "sent_at", "access_version", "client"])
    return sendings


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Member) -> None:
    """Take a personal link back: it opens nothing from now on, and pictures already on a screen go dark in seconds."""
    revoked = Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    if not revoked:
        return
    Gallery.objects.filter(pk=invitation.gallery_id).update(access_version=F("access_version") + 1)
    record_change(
        by,
        action="invitation.revoked",
        target=invitation.gallery,
        before={"contact": invitation.contact.public_id, "role": invitation.role},
    )


def invitations_of(gallery: Gallery) -> list[Invitation]:
    """Return everybody with a personal link, the client first, with `sendings` and their messages, the latest first."""
    sendings = Sending.objects.select_related("message").order_by("-pk")
    invitations = Invitation.objects.filter(gallery=gallery).select_related("contact", "gallery")
    return list(invitations.prefetch_related(Prefetch("sendings", queryset=sendings)).order_by("role", "pk"))


def client_invitations(gallery: Gallery) -> list[Invitation]:
    """Return the links of this gallery's clients that still open, with contacts; made for the gallery's client if missing."""
    client = gallery.client
    if client is not None and client.email:
        Invitation.objects.get_or_create(gallery=gallery, contact=client)
    open_links = Invitation.objects.filter(gallery=gallery, role=InvitationRole.CLIENT, revoked_at__isnull=True)
    with_address = open_links.exclude(contact__email="").select_related("contact", "gallery__studio")
    return list(with_address.order_by("pk"))


def last_delivery(gallery: Gallery) -> tuple[Message, datetime] | None:
    """Return the latest message to a client and when it was accepted, else when it was written; None: never sent."""
    sending = (
        Sending.objects.filter(invitation__gallery=gallery, invitation__role=InvitationRole.CLIENT)
        .select_related("message")
        .order_by("-pk")
        .first()
    )
    if sending is None:
        return None
    message = sending.message
    is_sent = message.state == MessageState.SENT and message.sent_at
    return message, message.sent_at if is_sent and message.sent_at else message.created_at


def _send(gallery: Gallery, recipient: Recipient, *, letter: Letter, key: str, by: Member) -> Sending:
    contact = get_or_create_contact(gallery.studio, email=recipient.email, name=recipient.name, by=by)
    invitation, made = Invitation.objects.get_or_create(
        gallery=gallery, contact=contact, defaults={"role": recipient.role}
    )
    if not made and (invitation.revoked_at or invitation.role != recipient.role):
        if invitation.revoked_at:  # the old link stays dead
            invitation.secret, invitation.revoked_at, invitation.opened_at = new_secret(), None, None
        invitation.role = recipient.role
        invitation.save(update_fields=["secret", "revoked_at", "opened_at", "role"])
    if recipient.role == InvitationRole.CLIENT and gallery.client_id is None:
        gallery.client = contact
        gallery.save(update_fields=["client"])
    cause = f"gallery-invitation:{invitation.pk}:{key}"
    message = gallery_invitation(invitation, letter=letter, cause=cause, reply_to=by.user.email)
    sending, _made = Sending.objects.get_or_create(message=message, defaults={"invitation": invitation, "sent_by": by})
    return sending


def _open(gallery: Gallery, *, by: Member, to: int) -> None:
    changes: dict[str, object] = {"sent_at": gallery.sent_at or timezone.now()}
    if gallery.visibility == Visibility.DRAFT:
        changes["visibility"] = Visibility.OPEN
    Gallery.objects.filter(pk=gallery.pk).update(**changes)
    record_change(by, action="gallery.sent", target=gallery, after={"recipients": to})
