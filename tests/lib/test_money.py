"""Money as each language writes it."""

from decimal import Decimal

import pytest
from django.utils import translation

from provino.lib.money import money


@pytest.mark.parametrize(
    ("language", "currency", "full", "short"),
    [
        ("pl", "PLN", "1\u00a0234,50\u00a0zł", "25\u00a0zł"),
        ("pl", "EUR", "1\u00a0234,50\u00a0€", "25\u00a0€"),
        ("en", "PLN", "1,234.50\u00a0zł", "25\u00a0zł"),
        ("en", "EUR", "€1,234.50", "€25"),
        ("en", "CHF", "1,234.50\u00a0CHF", "25\u00a0CHF"),
    ],
)
def test_money_is_written_as_the_language_does(language: str, currency: str, full: str, short: str) -> None:
    with translation.override(language):
        assert money(Decimal("1234.5"), currency) == full
        assert money(Decimal(25), currency, short=True) == short
        assert money(Decimal("25.50"), currency, short=True) == money(Decimal("25.5"), currency)


def test_less_than_nothing_has_its_sign_in_front() -> None:
    with translation.override("en"):
        assert money(Decimal(-5), "EUR") == "−€5.00"
