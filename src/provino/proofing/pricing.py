"""What a choice costs: the one place that turns a number of photos into money, explained line by line.

Tiers are graduated: each further photo costs the price of the tier it stands in, so one photo more never makes the sum
smaller. `price_for_all` is a ceiling: once the further photos would cost more, all photos of the gallery cost that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ZERO = Decimal("0.00")

LineKind = Literal["included", "extra", "all"]


@dataclass(frozen=True, slots=True)
class Tier:
    """From the `from_extra`-th further photo (from 1) each costs `price`."""

    from_extra: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """What the job includes and what more costs. Without tiers further photos have no price of their own yet."""

    included: int = 0
    minimum: int = 0
    maximum: int | None = None
    tiers: tuple[Tier, ...] = ()
    price_for_all: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """So many photos at a price each; None where none was agreed. `all` is one line for everything beyond the included."""

    kind: LineKind
    count: int
    price: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """After `photos` more (counting from now) each costs `price`."""

    photos: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """The sum of a choice. `next_price`: of the next photo; None without a price. `next_step`: where that changes."""

    count: int
    lines: tuple[Line, ...]
    total: Decimal
    next_price: Decimal | None
    next_step: Step | None


def price_choice(terms: Terms, *, count: int) -> Price:
    """Return what `count` photos cost under these terms, exactly."""
    included = min(count, terms.included)
    extra = count - included
    lines = [Line("included", included, ZERO, ZERO)] if included else []
    lines += _extra_lines(terms, extra)
    total = sum((line.amount for line in lines), ZERO)
    if count < terms.included:
        next_price: Decimal | None = ZERO
    else:
        next_price = _sum_of(terms, extra + 1) - _sum_of(terms, extra) if terms.tiers else _without_tiers(terms, extra)
    return Price(count, tuple(lines), total, next_price, _next_step(terms, extra=extra, count=count))


def _without_tiers(terms: Terms, extra: int) -> Decimal | None:
    if terms.price_for_all is None:
        return None
    return terms.price_for_all if extra == 0 else ZERO


def _extra_lines(terms: Terms, extra: int) -> list[Line]:
    if not extra:
        return []
    if terms.price_for_all is not None and _graduated(terms.tiers, extra, whole=terms.price_for_all) is None:
        return [Line("all", extra, None, terms.price_for_all)]
    if not terms.tiers:
        return [Line("extra", extra, None, ZERO)]
    lines = []
    for tier, end in _spans(terms.tiers):
        count = min(extra, end) - tier.from_extra + 1 if end is not None else extra - tier.from_extra + 1
        if count > 0:
            lines.append(Line("extra", count, tier.price, count * tier.price))
    return lines


def _sum_of(terms: Terms, extra: int) -> Decimal:
    return sum((line.amount for line in _extra_lines(terms, extra)), ZERO)


def _graduated(tiers: Sequence[Tier], extra: int, *, whole: Decimal) -> Decimal | None:
    """The sum of the tiers, None where the price for everything is lower or the tiers say nothing."""
    if not tiers:
        return None
    total = sum((line.amount for line in _extra_lines(Terms(tiers=tuple(tiers)), extra)), ZERO)
    return total if total <= whole else None


def _spans(tiers: Sequence[Tier]) -> list[tuple[Tier, int | None]]:
    """Each tier with the last further photo it holds for; the first tier begins with the first further photo."""
    ordered = sorted(tiers, key=lambda tier: tier.from_extra)
    starts = [1, *(tier.from_extra for tier in ordered[1:])]
    ends = [start - 1 for start in starts[1:]]
    return [(Tier(start, tier.price), end) for tier, start, end in zip(ordered, starts, [*ends, None], strict=True)]


def _next_step(terms: Terms, *, extra: int, count: int) -> Step | None:
    """The next tier, while the price for everything has not been reached."""
    if terms.price_for_all is not None and extra and _extra_lines(terms, extra)[0].kind == "all":
        return None
    for tier, _end in _spans(terms.tiers)[1:] if terms.tiers else []:
        if tier.from_extra > extra + 1:
            return Step(terms.included + tier.from_extra - 1 - count, tier.price)
    return None
