"""What the counter says for every number of chosen photos: the browser shows these words and computes nothing itself."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from provino.lib.money import money
from provino.proofing.prices import sum_words
from provino.proofing.pricing import Price, Terms, price_choice

BEFORE, AFTER = 25, 50  # how many numbers below and above the present one the page knows


@dataclass(frozen=True, slots=True)
class CounterWords:
    """Where one stands ("27 of 30"), what that means ("3 left"), and what the next photo costs."""

    head: str
    rest: str
    next: str


def counter_words(terms: Terms, *, count: int, currency: str) -> CounterWords:
    """Return the words for so many chosen photos."""
    price = price_choice(terms, count=count)
    if terms.included > 0 and count <= terms.included:
        head = gettext("%(count)d of %(all)d") % {"count": count, "all": terms.included}
        rest = _left(terms.included - count)
    else:
        head = ngettext("%(count)d chosen", "%(count)d chosen", count) % {"count": count}
        rest = sum_words(price, currency=currency)
    return CounterWords(head, rest, _next(terms, price, currency=currency))


def price_table(terms: Terms, *, count: int, most: int, currency: str) -> dict[str, Any]:
    """Return the words for the numbers around `count`, up to `most`: `rows[n - from]` is [head, rest, next]."""
    last = most if terms.maximum is None else min(most, terms.maximum)
    first = max(0, min(count, last) - BEFORE)
    rows = []
    for number in range(first, max(count, min(last, count + AFTER)) + 1):
        words = counter_words(terms, count=number, currency=currency)
        rows.append([words.head, words.rest, words.next])
    return {"from": first, "rows": rows}


def first_cost(terms: Terms, *, currency: str) -> dict[str, Any] | None:
    """Return at which number photos begin to cost, and the words said once when it is reached; None where none does."""
    price = price_choice(terms, count=terms.included).next_price
    if not price or (terms.maximum is not None and terms.maximum <= terms.included):
        return None
    cost = money(price, currency, short=True)
    if not terms.included:
        return {"at": 1, "words": gettext("Each photo costs %(price)s here. This is the first one.") % {"price": cost}}
    words = ngettext(
        "The %(included)d photo of your package is chosen. This one is further and costs %(price)s.",
        "The %(included)d photos of your package are chosen. This one is further and costs %(price)s.",
        terms.included,
    )
    return {"at": terms.included + 1, "words": words % {"included": terms.included, "price": cost}}


def all_words(terms: Terms, *, most: int, currency: str) -> str:
    """Return what all photos together cost where the photographer offers that: "All 312 photos: 1 900 zł."."""
    if terms.price_for_all is None or most <= terms.included:
        return ""
    words = ngettext("All %(count)d photo: %(price)s.", "All %(count)d photos: %(price)s.", most)
    total = price_choice(terms, count=most).total  # less than the price for all where the tiers sum up to less
    return words % {"count": most, "price": money(total, currency, short=True)}


def _left(left: int) -> str:
    if not left:
        return gettext("your package is full")
    return ngettext("%(left)d left", "%(left)d left", left) % {"left": left}


def _next(terms: Terms, price: Price, *, currency: str) -> str:
    if terms.maximum is not None and price.count >= terms.maximum:
        return gettext("no more can be chosen")
    if price.count < terms.minimum:
        missing = terms.minimum - price.count
        words = ngettext("at least %(missing)d more", "at least %(missing)d more", missing)
        return words % {"missing": missing}
    cost = price.next_price
    if price.count < terms.included:
        cost = price_choice(terms, count=terms.included).next_price
    return _next_price(terms, price, cost=cost, currency=currency)


def _next_price(terms: Terms, price: Price, *, cost: Decimal | None, currency: str) -> str:
    if cost is None:
        return ""
    if not cost:
        return gettext("more photos cost nothing more") if price.total else ""
    said = {"price": money(cost, currency, short=True)}
    after = price_choice(terms, count=max(price.count, terms.included) + 1).next_price
    words = (gettext("each further photo %(price)s") if after == cost else gettext("the next photo %(price)s")) % said
    if price.next_step is None:
        return words
    then = {
        "nth": _nth(price.count + price.next_step.photos - terms.included + 1),
        "price": money(price.next_step.price, currency, short=True),
    }
    return words + ", " + gettext("from the %(nth)s on %(price)s") % then


def _nth(number: int) -> str:
    """An ordinal in digits: "11th", in other languages "11."."""
    if not (get_language() or "en").startswith("en"):
        return f"{number}."
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
