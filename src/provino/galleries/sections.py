"""Sections of a gallery: named parts in an order of the studio's."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, Max, Value, When

from provino.galleries.errors import SectionNameMissingError, SectionNameTakenError
from provino.galleries.models import Gallery, Section


def create_section(gallery: Gallery, *, name: str) -> Section:
    """Add a section at the end. Raises SectionNameMissingError, SectionNameTakenError."""
    cleaned = _name(name)
    with transaction.atomic():
        Gallery.objects.select_for_update().get(pk=gallery.pk)
        if gallery.sections.filter(name=cleaned).exists():
            raise SectionNameTakenError
        last = gallery.sections.aggregate(last=Max("position"))["last"] or 0
        return Section.objects.create(gallery=gallery, name=cleaned, position=last + 1)


def rename_section(section: Section, *, name: str) -> None:
    """Give a section another name. Raises SectionNameMissingError, SectionNameTakenError."""
    cleaned = _name(name)
    with transaction.atomic():
        Gallery.objects.select_for_update().get(pk=section.gallery_id)
        if Section.objects.filter(gallery=section.gallery_id, name=cleaned).exclude(pk=section.pk).exists():
            raise SectionNameTakenError
        Section.objects.filter(pk=section.pk).update(name=cleaned)
    section.name = cleaned


def reorder_sections(gallery: Gallery, *, order: Sequence[str]) -> None:
    """Put sections into this order of public ids; those not named follow as they were."""
    with transaction.atomic():
        Gallery.objects.select_for_update().get(pk=gallery.pk)
        known = {section.public_id: section.pk for section in gallery.sections.all()}
        named = [known.pop(public_id) for public_id in dict.fromkeys(order) if public_id in known]
        places = [*named, *known.values()]
        if places:
            whens = [When(pk=pk, then=Value(place)) for place, pk in enumerate(places, start=1)]
            gallery.sections.update(position=Case(*whens))


def move_section(section: Section, *, earlier: bool) -> None:
    """Swap a section with the one before or after it; at the end nothing happens."""
    order = list(section.gallery.sections.values_list("public_id", flat=True))
    place = order.index(section.public_id)
    other = place - 1 if earlier else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        reorder_sections(section.gallery, order=order)


def delete_section(section: Section) -> list[str]:
    """Remove a section; its photos stay, in no section. Returns their public ids, which `restore_section` takes."""
    with transaction.atomic():
        photos = list(section.photos.values_list("public_id", flat=True))
        section.delete()
    return photos


def restore_section(gallery: Gallery, *, name: str, position: int, photos: Sequence[str]) -> Section:
    """Undo `delete_section`: the section with those of its photos that went into no other meanwhile.

    Raises SectionNameMissingError, SectionNameTakenError.
    """
    with transaction.atomic():
        section = create_section(gallery, name=name)
        Section.objects.filter(pk=section.pk).update(position=position)
        gallery.photos.filter(public_id__in=photos, section__isnull=True).update(section=section)
    return section


def _name(name: str) -> str:
    cleaned = " ".join(name.split())[:200]
    if not cleaned:
        raise SectionNameMissingError
    return cleaned
