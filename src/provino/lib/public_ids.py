"""Random names for things that are addressed from outside: never guessable, never counted."""

import secrets

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


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
