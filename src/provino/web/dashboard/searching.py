"""Finding things by a few letters, studio-wide: galleries, contacts and file names."""

from dataclasses import dataclass

from django.db.models import Q

from provino.contacts.models import Contact
from provino.galleries.models import Gallery, Photo
from provino.studios.models import Studio

PER_KIND = 8
_LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of each kind, at most eight."""

    galleries: list[Gallery]
    contacts: list[Contact]
    photos: list[Photo]

    @property
    def is_empty(self) -> bool:
        return not (self.galleries or self.contacts or self.photos)


def containing(words: str, *columns: str) -> Q:
    """Rows in which every word stands in one of the columns, whatever its case.

    SQLite compares only ASCII letters without case, so that "łucja" would miss "Łucja": the likely spellings are asked for.
    """
    condition = Q()
    for word in words[:_LONGEST_QUERY].split():
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        here = Q()
        for column in columns:
            for spelling in spellings:
                here |= Q(**{f"{column}__icontains": spelling})
        condition &= here
    return condition


def find(studio: Studio, words: str) -> Found:
    """Search galleries (title, kind, client), contacts (name, address) and file names, in three queries."""
    words = words.replace("\0", "").strip()
    if not words:
        return Found([], [], [])
    galleries = (
        Gallery.objects.filter(studio=studio, deleted_at__isnull=True)
        .filter(containing(words, "title", "subtitle", "client__name", "client__email"))
        .select_related("client")
        .order_by("-created_at", "-id")
    )
    contacts = Contact.objects.filter(studio=studio).filter(containing(words, "name", "email", "email_as_typed"))
    photos = (
        Photo.objects.filter(gallery__studio=studio, gallery__deleted_at__isnull=True, deleted_at__isnull=True)
        .filter(containing(words, "original_name"))
        .select_related("gallery")
        .order_by("-id")
    )
    return Found(
        list(galleries[:PER_KIND]), list(contacts.order_by("name_sort", "id")[:PER_KIND]), list(photos[:PER_KIND])
    )
