"""Random names for things that are addressed from outside: never guessable, never counted."""

import re
import secrets

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# Also keeps NUL and lone surrogates, which PostgreSQL refuses, away from queries.
_PUBLIC_ID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{1,22}")
_SECRET = re.compile(r"[1-9A-HJ-NP-Za-km-z]{1,40}")


def is_public_id(text: str) -> bool:
    """Whether this could be a public id; what could not need not be looked for."""
    return _PUBLIC_ID.fullmatch(text) is not None


def is_secret(text: str) -> bool:
    """Whether this could be the secret of a link."""
    return _SECRET.fullmatch(text) is not None


def new_public_id() -> str:
    """Return a fresh public id: 96 random bits as 17 base58 characters."""
    return _base58(bits=96, length=17)


def new_secret() -> str:
    """Return a fresh secret for links and tokens: 160 random bits as 28 base58 characters."""
    return _base58(bits=160, length=28)


def _base58(*, bits: int, length: int) -> str:
    number = secrets.randbits(bits)
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))
