"""The gallery's password: compared slowly, tries counted in the database, remembered on the device."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from provino.galleries.models import Gallery
from provino.visitors.errors import TooManyTriesError, WrongPasswordError
from provino.visitors.limits import EVERYWHERE, address_prefix, count_one
from provino.visitors.models import PasswordTries

TRIES_PER_ADDRESS = 10
TRIES_PER_GALLERY = 300  # from everywhere: a distributed guesser is slowed, a wedding party is not
WINDOW = timedelta(minutes=15)


def check_gallery_password(gallery: Gallery, *, password: str, address: str) -> str:
    """Return the proof to keep on the device when `password` is the gallery's.

    A try is counted before the comparison, so that parallel guesses cannot overrun the limit.
    Raises WrongPasswordError, TooManyTriesError.
    """
    prefix = address_prefix(address)
    _take_try(gallery, prefix=prefix, limit=TRIES_PER_ADDRESS)
    _take_try(gallery, prefix=EVERYWHERE, limit=TRIES_PER_GALLERY)
    if not gallery.has_password or not check_password(password, gallery.password_hash):
        raise WrongPasswordError
    counters = PasswordTries.objects.filter(gallery=gallery)
    counters.filter(prefix=prefix).update(count=0)  # not deleted: a guess next to this one holds the row
    counters.filter(prefix=EVERYWHERE, count__gt=0).update(count=F("count") - 1)
    return password_proof(gallery)


def password_proof(gallery: Gallery) -> str:
    """Return what a device that gave the password keeps; a new password or access version makes it worthless."""
    value = f"{gallery.public_id}:{gallery.access_version}:{gallery.password_hash}"
    return salted_hmac("provino.visitors.password", value, algorithm="sha256").hexdigest()[:32]


def has_proof(gallery: Gallery, *, proof: str) -> bool:
    """Whether the device gave the password that stands now; True where the gallery has none."""
    return not gallery.has_password or constant_time_compare(proof, password_proof(gallery))


def _take_try(gallery: Gallery, *, prefix: str, limit: int) -> None:
    if not count_one(PasswordTries, gallery=gallery, prefix=prefix, limit=limit, window=WINDOW):
        raise TooManyTriesError
