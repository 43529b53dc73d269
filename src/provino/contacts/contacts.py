"""The address book's verbs: find or make, change."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from provino.contacts.errors import BadAddressError, DuplicateContactError, NamelessContactError
from provino.contacts.models import Contact
from provino.lib.filenames import natural_sort_key
from provino.studios.audit import record_change
from provino.studios.models import Member, Studio

EDITABLE = ("name", "email", "phone", "notes", "language")
_SORT_LENGTH = 1000


def normalise_email(typed: str) -> str:
    """Return the address as we compare it: without spaces around it, NFC, lower case, the domain in its ASCII form.

    "" stays "". Raises BadAddressError.
    """
    address = unicodedata.normalize("NFC", typed.strip()).lower()
    if not address:
        return ""
    name, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddressError from None
    normalised = f"{name}@{domain}"
    try:
        validate_email(normalised)
    except ValidationError:
        raise BadAddressError from None
    if len(normalised) > 254:
        raise BadAddressError
    return normalised


def get_or_create_contact(studio: Studio, *, email: str, name: str = "", by: Member | None = None) -> Contact:
    """Return the studio's contact with this address, made if there is none; a missing name is filled in.

    `by` is the member who acts, None when a visitor does. Raises BadAddressError, NamelessContactError.
    """
    address = normalise_email(email)
    if not address:
        return create_contact(studio, name=name, by=by)
    existing = Contact.objects.filter(studio=studio, email=address).first()
    if existing is None:
        try:
            return create_contact(studio, name=name, email=email, by=by)
        except DuplicateContactError:  # made by somebody else a moment ago
            existing = Contact.objects.get(studio=studio, email=address)
    if name.strip() and not existing.name and by is not None:  # a visitor's word does not name somebody
        existing.name = name.strip()
        existing.name_sort = sort_key(name=existing.name, email=existing.email)
        existing.save(update_fields=["name", "name_sort"])
    return existing


def create_contact(studio: Studio, *, by: Member | None, **values: str) -> Contact:
    """Make a contact from any of EDITABLE. Raises BadAddressError, DuplicateContactError, NamelessContactError."""
    columns = _columns(values)
    if not columns.get("name") and not columns.get("email"):
        raise NamelessContactError
    order = sort_key(name=columns.get("name", ""), email=columns.get("email", ""))
    try:
        with transaction.atomic():
            contact = Contact.objects.create(studio=studio, name_sort=order, **columns)
            if by is not None:
                record_change(by, action="contact.created", target=contact, after=columns)
    except IntegrityError:
        raise DuplicateContactError from None
    return contact


def update_contact(contact: Contact, *, by: Member, **values: str) -> Contact:
    """Change any of EDITABLE. Raises BadAddressError, DuplicateContactError, NamelessContactError."""
    columns = _columns(values)
    try:
        with transaction.atomic():
            current = Contact.objects.select_for_update().get(pk=contact.pk)
            before = {name: getattr(current, name) for name in columns if getattr(current, name) != columns[name]}
            for name in before:
                setattr(current, name, columns[name])
            if not current.name and not current.email:
                raise NamelessContactError
            if before:
                current.name_sort = sort_key(name=current.name, email=current.email)
                current.save(update_fields=[*before, "name_sort"])
                after = {name: columns[name] for name in before}
                record_change(by, action="contact.changed", target=current, before=before, after=after)
    except IntegrityError:
        raise DuplicateContactError from None
    return current


def sort_key(*, name: str, email: str) -> str:
    """Return what a contact is sorted by: without a name they stand by their address."""
    return natural_sort_key(name or email)[:_SORT_LENGTH]


def _columns(values: dict[str, Any]) -> dict[str, str]:
    """The columns for what was typed; the address stands twice, normalised and as typed."""
    columns = {name: value.strip() for name, value in values.items() if name in EDITABLE}
    if "email" in columns:
        columns["email_as_typed"] = unicodedata.normalize("NFC", columns["email"])
        columns["email"] = normalise_email(columns["email"])
    return columns
