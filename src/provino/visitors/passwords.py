"""A gallery's passwords: compared slowly, tries counted in the database, remembered on the device.

One lets everybody in; the other, where the studio set it, shows the client-only sections.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from provino.galleries.models import Gallery
from provino.visitors.errors import TooManyTriesError, WrongPasswordError, WrongPinError
from provino.visitors.limits import EVERYWHERE, address_prefix, count_one
from provino.visitors.models import PasswordTries

TRIES_PER_ADDRESS = 10
TRIES_PER_GALLERY = 300  # from everywhere: a distributed guesser is slowed, a wedding party is not
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a device keeps of a password it gave: proof of the gallery's, or of the client's, which opens more."""

    password: str = ""
    client: str = ""


def check_any_password(gallery: Gallery, *, password: str, address: str) -> Proofs:
    """Return the proof of whichever password of the gallery this is; one try is counted.

    Raises WrongPasswordError, TooManyTriesError.
    """
    hashes = [gallery.password_hash, gallery.client_password_hash]
    if _right_one(gallery, password=password, address=address, hashes=hashes) == gallery.password_hash:
        return Proofs(password=password_proof(gallery))
    return Proofs(client=client_proof(gallery))


def check_client_password(gallery: Gallery, *, password: str, address: str) -> str:
    """Return the proof to keep on the device when `password` is the client's. Raises WrongPasswordError, TooManyTriesError."""
    _right_one(gallery, password=password, address=address, hashes=[gallery.client_password_hash])
    return client_proof(gallery)


def password_proof(gallery: Gallery) -> str:
    """Return what a device that gave the password keeps; a new password or access version makes it worthless."""
    return _proof("provino.visitors.password", gallery, gallery.password_hash)


def client_proof(gallery: Gallery) -> str:
    """Return what a device that gave the client's password keeps; made worthless as `password_proof` is."""
    return _proof("provino.visitors.client-password", gallery, gallery.client_password_hash)


def has_proof(gallery: Gallery, *, proof: str) -> bool:
    """Whether the device gave the password that stands now; True where the gallery has none."""
    return not gallery.has_password or constant_time_compare(proof, password_proof(gallery))


def has_client_proof(gallery: Gallery, *, proof: str) -> bool:
    """Whether the device gave the client's password that stands now; False where the gallery has none."""
    return bool(gallery.client_password_hash and proof) and constant_time_compare(proof, client_proof(gallery))


def is_pin(gallery: Gallery, hashes: Sequence[str]) -> bool:
    """Whether all of these passwords of the gallery are digits, so that number keys are enough to type them."""
    kinds = [
        (gallery.password_hash, gallery.password_is_pin),
        (gallery.client_password_hash, gallery.client_password_is_pin),
    ]
    return all(kind for stored, kind in kinds if stored and stored in hashes)


def _proof(salt: str, gallery: Gallery, stored: str) -> str:
    value = f"{gallery.public_id}:{gallery.access_version}:{stored}"
    return salted_hmac(salt, value, algorithm="sha256").hexdigest()[:32]


def _right_one(gallery: Gallery, *, password: str, address: str, hashes: Sequence[str]) -> str:
    """The hash this password fits. A try is counted before the comparison, so that parallel guesses cannot overrun the limit."""
    prefix = address_prefix(address)
    _take_try(gallery, prefix=prefix, limit=TRIES_PER_ADDRESS)
    _take_try(gallery, prefix=EVERYWHERE, limit=TRIES_PER_GALLERY)
    right = next((stored for stored in hashes if stored and check_password(password, stored)), "")
    if not right:
        raise WrongPinError if is_pin(gallery, hashes) else WrongPasswordError
    counters = PasswordTries.objects.filter(gallery=gallery)
    counters.filter(prefix=prefix).update(count=0)  # not deleted: a guess next to this one holds the row
    counters.filter(prefix=EVERYWHERE, count__gt=0).update(count=F("count") - 1)
    return right


def _take_try(gallery: Gallery, *, prefix: str, limit: int) -> None:
    if not count_one(PasswordTries, gallery=gallery, prefix=prefix, limit=limit, window=WINDOW):
        raise TooManyTriesError
