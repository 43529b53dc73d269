"""Money as the language writes it: "1 234,50 zł" in Polish, "1,234.50 zł" and "€1,234.50" in English."""

from decimal import Decimal

from django.utils.translation import get_language

_SYMBOLS = {"PLN": "zł", "EUR": "€", "USD": "$", "GBP": "£", "CZK": "Kč"}
_BEFORE = {"en": {"EUR", "USD", "GBP"}}
_GROUPS = {"pl": "\u00a0", "en": ","}
_POINTS = {"pl": ",", "en": "."}


def money(amount: Decimal, currency: str, *, short: bool = False) -> str:
    """Return an amount with its currency in the active language; `short` leaves ",00" away: "25 zł"."""
    language = (get_language() or "en").partition("-")[0]
    whole, _point, cents = f"{abs(amount):,.2f}".partition(".")
    words = whole.replace(",", _GROUPS.get(language, ","))
    if not (short and cents == "00"):
        words += _POINTS.get(language, ".") + cents
    symbol, sign = _SYMBOLS.get(currency, currency), "−" if amount < 0 else ""
    if currency in _BEFORE.get(language, ()):
        return f"{sign}{symbol}{words}"
    return f"{sign}{words}\u00a0{symbol}"
