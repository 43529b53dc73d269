"""The lines of a price in words, as pages and mails print them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from provino.lib.money import money
from provino.proofing.pricing import Line, Price


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line: what ("Further"), how many at what price ("3 × 25 zł"), and the amount in full."""

    kind: str
    words: str
    times: str
    amount: str


def price_lines(lines: Iterable[Line | dict[str, Any]], *, currency: str) -> list[PriceLine]:
    """Return the lines of a price now or of a stored selection, in the active language."""
    return [_line(line if isinstance(line, Line) else _stored(line), currency=currency) for line in lines]


def sum_words(price: Price, *, currency: str) -> str:
    """Return the sum aloud: "30 in your package + 3 × 25 zł = 75 zł"; "" where nothing is included and nothing has a price."""
    further = [line for line in price.lines if line.kind != "included"]
    if not further or not (price.total or any(line.kind == "included" for line in price.lines)):
        return ""
    parts = [_part(line, currency=currency) for line in price.lines]
    words = " + ".join(parts)
    if not price.total or further[-1].kind == "all":
        return words
    return f"{words} = {money(price.total, currency, short=True)}"


def _stored(line: dict[str, Any]) -> Line:
    price = None if line["price"] is None else Decimal(line["price"])
    return Line(line["kind"], int(line["count"]), price, Decimal(line["amount"]))


def _line(line: Line, *, currency: str) -> PriceLine:
    words = {
        "included": gettext("In your package"),
        "extra": gettext("Further"),
        "all": gettext("All other photos"),
    }[line.kind]
    times = f"{line.count}"
    if line.price is not None:
        times += f"\u00a0×\u00a0{money(line.price, currency, short=True)}"
    amount = gettext("to be agreed") if line.kind == "extra" and line.price is None else money(line.amount, currency)
    return PriceLine(line.kind, words, times, amount)


def _part(line: Line, *, currency: str) -> str:
    if line.kind == "included":
        return gettext("%(count)d in your package") % {"count": line.count}
    if line.kind == "all":
        return gettext("all others %(price)s") % {"price": money(line.amount, currency, short=True)}
    if line.price is None:
        return ngettext("%(count)d further", "%(count)d further", line.count) % {"count": line.count}
    return f"{line.count}\u00a0×\u00a0{money(line.price, currency, short=True)}"
