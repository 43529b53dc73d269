"""Reading the address book."""

from typing import Final

from django.db.models import F, QuerySet, Value
from django.db.models.functions import NullIf

from provino.contacts.models import Contact
from provino.studios.models import Studio

SORTS: Final = ("name", "email", "newest")


def contacts_of(studio: Studio, *, sort: str = "name") -> QuerySet[Contact]:
    """All contacts of a studio, sorted by one of SORTS; those without a name stand by their address."""
    contacts = Contact.objects.filter(studio=studio)
    if sort == "newest":
        return contacts.order_by("-created_at", "-id")
    if sort == "email":
        return contacts.order_by(NullIf(F("email"), Value("")).asc(nulls_last=True), "id")
    return contacts.order_by("name_sort", "id")
