"""Sections of a gallery: named parts in an order of the studio's."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, Max, Value, When

from provino.galleries.contents import raise_content_version
from provino.galleries.errors import ClientOnlySectionError, SectionNameMissingError, SectionNameTakenError
from provino.galleries.models import Gallery, Section
from provino.studios.audit import record_change
from provino.studios.models import Member


def create_section(gallery: Gallery, *, name: str, by: Member) -> Section:
    """Add a section at the end. Raises SectionNameMissingError, SectionNameTakenError."""
    with transaction.atomic():
        section = _add(gallery, name=name)
        record_change(by, action="section.created", target=gallery, after={"section": section.name})
    return section


def rename_section(section: Section, *, name: str, by: Member) -> None:
    """Give a section another name. Raises SectionNameMissingError, SectionNameTakenError."""
    cleaned = _name(name)
    with transaction.atomic():
        Gallery.objects.select_for_update().get(pk=section.gallery_id)
        if Section.objects.filter(gallery=section.gallery_id, name=cleaned).exclude(pk=section.pk).exists():
            raise SectionNameTakenError
        changed = Section.objects.filter(pk=section.pk).exclude(name=cleaned).update(name=cleaned)
        if changed:
            raise_content_version(section.gallery_id)
            names = {"before": {"section": section.name}, "after": {"section": cleaned}}
            record_change(by, action="section.renamed", target=section.gallery, **names)
    section.name = cleaned


def set_client_only(section: Section, *, client_only: bool, by: Member) -> None:
    """Keep a section from guests, or show it to them; pictures they have on the screen go dark within seconds."""
    with transaction.atomic():
        raise_content_version(section.gallery_id)
        changed = Section.objects.filter(pk=section.pk, client_only=not client_only).update(client_only=client_only)
        if changed:
            told = {"section": section.name, "client_only": client_only}
            record_change(by, action="section.shown-to", target=section.gallery, after=told)
    section.client_only = client_only


def reorder_sections(gallery: Gallery, *, order: Sequence[str], by: Member) -> None:
    """Put sections into this order of public ids; those not named follow as they were."""
    with transaction.atomic():
        Gallery.objects.select_for_update().get(pk=gallery.pk)
        stood = list(gallery.sections.all())
        known = {section.public_id: section for section in stood}
        named = [known.pop(public_id) for public_id in dict.fromkeys(order) if public_id in known]
        ordered = [*named, *known.values()]
        if ordered != stood:
            whens = [When(pk=section.pk, then=Value(place)) for place, section in enumerate(ordered, start=1)]
            raise_content_version(gallery.pk)
            gallery.sections.update(position=Case(*whens))
            names = {"sections": [section.name for section in ordered]}
            record_change(by, action="sections.reordered", target=gallery, after=names)


def move_section(section: Section, *, earlier: bool, by: Member) -> None:
    """Swap a section with the one before or after it; at the end nothing happens."""
    order = list(section.gallery.sections.values_list("public_id", flat=True))
    place = order.index(section.public_id)
    other = place - 1 if earlier else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        reorder_sections(section.gallery, order=order, by=by)


def delete_section(section: Section, *, by: Member) -> list[str]:
    """Remove a section; its photos stay, in no section. Returns their public ids, which `restore_section` takes.

    Raises ClientOnlySectionError, because guests would suddenly see them.
    """
    if section.client_only:
        raise ClientOnlySectionError
    with transaction.atomic():
        raise_content_version(section.gallery_id)
        photos = list(section.photos.values_list("public_id", flat=True))
        gone = {"section": section.name, "photos": len(photos)}
        record_change(by, action="section.deleted", target=section.gallery, before=gone)
        section.delete()
    return photos


def restore_section(gallery: Gallery, *, name: str, position: int, photos: Sequence[str], by: Member) -> Section:
    """Undo `delete_section`: the section with those of its photos that went into no other meanwhile.

    Raises SectionNameMissingError, SectionNameTakenError.
    """
    with transaction.atomic():
        section = _add(gallery, name=name)
        raise_content_version(gallery.pk)
        Section.objects.filter(pk=section.pk).update(position=position)
        back = gallery.photos.filter(public_id__in=photos, section__isnull=True).update(section=section)
        came = {"section": section.name, "photos": back}
        record_change(by, action="section.restored", target=gallery, after=came)
    return section


def _add(gallery: Gallery, *, name: str) -> Section:
    cleaned = _name(name)
    Gallery.objects.select_for_update().get(pk=gallery.pk)
    if gallery.sections.filter(name=cleaned).exists():
        raise SectionNameTakenError
    last = gallery.sections.aggregate(last=Max("position"))["last"] or 0
    return Section.objects.create(gallery=gallery, name=cleaned, position=last + 1)


def _name(name: str) -> str:
    cleaned = " ".join(name.split())[:200]
    if not cleaned:
        raise SectionNameMissingError
    return cleaned
