"""What a choice costs."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provino.proofing.pricing import Line, Step, Terms, Tier, price_choice

THIRTY = Terms(included=30, tiers=(Tier(1, Decimal(25)), Tier(11, Decimal(20))))


@pytest.mark.parametrize(
    ("count", "total", "next_price"),
    [
        (0, 0, 0),
        (29, 0, 0),
        (30, 0, 25),
        (33, 75, 25),
        (39, 225, 25),
        (40, 250, 20),
        (42, 290, 20),
    ],
)
def test_further_photos_cost_the_price_of_their_tier(count: int, total: int, next_price: int) -> None:
    price = price_choice(THIRTY, count=count)
    assert (price.total, price.next_price) == (Decimal(total), Decimal(next_price))


def test_sum_is_explained_line_by_line() -> None:
    price = price_choice(THIRTY, count=42)
    assert price.lines == (
        Line("included", 30, Decimal("0.00"), Decimal("0.00")),
        Line("extra", 10, Decimal(25), Decimal(250)),
        Line("extra", 2, Decimal(20), Decimal(40)),
    )


@pytest.mark.parametrize(("count", "step"), [(0, 40), (30, 10), (39, 1)])
def test_next_step_says_how_many_photos_away_it_is(count: int, step: int) -> None:
    assert price_choice(THIRTY, count=count).next_step == Step(step, Decimal(20))


def test_last_tier_has_no_next_step() -> None:
    assert price_choice(THIRTY, count=40).next_step is None


def test_price_for_all_is_a_ceiling() -> None:
    terms = Terms(included=30, tiers=(Tier(1, Decimal(25)),), price_for_all=Decimal(500))
    assert price_choice(terms, count=50).total == Decimal(500)
    assert price_choice(terms, count=50).lines[1].kind == "extra"
    at_ceiling = price_choice(terms, count=51)
    assert at_ceiling.lines[1] == Line("all", 21, None, Decimal(500))
    assert (at_ceiling.total, at_ceiling.next_price, at_ceiling.next_step) == (Decimal(500), Decimal(0), None)


def test_price_for_all_without_tiers_is_due_with_the_first_further_photo() -> None:
    terms = Terms(included=5, price_for_all=Decimal(300))
    assert price_choice(terms, count=5).next_price == Decimal(300)
    assert price_choice(terms, count=6).total == Decimal(300)
    assert price_choice(terms, count=60).total == Decimal(300)


def test_without_prices_further_photos_are_counted_only() -> None:
    price = price_choice(Terms(included=5), count=7)
    assert price.lines[1] == Line("extra", 2, None, Decimal("0.00"))
    assert (price.total, price.next_price) == (Decimal(0), None)


amounts = st.decimals(min_value=0, max_value=1000, places=2)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine makes numbers slowly, nothing else is slow
@given(
    included=st.integers(0, 40),
    tiers=st.dictionaries(st.integers(1, 60), amounts, max_size=4),
    whole=st.none() | amounts,
    count=st.integers(0, 150),
)
def test_one_photo_more_is_never_cheaper_and_costs_what_was_said(
    included: int, tiers: dict[int, Decimal], whole: Decimal | None, count: int
) -> None:
    terms = Terms(included, tiers=tuple(Tier(start, price) for start, price in tiers.items()), price_for_all=whole)
    now, more = price_choice(terms, count=count), price_choice(terms, count=count + 1)
    assert sum(line.count for line in now.lines) == count
    assert more.total >= now.total
    if now.next_price is not None:
        assert more.total - now.total == now.next_price
    if whole is not None:
        assert now.total <= whole
