"""Sections of a gallery."""

import pytest

from provino.galleries import sections
from provino.galleries.errors import SectionNameMissingError, SectionNameTakenError
from provino.galleries.models import Gallery
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_photo

pytestmark = pytest.mark.django_db


def names(gallery: Gallery) -> list[str]:
    return [section.name for section in gallery.sections.all()]


def test_sections_are_added_at_the_end_with_tidy_names(member: Member) -> None:
    gallery = make_gallery()
    for name in ("Przygotowania", "  Ceremonia\n w  kościele "):
        sections.create_section(gallery, name=name, by=member)
    assert names(gallery) == ["Przygotowania", "Ceremonia w kościele"]


def test_names_are_given_once_per_gallery(member: Member) -> None:
    gallery, other = make_gallery(), make_gallery()
    one = sections.create_section(gallery, name="One", by=member)
    two = sections.create_section(gallery, name="Two", by=member)
    sections.create_section(other, name="One", by=member)
    with pytest.raises(SectionNameTakenError):
        sections.create_section(gallery, name="One", by=member)
    with pytest.raises(SectionNameTakenError):
        sections.rename_section(two, name="One", by=member)
    with pytest.raises(SectionNameMissingError):
        sections.rename_section(two, name=" ", by=member)
    sections.rename_section(one, name="One", by=member)
    sections.rename_section(two, name="Three", by=member)
    assert names(gallery) == ["One", "Three"]


def test_reorder_and_move(member: Member) -> None:
    gallery = make_gallery()
    a, b, c = (sections.create_section(gallery, name=name, by=member) for name in "abc")
    sections.reorder_sections(gallery, order=[c.public_id, "elsewhere", a.public_id, c.public_id], by=member)
    assert names(gallery) == ["c", "a", "b"]
    sections.move_section(b, earlier=True, by=member)
    assert names(gallery) == ["c", "b", "a"]
    sections.move_section(c, earlier=True, by=member)
    sections.move_section(a, earlier=False, by=member)
    assert names(gallery) == ["c", "b", "a"]


def test_delete_keeps_the_photos_and_can_be_undone(member: Member) -> None:
    gallery = make_gallery()
    for name in "abc":
        sections.create_section(gallery, name=name, by=member)
    middle = gallery.sections.get(name="b")
    photo, moved = make_photo(gallery=gallery, section=middle), make_photo(gallery=gallery, section=middle)
    place = middle.position
    left = sections.delete_section(middle, by=member)
    photo.refresh_from_db()
    assert photo.section is None
    assert set(left) == {photo.public_id, moved.public_id}
    moved.section = gallery.sections.get(name="c")
    moved.save()
    sections.restore_section(gallery, name="b", position=place, photos=left, by=member)
    photo.refresh_from_db()
    moved.refresh_from_db()
    assert names(gallery) == ["a", "b", "c"]
    assert (photo.section.name if photo.section else "", moved.section.name if moved.section else "") == ("b", "c")


def test_each_change_of_a_section_is_one_entry(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    a, b = (sections.create_section(gallery, name=name, by=member) for name in "ab")
    photo = make_photo(gallery=gallery, section=a)
    sections.rename_section(a, name="c", by=member)
    sections.rename_section(a, name="c", by=member)
    sections.move_section(b, earlier=True, by=member)
    sections.move_section(b, earlier=True, by=member)
    sections.delete_section(a, by=member)
    sections.restore_section(gallery, name="c", position=2, photos=[photo.public_id], by=member)
    entries = AuditEntry.objects.filter(object_id=gallery.public_id, member=member).order_by("id")
    assert list(entries.values_list("action", "before", "after")) == [
        ("section.created", {}, {"section": "a"}),
        ("section.created", {}, {"section": "b"}),
        ("section.renamed", {"section": "a"}, {"section": "c"}),
        ("sections.reordered", {}, {"sections": ["b", "c"]}),
        ("section.deleted", {"section": "c", "photos": 1}, {}),
        ("section.restored", {}, {"section": "c", "photos": 1}),
    ]
