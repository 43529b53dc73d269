"""What a job includes."""

from decimal import Decimal

import pytest

from provino.galleries.models import Gallery, Preset
from provino.proofing.errors import PackageError
from provino.proofing.models import Package
from provino.proofing.packages import SectionLimit, copy_package, package_of, remove_package, set_package, terms_of
from provino.proofing.pricing import Terms, Tier
from provino.studios.models import AuditEntry, Member
from tests.factories import make_gallery, make_member, make_section

THIRTY = Terms(
    30, minimum=20, maximum=60, tiers=(Tier(1, Decimal(25)), Tier(11, Decimal(20))), price_for_all=Decimal(900)
)


@pytest.fixture
def member(db: None) -> Member:
    return make_member()


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio)


def test_set_package_is_read_back(gallery: Gallery, member: Member) -> None:
    section = make_section(gallery=gallery)
    set_package(gallery, terms=THIRTY, sections=[SectionLimit(section, 2, 10)], by=member)
    package = package_of(gallery)
    assert terms_of(package) == THIRTY
    assert package is not None
    assert [(rule.section, rule.minimum, rule.maximum) for rule in package.section_rules.all()] == [(section, 2, 10)]


def test_set_package_again_replaces_it(gallery: Gallery, member: Member) -> None:
    set_package(gallery, terms=THIRTY, by=member)
    set_package(gallery, terms=Terms(5), by=member)
    assert terms_of(package_of(gallery)) == Terms(5)
    last = AuditEntry.objects.latest("id")
    assert (last.action, last.before["included"], last.after["included"]) == ("package.set", 30, 5)


def test_remove_package_leaves_none(gallery: Gallery, member: Member) -> None:
    set_package(gallery, terms=THIRTY, by=member)
    remove_package(gallery, by=member)
    remove_package(gallery, by=member)
    assert terms_of(package_of(gallery)) == Terms()
    assert AuditEntry.objects.filter(action="package.removed").count() == 1


@pytest.mark.parametrize(
    "terms",
    [
        Terms(-1),
        Terms(200_000),
        Terms(30, maximum=20),
        Terms(0, minimum=5, maximum=4),
        Terms(0, maximum=0),
        Terms(0, tiers=(Tier(1, Decimal(-1)),)),
        Terms(0, price_for_all=Decimal(-1)),
        Terms(0, tiers=(Tier(2, Decimal(5)),)),
        Terms(0, tiers=(Tier(1, Decimal(5)), Tier(1, Decimal(6)))),
    ],
)
def test_terms_that_contradict_themselves_are_refused(gallery: Gallery, member: Member, terms: Terms) -> None:
    with pytest.raises(PackageError):
        set_package(gallery, terms=terms, by=member)
    assert not Package.objects.exists()


def test_section_rules_that_contradict_are_refused(gallery: Gallery, member: Member) -> None:
    own, other = make_section(gallery=gallery), make_section(gallery=make_gallery())
    for limits in ([SectionLimit(other)], [SectionLimit(own, 5, 4)], [SectionLimit(own, 61)]):
        with pytest.raises(PackageError):
            set_package(gallery, terms=THIRTY, sections=limits, by=member)


def test_copy_package_to_a_preset_and_back(gallery: Gallery, member: Member) -> None:
    set_package(gallery, terms=THIRTY, by=member)
    preset = Preset.objects.create(studio=member.studio, name="Wedding")
    copy_package(gallery, to=preset)
    target = make_gallery(studio=member.studio)
    copy_package(preset, to=target)
    assert terms_of(package_of(target)) == THIRTY
    copy_package(make_gallery(studio=member.studio), to=target)
    assert package_of(target) is None
