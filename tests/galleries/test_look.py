"""A gallery's look: what may be stored, and what is recorded."""

from typing import Any, cast

import pytest

from provino.galleries.errors import UnknownValueError
from provino.galleries.galleries import change_gallery, copy_settings, create_gallery
from provino.galleries.look import LOOK, look_of
from provino.studios.errors import BadColourError
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery


def test_a_new_gallery_looks_as_the_studio_is_used_to(member: Member) -> None:
    gallery = create_gallery(member.studio, title="New", by=member)
    look = look_of(gallery)
    assert [getattr(look, name) for name in LOOK] == ["full", "auto", "newsreader", "", 4]
    assert look.brand == member.studio.brand_color


def test_the_look_is_changed_and_recorded(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    change_gallery(gallery, by=member, cover_design="split", theme="paper", accent="#ABC", spacing=8)
    look = look_of(gallery)
    assert (look.cover_design, look.theme, look.accent, look.brand, look.spacing) == (
        *("split", "paper", "#aabbcc", "#aabbcc"),
        8,
    )
    entry = AuditEntry.objects.get()
    assert entry.before == {"cover_design": "full", "theme": "auto", "accent": "", "spacing": 4}
    assert entry.after["accent"] == "#aabbcc"
    change_gallery(gallery, by=member, accent="#aabbcc")
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"cover_design": "round"}, UnknownValueError),
        ({"theme": ""}, UnknownValueError),
        ({"font_pair": "comic"}, UnknownValueError),
        ({"spacing": 5}, UnknownValueError),
        ({"accent": "red"}, BadColourError),
    ],
)
def test_a_look_that_does_not_exist_changes_nothing(
    member: Member, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    gallery = make_gallery(studio=member.studio, title="Before")
    with pytest.raises(refusal):
        change_gallery(gallery, by=member, **cast("Any", {"title": "After", **changes}))
    gallery.refresh_from_db()
    assert gallery.title == "Before"
    with pytest.raises(refusal):
        create_gallery(member.studio, title="New", by=member, **cast("Any", changes))


def test_an_unsaved_look_is_only_shown(member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    assert look_of(gallery, theme="dark", accent="#FFF").brand == "#ffffff"
    gallery.refresh_from_db()
    assert (gallery.theme, gallery.accent) == ("auto", "")


def test_settings_of_another_gallery_bring_its_look(member: Member) -> None:
    source = make_gallery(studio=member.studio, theme="dark", font_pair="sans", spacing=2, several_lists_on=True)
    gallery = make_gallery(studio=member.studio)
    copy_settings(gallery, source=source, by=member)
    gallery.refresh_from_db()
    assert (gallery.theme, gallery.font_pair, gallery.spacing, gallery.several_lists_on) == ("dark", "sans", 2, True)
