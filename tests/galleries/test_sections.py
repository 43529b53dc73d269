"""Sections of a gallery."""

import pytest

from provino.galleries import sections
from provino.galleries.errors import SectionNameMissingError, SectionNameTakenError
from provino.galleries.models import Gallery
from tests.factories import make_gallery, make_photo

pytestmark = pytest.mark.django_db


def names(gallery: Gallery) -> list[str]:
    return [section.name for section in gallery.sections.all()]


def test_sections_are_added_at_the_end_with_tidy_names() -> None:
    gallery = make_gallery()
    for name in ("Przygotowania", "  Ceremonia\n w  kościele "):
        sections.create_section(gallery, name=name)
    assert names(gallery) == ["Przygotowania", "Ceremonia w kościele"]


def test_names_are_given_once_per_gallery() -> None:
    gallery, other = make_gallery(), make_gallery()
    one = sections.create_section(gallery, name="One")
    two = sections.create_section(gallery, name="Two")
    sections.create_section(other, name="One")
    with pytest.raises(SectionNameTakenError):
        sections.create_section(gallery, name="One")
    with pytest.raises(SectionNameTakenError):
        sections.rename_section(two, name="One")
    with pytest.raises(SectionNameMissingError):
        sections.rename_section(two, name=" ")
    sections.rename_section(one, name="One")
    sections.rename_section(two, name="Three")
    assert names(gallery) == ["One", "Three"]


def test_reorder_and_move() -> None:
    gallery = make_gallery()
    a, b, c = (sections.create_section(gallery, name=name) for name in "abc")
    sections.reorder_sections(gallery, order=[c.public_id, "elsewhere", a.public_id, c.public_id])
    assert names(gallery) == ["c", "a", "b"]
    sections.move_section(b, earlier=True)
    assert names(gallery) == ["c", "b", "a"]
    sections.move_section(c, earlier=True)
    sections.move_section(a, earlier=False)
    assert names(gallery) == ["c", "b", "a"]


def test_delete_keeps_the_photos_and_can_be_undone() -> None:
    gallery = make_gallery()
    for name in "abc":
        sections.create_section(gallery, name=name)
    middle = gallery.sections.get(name="b")
    photo, moved = make_photo(gallery=gallery, section=middle), make_photo(gallery=gallery, section=middle)
    place = middle.position
    left = sections.delete_section(middle)
    photo.refresh_from_db()
    assert photo.section is None
    assert set(left) == {photo.public_id, moved.public_id}
    moved.section = gallery.sections.get(name="c")
    moved.save()
    sections.restore_section(gallery, name="b", position=place, photos=left)
    photo.refresh_from_db()
    moved.refresh_from_db()
    assert names(gallery) == ["a", "b", "c"]
    assert (photo.section.name if photo.section else "", moved.section.name if moved.section else "") == ("b", "c")
