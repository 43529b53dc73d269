"""What a job includes: the terms a gallery's choice is counted and priced by."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from provino.galleries.models import Gallery, Preset, Section
from provino.proofing.errors import PackageError
from provino.proofing.models import Package, PackageTier, SectionRule
from provino.proofing.pricing import Terms, Tier
from provino.studios.audit import record_change
from provino.studios.models import Member
from provino.visitors.models import Visitor, VisitorKind

MOST_PHOTOS = 100_000
MOST_MONEY = Decimal("99999999.99")


@dataclass(frozen=True, slots=True)
class SectionLimit:
    """At least and at most so many photos of one section."""

    section: Section
    minimum: int = 0
    maximum: int | None = None


def terms_of(package: Package | None) -> Terms:
    """Return the terms as values to count with; without a package nothing is included and nothing has a price."""
    if package is None:
        return Terms()
    tiers = tuple(Tier(tier.from_extra, tier.price) for tier in package.tiers.all())
    return Terms(package.included, package.minimum, package.maximum, tiers, package.price_for_all)


def package_of(gallery: Gallery) -> Package | None:
    """Return the gallery's package with its tiers and section rules, in three queries at most."""
    packages = Package.objects.prefetch_related("tiers", "section_rules__section")
    return packages.filter(gallery=gallery).first()


def package_in(preset: Preset) -> Package | None:
    """Return the package a preset keeps, with its tiers."""
    return Package.objects.prefetch_related("tiers").filter(preset=preset).first()


def package_for(visitor: Visitor) -> Package | None:
    """Return the package this person's choice is counted by; guests of the client choose without one."""
    return None if visitor.kind == VisitorKind.GUEST else package_of(visitor.gallery)


@transaction.atomic
def set_package(gallery: Gallery, *, terms: Terms, sections: Sequence[SectionLimit] = (), by: Member) -> Package:
    """Let these terms hold from now on; selections already submitted keep theirs. Raises PackageError."""
    _check(terms, sections, gallery=gallery)
    before = _plain(terms_of(package_of(gallery)))
    package = _write(terms, gallery=gallery)
    SectionRule.objects.bulk_create(
        SectionRule(package=package, section=one.section, minimum=one.minimum, maximum=one.maximum) for one in sections
    )
    record_change(by, action="package.set", target=gallery, before=before, after=_plain(terms))
    return package


@transaction.atomic
def remove_package(gallery: Gallery, *, by: Member) -> None:
    """Count only from now on: nothing included, no price, no limits."""
    before = _plain(terms_of(package_of(gallery)))
    deleted, _rows = Package.objects.filter(gallery=gallery).delete()
    if deleted:
        record_change(by, action="package.removed", target=gallery, before=before)


@transaction.atomic
def copy_package(source: Gallery | Preset, *, to: Gallery | Preset) -> Package | None:
    """Give `to` the terms of `source`, without section rules: sections are a gallery's own. None when there are none."""
    of_source = Package.objects.prefetch_related("tiers").filter(**_owner(source)).first()
    if of_source is None:
        Package.objects.filter(**_owner(to)).delete()
        return None
    return _write(terms_of(of_source), **_owner(to))


def _owner(of: Gallery | Preset) -> dict[str, Any]:
    return {"gallery": of} if isinstance(of, Gallery) else {"preset": of}


def _write(terms: Terms, **owner: Any) -> Package:
    Package.objects.filter(**owner).delete()
    package = Package.objects.create(
        **owner,
        included=terms.included,
        minimum=terms.minimum,
        maximum=terms.maximum,
        price_for_all=terms.price_for_all,
    )
    PackageTier.objects.bulk_create(
        PackageTier(package=package, from_extra=tier.from_extra, price=tier.price) for tier in terms.tiers
    )
    return package


def _check(terms: Terms, sections: Sequence[SectionLimit], *, gallery: Gallery) -> None:
    numbers = [terms.included, terms.minimum, *(tier.from_extra for tier in terms.tiers)]
    if any(not 0 <= number <= MOST_PHOTOS for number in numbers):
        raise PackageError(_("Numbers of photos go from 0 to 100,000."))
    if terms.maximum is not None and not max(terms.minimum, terms.included, 1) <= terms.maximum <= MOST_PHOTOS:
        text = _("The maximum cannot be smaller than the minimum or than what is included.")
        raise PackageError(text, field="maximum")
    prices = [tier.price for tier in terms.tiers]
    if any(not 0 <= price <= MOST_MONEY for price in [*prices, terms.price_for_all or Decimal(0)]):
        raise PackageError(_("Prices cannot be negative."), field="tiers")
    starts = [tier.from_extra for tier in terms.tiers]
    if len(set(starts)) != len(starts) or (starts and min(starts) != 1):
        raise PackageError(
            _("The first price holds from the first further photo, and each further price from another one."),
            field="tiers",
        )
    _check_sections(terms, sections, gallery=gallery)


def _check_sections(terms: Terms, sections: Sequence[SectionLimit], *, gallery: Gallery) -> None:
    if any(one.section.gallery_id != gallery.pk for one in sections):
        raise PackageError(_("A rule names a section of another gallery."))
    if len({one.section.pk for one in sections}) != len(sections):
        raise PackageError(_("A section has two rules."), field="sections")
    if any(one.maximum is not None and one.maximum < one.minimum for one in sections):
        raise PackageError(_("A section's maximum cannot be smaller than its minimum."), field="sections")
    if terms.maximum is not None and sum(one.minimum for one in sections) > terms.maximum:
        raise PackageError(_("The sections ask for more photos than the maximum allows."), field="sections")


def _plain(terms: Terms) -> dict[str, Any]:
    """Terms as the audit keeps them."""
    return {
        "included": terms.included,
        "minimum": terms.minimum,
        "maximum": terms.maximum,
        "tiers": [[tier.from_extra, str(tier.price)] for tier in terms.tiers],
        "price_for_all": None if terms.price_for_all is None else str(terms.price_for_all),
    }
