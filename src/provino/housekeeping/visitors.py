"""One person, one visitor: what was done on a device before it was known whose it is belongs to that person."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from provino.contacts.contacts import get_or_create_contact, normalise_email
from provino.contacts.errors import BadAddressError
from provino.contacts.models import Contact
from provino.galleries.models import Gallery, Invitation
from provino.proofing.merging import lock_choices, merge_choices
from provino.visitors.actions import merge_actions
from provino.visitors.activity import record
from provino.visitors.codes import use_code
from provino.visitors.devices import arrive, follow_invitation, secret_hash, visitor_of_device
from provino.visitors.models import Activity, ActivityKind, Device, EmailCode, Visitor


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who acts; whether the row is new; how many favourites and comments of this device became theirs."""

    visitor: Visitor
    is_new: bool
    merged: int = 0


def arrive_as_one(
    gallery: Gallery,
    *,
    invitation: Invitation | None,
    secret: str,
    browser: str = "",
    language: str = "",
    address: str | None = None,
) -> Arrival:
    """Return the visitor behind this browser, as `visitors.devices.arrive` does, with what the browser did before.

    Whoever came by a personal link takes over what was done on the same device while nobody had proven who it was.
    A visitor proven as somebody else stays apart. Raises TooManyVisitorsError.
    """
    earlier = visitor_of_device(gallery, secret=secret)
    if earlier is not None and invitation is not None and earlier.invitation_id == invitation.pk:
        return Arrival(earlier, is_new=False)
    with transaction.atomic():
        visitor, is_new = arrive(
            gallery, invitation=invitation, secret=secret, browser=browser, language=language, address=address
        )
        if earlier is None or invitation is None or earlier.proven_at is not None:
            return Arrival(visitor, is_new)
        return Arrival(visitor, is_new, merged=merge_visitor(earlier, into=visitor))


def prove(visitor: Visitor, *, code: EmailCode, secret: str) -> Arrival:
    """Let the visitor of this browser (`secret`) be the owner of the address the code was sent to; the code is used up.

    What was chosen on the browser meanwhile joins what that person chose elsewhere. Somebody proven as another stays
    who they are: only this browser changes hands. Raises CodeOverError.
    """
    try:
        return _prove(visitor, code=code, secret=secret)
    except IntegrityError:  # the personal link of the same contact was opened at the same moment
        return _prove(visitor, code=code, secret=secret)


@transaction.atomic
def _prove(visitor: Visitor, *, code: EmailCode, secret: str) -> Arrival:
    use_code(code)
    gallery = visitor.gallery
    contact = get_or_create_contact(gallery.studio, email=code.email, name=_name_for(visitor, email=code.email))
    Contact.objects.select_for_update().get(pk=contact.pk)  # two devices proving at once become one person
    invitation = Invitation.objects.filter(gallery=gallery, contact=contact, revoked_at__isnull=True).first()
    person = Visitor.objects.filter(gallery=gallery, contact=contact, proven_at__isnull=False).first()
    merged, is_new = 0, person is None
    if person is None:
        person = _become_proven(visitor, contact=contact)
    elif person.pk != visitor.pk:
        _forget_revoked(person)
        merged = merge_visitor(visitor, into=person) if visitor.proven_at is None else 0
    Device.objects.filter(secret_hash=secret_hash(secret)).update(visitor=person)
    if person.invitation_id != (invitation.pk if invitation else None):
        follow_invitation(person, invitation=invitation)
    record(person, kind=ActivityKind.PROVEN)
    return Arrival(person, is_new=is_new, merged=merged)


def _name_for(visitor: Visitor, *, email: str) -> str:
    """The name typed beside this very address; a name typed beside another one is somebody else's."""
    try:
        return visitor.name if normalise_email(visitor.email) == email else ""
    except BadAddressError:
        return ""


def _become_proven(visitor: Visitor, *, contact: Contact) -> Visitor:
    """The browser's own visitor is the person now; where that is proven as another, a new one."""
    now = timezone.now()
    if visitor.proven_at is not None:
        return Visitor.objects.create(
            gallery=visitor.gallery,
            contact=contact,
            name=contact.name,
            email=contact.email_as_typed or contact.email,
            proven_at=now,
            language=visitor.language,
            last_seen_at=now,
        )
    visitor.name = _name_for(visitor, email=contact.email) or contact.name
    visitor.contact, visitor.proven_at = contact, now
    visitor.email = contact.email_as_typed or contact.email
    visitor.save(update_fields=["contact", "proven_at", "email", "name"])
    return visitor


def _forget_revoked(person: Visitor) -> None:
    """Browsers that came by a link taken back since do not come in again behind the one that proved itself."""
    if person.invitation is not None and person.invitation.revoked_at is not None:
        person.devices.all().delete()


@transaction.atomic
def merge_visitor(visitor: Visitor, *, into: Visitor) -> int:
    """Let everything an unproven visitor did be done by `into`, and remove their row; returns how many choices and comments.

    What they called themselves stays with the activity. 0 when another request was quicker.
    """
    lock_choices(visitor, into)
    locked = {row.pk: row for row in Visitor.objects.select_for_update().filter(pk__in=[visitor.pk, into.pk])}
    source = locked.get(visitor.pk)
    if source is None or source.pk == into.pk or source.proven_at is not None:
        return 0
    given = merge_choices(source, into=into)
    called = {"name": source.name, "email": source.email}
    Activity.objects.filter(visitor=source, kind=ActivityKind.IDENTIFIED).update(detail=called)
    source.activity.update(visitor=into)
    source.downloads.update(visitor=into)
    source.devices.update(visitor=into)
    merge_actions(source, into=into)
    source.email_codes.update(visitor=into)
    Visitor.objects.filter(pk=into.pk).update(
        first_seen_at=Least("first_seen_at", source.first_seen_at),
        last_seen_at=Greatest("last_seen_at", source.last_seen_at),
    )
    source.delete()
    return given
