"""The one way from an address to a contact."""

from provino.contacts.models import Contact
from provino.lib.errors import NotFoundError
from provino.studios.models import Member


def contact_for_member(member: Member, public_id: str) -> Contact:
    """The contact of the member's studio with this id. Raises NotFoundError."""
    contact = Contact.objects.filter(studio_id=member.studio_id, public_id=public_id).first()
    if contact is None:
        raise NotFoundError
    return contact
