"""Whose job a gallery is."""

from provino.contacts.contacts import get_or_create_contact, normalise_email, update_contact
from provino.contacts.models import Contact
from provino.galleries.models import Gallery
from provino.studios.models import Member, Studio


def client_from(studio: Studio, *, name: str, email: str, by: Member, gallery: Gallery | None = None) -> Contact | None:
    """Return the contact meant by a name and an address, made if need be; None when both are empty.

    The same address as before with another name corrects the contact. Raises contacts' errors.
    """
    name, email = name.strip(), email.strip()
    current = gallery.client if gallery else None
    if not name and not email:
        return None
    if current and normalise_email(email) == current.email:
        return current if name in ("", current.name) else update_contact(current, name=name, by=by)
    return get_or_create_contact(studio, email=email, name=name, by=by)
