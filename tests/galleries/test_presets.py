"""Presets: look and settings under a name."""

import pytest

from provino.galleries.access import preset_for_member
from provino.galleries.errors import PresetNameMissingError, PresetNameTakenError
from provino.galleries.galleries import create_gallery
from provino.galleries.models import Gallery, Preset
from provino.galleries.presets import (
    apply_preset,
    delete_preset,
    presets_of,
    rename_preset,
    restore_preset,
    save_preset,
)
from provino.galleries.watermarks import choose_watermark, delete_watermark, make_watermark
from provino.lib.errors import NotFoundError
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_member


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(
        studio=member.studio, title="Anna", theme="paper", spacing=8, photo_label="number", comments_on=False
    )


def test_a_preset_holds_look_and_settings_and_nothing_of_the_job(member: Member, gallery: Gallery) -> None:
    gallery.password_hash = "x"
    preset = save_preset(gallery, name="  Weddings  on  paper ", by=member)
    assert preset.name == "Weddings on paper"
    assert preset.settings["theme"] == "paper"
    assert preset.settings["comments_on"] is False
    assert not {"title", "client", "password_hash", "visibility", "expires_on"} & set(preset.settings)
    assert [preset.name for preset in presets_of(member.studio)] == ["Weddings on paper"]


def test_a_gallery_is_made_from_a_preset(member: Member, gallery: Gallery) -> None:
    preset = save_preset(gallery, name="Weddings", by=member)
    made = create_gallery(member.studio, title="Ewa", by=member, preset=preset, language="pl")
    assert (made.theme, made.spacing, made.photo_label, made.comments_on) == ("paper", 8, "number", False)
    assert (made.title, made.language) == ("Ewa", "pl"), "what is given wins"


def test_a_preset_is_given_to_a_gallery(member: Member, gallery: Gallery) -> None:
    preset = save_preset(gallery, name="Weddings", by=member)
    other = make_gallery(studio=member.studio, title="Ewa", password_hash="kept")
    apply_preset(preset, to=other, by=member)
    other.refresh_from_db()
    assert (other.theme, other.spacing, other.title, other.password_hash) == ("paper", 8, "Ewa", "kept")
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        *("preset.saved", "gallery.changed", "preset.applied")
    }


def test_a_preset_brings_its_watermark_and_takes_none_away(member: Member, gallery: Gallery) -> None:
    mark = make_watermark(member.studio, name="Mine", text="© Maria", by=member)
    choose_watermark(gallery, watermark=mark, by=member)
    preset = save_preset(gallery, name="Marked", by=member)
    made = create_gallery(member.studio, title="Ewa", by=member, preset=preset)
    assert made.watermark == mark
    assert made.watermark_series > 0, "else its photos would be rendered without it"
    other = make_gallery(studio=member.studio)
    plain = save_preset(other, name="Plain", by=member)
    apply_preset(preset, to=other, by=member)
    apply_preset(plain, to=other, by=member)
    other.refresh_from_db()
    assert other.watermark == mark
    delete_watermark(mark, by=member)
    assert create_gallery(member.studio, title="Ola", by=member, preset=preset).watermark is None


def test_what_a_preset_holds_and_nobody_knows_any_more_is_left_out(member: Member, gallery: Gallery) -> None:
    preset = save_preset(gallery, name="Old", by=member)
    preset.settings |= {"theme": "sepia", "title": "Sneaked in", "spacing": 2}
    preset.save()
    apply_preset(preset, to=gallery, by=member)
    gallery.refresh_from_db()
    assert (gallery.theme, gallery.title, gallery.spacing) == ("paper", "Anna", 2)


def test_names_are_needed_and_taken_once_a_studio(member: Member, gallery: Gallery) -> None:
    preset = save_preset(gallery, name="Weddings", by=member)
    other = save_preset(gallery, name="Portraits", by=member)
    with pytest.raises(PresetNameMissingError):
        save_preset(gallery, name="  ", by=member)
    with pytest.raises(PresetNameTakenError):
        save_preset(gallery, name="Weddings", by=member)
    with pytest.raises(PresetNameTakenError):
        rename_preset(other, name="Weddings", by=member)
    rename_preset(preset, name="Weddings", by=member)
    rename_preset(preset, name="Big weddings", by=member)
    assert [one.name for one in presets_of(member.studio)] == ["Big weddings", "Portraits"]
    stranger = make_member()
    assert save_preset(make_gallery(studio=stranger.studio), name="Portraits", by=stranger)


def test_a_deleted_preset_can_come_back(member: Member, gallery: Gallery) -> None:
    preset = save_preset(gallery, name="Weddings", by=member)
    delete_preset(preset, by=member)
    assert not presets_of(member.studio)
    with pytest.raises(NotFoundError):
        preset_for_member(member, preset.public_id)
    again = save_preset(gallery, name="Weddings", by=member)
    gone = preset_for_member(member, preset.public_id, deleted=True)
    with pytest.raises(PresetNameTakenError):
        restore_preset(gone, by=member)
    rename_preset(again, name="Newer", by=member)
    restore_preset(gone, by=member)
    assert [one.name for one in presets_of(member.studio)] == ["Newer", "Weddings"]
    assert Preset.objects.count() == 2


def test_presets_of_another_studio_are_not_there(member: Member, gallery: Gallery) -> None:
    preset = save_preset(gallery, name="Weddings", by=member)
    for asked in (preset.public_id, "%00", "x" * 300):
        with pytest.raises(NotFoundError):
            preset_for_member(make_member(), asked)
