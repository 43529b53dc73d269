"""The record of changes in words: no action and no value is without them."""

import re
from pathlib import Path

import pytest
from django.test import Client

import provino
from provino.contacts.contacts import EDITABLE as CONTACT_EDITABLE
from provino.galleries.galleries import GalleryChanges, set_cover
from provino.galleries.photos import hide_photos
from provino.studios.audit import record_change
from provino.studios.models import AuditEntry, Member
from provino.studios.studios import EDITABLE as STUDIO_EDITABLE
from provino.web.dashboard import audit_words
from tests.factories import make_gallery, make_photo

SOURCES = [path.read_text() for path in Path(provino.__file__).parent.rglob("*.py")]
WRITTEN = {
    action
    for source in SOURCES
    if "record_change" in source
    for action in re.findall(r"""\baction=["']([^"']+)["']""", source)
}


def test_every_action_written_anywhere_has_words_and_no_words_are_left_over() -> None:
    assert set(audit_words._WORDS) == WRITTEN
    assert len(WRITTEN) > 30


def test_every_action_is_found_by_this_test() -> None:
    """An action that is put together in code would slip past: only verbs that pass one on may leave it out."""
    passed_on = [
        call
        for source in SOURCES
        for call in re.findall(r"record_change\(\s*\w[^)]*?action=([^,)]+)", source)
        if not call.strip().startswith(("'", '"'))
    ]
    assert passed_on == ["action", "action"]


@pytest.mark.parametrize("name", [*GalleryChanges.__annotations__, *CONTACT_EDITABLE, *STUDIO_EDITABLE])
def test_every_value_that_can_change_has_a_name(name: str) -> None:
    assert name in audit_words._NAMES


def test_page_of_changes_says_what_which_gallery_and_how_many(member: Member, signed_in: Client) -> None:
    gallery = make_gallery(studio=member.studio, title="Zofia <b>")
    photos = [make_photo(gallery=gallery, original_name=f"IMG_{number}.JPG") for number in range(6)]
    hide_photos(gallery, photos=[photo.public_id for photo in photos], by=member)
    set_cover(photos[0], focal_x=0.5, focal_y=0.5, by=member)
    record_change(
        member, action="gallery.changed", target=gallery, before={"photo_order": "taken"}, after={"photo_order": "name"}
    )
    text = signed_in.get("/settings/changes").content.decode()
    assert "hid photos" in text
    assert "Zofia &lt;b&gt;" in text
    assert "photos: 6" in text
    assert "IMG_0.JPG, IMG_1.JPG, IMG_2.JPG, IMG_3.JPG</p>" in text
    assert "By file name" in text
    assert photos[0].public_id not in text


def test_titles_of_other_studios_are_not_told(member: Member, signed_in: Client) -> None:
    record_change(member, action="photos.hidden", target=make_gallery(title="Not-yours"), after={"photos": 1})
    assert AuditEntry.objects.count() == 1
    assert "Not-yours" not in signed_in.get("/settings/changes").content.decode()
