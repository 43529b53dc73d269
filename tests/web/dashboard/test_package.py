"""The page of a gallery's package: terms, errors beside their fields, the worked example, copying."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from provino.galleries.models import Gallery, Preset
from provino.galleries.presets import delete_preset, save_preset
from provino.proofing.packages import SectionLimit, copy_package, package_of, set_package, terms_of
from provino.proofing.pricing import Terms, Tier
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_section
from tests.web.dashboard.people import other_studio_browser, staff_browser

TERMS = Terms(30, 5, 60, (Tier(1, Decimal("25.00")), Tier(11, Decimal("20.50"))), Decimal("1900.00"))
TYPED = {
    "included": "30",
    "minimum": "5",
    "maximum": "60",
    "price_for_all": "1 900,00",
    "tier-0-from_extra": "1",
    "tier-0-price": "25",
    "tier-1-from_extra": "11",
    "tier-1-price": "20,50",
}


@pytest.fixture
def gallery(member: Member) -> Gallery:
    member.studio.currency = "PLN"
    member.studio.save()
    return make_gallery(studio=member.studio, title="Anna")


def _url(gallery: Gallery, tail: str = "") -> str:
    return f"/galleries/{gallery.public_id}/package{tail}"


def _save(browser: Client, gallery: Gallery, **typed: str) -> Any:
    return browser.post(_url(gallery), {**TYPED, **typed})


def test_package_is_typed_saved_and_shown_again(signed_in: Client, gallery: Gallery) -> None:
    section = make_section(gallery=gallery, name="Ceremony")
    rule = {f"section-{section.public_id}-minimum": "2", f"section-{section.public_id}-maximum": "9"}
    assert _save(signed_in, gallery, **rule).status_code == 302
    package = package_of(gallery)
    assert package
    assert terms_of(package) == TERMS
    assert [(one.section, one.minimum, one.maximum) for one in package.section_rules.all()] == [(section, 2, 9)]
    page = signed_in.get(_url(gallery)).text
    for value in (
        'value="30"',
        'value="20.50"',
        'value="1900.00"',
        "35 photos:",
        "30 in your package + 5\u00a0×\u00a025",
    ):
        assert value in page
    assert AuditEntry.objects.filter(action="package.set").count() == 1
    signed_in.post(_url(gallery), {"remove": "1"})
    assert package_of(gallery) is None
    assert AuditEntry.objects.filter(action="package.removed").count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"included": "-1"}, "included", "greater than or equal to 0"),
        ({"included": "x"}, "included", "whole number"),
        ({"maximum": "4"}, "maximum", "cannot be smaller"),
        ({"tier-0-price": "much"}, "tier-0-price", "Enter a number"),
        ({"tier-0-price": "-5"}, "tier-0-price", "greater than or equal to 0"),
        ({"tier-0-price": "1.005"}, "tier-0-price", "2 decimal places"),
        ({"tier-1-price": ""}, "tier-1-price", "This is missing."),
        ({"tier-0-from_extra": "2"}, "tier-0-from_extra", "The first price holds"),
        ({"tier-1-from_extra": "1"}, "tier-0-from_extra", "The first price holds"),
        ({"price_for_all": "9" * 12}, "price_for_all", "less than or equal"),
    ],
)
def test_error_stands_beside_its_field_and_changes_nothing(
    signed_in: Client, gallery: Gallery, typed: dict[str, str], field: str, words: str
) -> None:
    set_package(gallery, terms=TERMS, by=gallery.studio.members.get())
    answer = _save(signed_in, gallery, **typed)
    assert answer.status_code == 422
    text = answer.text
    place = text.index(f'id="id_{field}_error"')
    assert words in text[place : place + 600]
    assert terms_of(package_of(gallery)) == TERMS


def test_rules_that_contradict_are_said_beside_the_sections(signed_in: Client, gallery: Gallery) -> None:
    section = make_section(gallery=gallery)
    rule = {f"section-{section.public_id}-minimum": "9", f"section-{section.public_id}-maximum": "2"}
    answer = _save(signed_in, gallery, **rule)
    assert answer.status_code == 422
    assert "maximum cannot be smaller than its minimum" in answer.text


def test_example_does_the_sum_of_what_is_typed_and_saves_nothing(signed_in: Client, gallery: Gallery) -> None:
    answer = signed_in.post(_url(gallery, "/example"), {**TYPED, "example": "42"}).text
    assert "42 photos:" in answer
    assert "30 in your package + 10\u00a0×\u00a025\u00a0zł + 2\u00a0×\u00a020.50\u00a0zł = 291\u00a0zł" in answer
    for nonsense in ("", "-3", "x", "9" * 30, "\x00"):
        assert signed_in.post(_url(gallery, "/example"), {**TYPED, "example": nonsense}).status_code == 200
    wrong = signed_in.post(_url(gallery, "/example"), {**TYPED, "included": "x"}).text
    assert "not right yet" in wrong
    assert package_of(gallery) is None


def test_package_is_copied_from_a_gallery_or_a_preset_of_the_studio(signed_in: Client, gallery: Gallery) -> None:
    by = gallery.studio.members.get()
    other = make_gallery(studio=gallery.studio, title="Zofia")
    section = make_section(gallery=other)
    set_package(other, terms=TERMS, sections=[SectionLimit(section, 1)], by=by)
    preset = Preset.objects.create(studio=gallery.studio, name="Wedding")
    copy_package(other, to=preset)
    for source in (f"gallery:{other.public_id}", f"preset:{preset.public_id}"):
        assert signed_in.post(_url(gallery, "/copy"), {"source": source}).status_code == 302
        package = package_of(gallery)
        assert package
        assert terms_of(package) == TERMS
        assert not package.section_rules.exists(), "sections are a gallery's own"
        package.delete()
    foreign = make_gallery()
    set_package(foreign, terms=TERMS, by=by)
    for source in (f"gallery:{foreign.public_id}", "gallery:x", "", "\x00"):
        assert signed_in.post(_url(gallery, "/copy"), {"source": source}).status_code == 422
    assert package_of(gallery) is None


def test_package_of_a_deleted_preset_is_not_offered(signed_in: Client, gallery: Gallery) -> None:
    by = gallery.studio.members.get()
    other = make_gallery(studio=gallery.studio, title="Zofia")
    set_package(other, terms=TERMS, by=by)
    preset = save_preset(other, name="Long gone", by=by)
    copy_package(other, to=preset)
    assert "Long gone" in signed_in.get(_url(gallery)).text
    delete_preset(preset, by=by)
    assert "Long gone" not in signed_in.get(_url(gallery)).text
    assert signed_in.post(_url(gallery, "/copy"), {"source": f"preset:{preset.public_id}"}).status_code == 422
    assert package_of(gallery) is None


def test_package_is_for_members_of_the_studio(signed_in: Client, member: Member, gallery: Gallery) -> None:
    assert staff_browser(member).get(_url(gallery)).status_code == 200
    for tail in ("", "/example", "/copy"):
        assert other_studio_browser().post(_url(gallery, tail), TYPED).status_code == 404
        assert Client().post(_url(gallery, tail), TYPED).status_code == 302
    assert signed_in.get("/galleries/nothing/package").status_code == 404
    assert package_of(gallery) is None
