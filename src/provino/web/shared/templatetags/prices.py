"""Template tags for money."""

from decimal import Decimal

from django import template

from provino.lib.money import money as written
from provino.proofing.models import Selection
from provino.proofing.prices import PriceLine, price_lines

register = template.Library()


@register.filter
def money(amount: Decimal | str | None, currency: str) -> str:
    """An amount in full: "75,00 zł"; "" for none."""
    return "" if amount is None else written(Decimal(amount), currency)


@register.filter
def price(amount: Decimal | str | None, currency: str) -> str:
    """A price as one says it: "25 zł"; "" for none."""
    return "" if amount is None else written(Decimal(amount), currency, short=True)


@register.filter
def stored_lines(selection: Selection) -> list[PriceLine]:
    """The price of a submitted selection as it was, line by line."""
    return price_lines(selection.price_lines, currency=selection.currency)
