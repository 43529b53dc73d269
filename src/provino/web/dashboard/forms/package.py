"""What a photographer types about a package: the terms, a row a price, a row a section."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provino.galleries.models import Gallery, Preset, Section
from provino.galleries.presets import presets_of
from provino.proofing.models import Package
from provino.proofing.packages import MOST_MONEY, MOST_PHOTOS, SectionLimit
from provino.proofing.pricing import Terms, Tier

TIERS = 5


class CountField(forms.IntegerField):
    """A number of photos."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_PHOTOS, required=False, **kwargs)


class MoneyField(forms.DecimalField):
    """An amount as the reader's language writes it: 25,50 or 25.50."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_MONEY, decimal_places=2, required=False, localize=True, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs take it for an IntegerField's
        """Take a comma for a point, and spaces between thousands."""
        if isinstance(value, str):
            value = value.replace("\u00a0", "").replace(" ", "").replace(",", ".")
        return super().to_python(value)


class TermsForm(forms.Form):
    """The numbers that hold for the whole gallery."""

    included = CountField(label=_("Photos included"), help_text=_("What the job costs already pays for these."))
    minimum = CountField(label=_("At least"), help_text=_("Fewer cannot be sent. Empty: no minimum."))
    maximum = CountField(label=_("At most"), help_text=_("More cannot be chosen. Empty: as many as they like."))
    price_for_all = MoneyField(
        label=_("Price for all further photos"),
        help_text=_("Further photos together never cost more than this. Empty: not offered."),
    )


class TierForm(forms.Form):
    """From which further photo on each costs how much."""

    from_extra = forms.IntegerField(label=_("From further photo"), min_value=1, max_value=MOST_PHOTOS, required=False)
    price = MoneyField(label=_("Price of each"))

    def clean(self) -> dict[str, Any]:
        """A row is empty or whole."""
        values = super().clean() or self.cleaned_data
        given = {name for name in ("from_extra", "price") if values.get(name) is not None}
        for name in {"from_extra", "price"} - given if given else ():
            if name not in self.errors:
                self.add_error(name, _("This is missing."))
        return values


class RuleForm(forms.Form):
    """At least and at most so many of one section."""

    minimum = CountField(label=_("At least"))
    maximum = CountField(label=_("At most"))


class PackageForms:
    """All of a package's page: `terms`, `tiers` and `rules`, bound together."""

    def __init__(
        self, gallery: Gallery, *, sections: Sequence[Section], package: Package | None, data: Any = None
    ) -> None:
        self.sections = sections
        self.terms = TermsForm(data, initial=_plain(package))
        tiers: list[dict[str, Any]] = [
            {"from_extra": tier.from_extra, "price": tier.price} for tier in (package.tiers.all() if package else [])
        ]
        first = tiers or [{"from_extra": 1}]
        self.tiers = [
            TierForm(data, prefix=f"tier-{row}", initial=first[row] if row < len(first) else None)
            for row in range(max(TIERS, len(tiers) + 1))
        ]
        rules = {rule.section_id: rule for rule in package.section_rules.all()} if package else {}
        self.rules = [
            (section, RuleForm(data, prefix=f"section-{section.public_id}", initial=_limits(rules.get(section.pk))))
            for section in sections
        ]

    def is_valid(self) -> bool:
        """Whether every row is; all are looked at, so that every error is said at once. A lone 1 is no price."""
        lone = [form for form in self.tiers if _is_lone(form)]
        forms_to_check = [
            self.terms,
            *(form for form in self.tiers if form not in lone),
            *(one for _s, one in self.rules),
        ]
        return not [form for form in forms_to_check if not form.is_valid()]

    def read(self) -> tuple[Terms, list[SectionLimit]]:
        """The terms and the limits of sections, once valid."""
        values = self.terms.cleaned_data
        rows = [form.cleaned_data for form in self.tiers if not _is_lone(form)]
        tiers = sorted(
            (Tier(row["from_extra"], row["price"]) for row in rows if row.get("price") is not None),
            key=lambda tier: tier.from_extra,
        )
        terms = Terms(
            values["included"] or 0, values["minimum"] or 0, values["maximum"], tuple(tiers), values["price_for_all"]
        )
        limits = [
            SectionLimit(section, form.cleaned_data["minimum"] or 0, form.cleaned_data["maximum"])
            for section, form in self.rules
        ]
        return terms, [one for one in limits if one.minimum or one.maximum is not None]

    def refuse(self, message: str, *, field: str) -> None:
        """Say what the verb refused where it belongs."""
        if field == "tiers":
            self.tiers[0].add_error("from_extra", message)
        elif field == "sections" and self.rules:
            self.rules[0][1].add_error("minimum", message)
        else:
            self.terms.add_error(field if field in self.terms.fields else None, message)


class CopyPackageForm(forms.Form):
    """The terms of another gallery or of a preset: `gallery:<id>` or `preset:<id>`."""

    source = forms.ChoiceField(label=_("Copy the package of"))

    def __init__(self, *args: Any, gallery: Gallery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        galleries = Gallery.objects.filter(studio=gallery.studio, deleted_at__isnull=True, package__isnull=False)
        self.sources: dict[str, Gallery | Preset] = {
            f"preset:{one.public_id}": one for one in presets_of(gallery.studio).filter(package__isnull=False)
        }
        others = galleries.exclude(pk=gallery.pk).order_by("-id")[:200]
        self.sources |= {f"gallery:{one.public_id}": one for one in others}
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type only
        field.choices = [(key, str(one)) for key, one in self.sources.items()]


def _plain(package: Package | None) -> dict[str, Any]:
    if package is None:
        return {}
    names = ("included", "minimum", "maximum", "price_for_all")
    return {name: getattr(package, name) for name in names if getattr(package, name) is not None}


def _limits(rule: Any) -> dict[str, Any]:
    return {"minimum": rule.minimum or None, "maximum": rule.maximum} if rule else {}


def _is_lone(form: TierForm) -> bool:
    """The first row comes with its 1 filled in: left like that it means nothing."""
    given = (form.data.get(form.add_prefix(name), "").strip() for name in ("from_extra", "price"))
    return tuple(given) == ("1", "")
