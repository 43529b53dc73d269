"""What one browser keeps of one gallery: signed, so that nobody writes their own; worth nothing in another gallery."""

from dataclasses import dataclass
from functools import lru_cache

from django.core import signing

from provino.galleries.models import Gallery


@dataclass(frozen=True, slots=True)
class GalleryCookie:
    """`device`: this browser's secret; `invitation`: the secret of the personal link it came by; `password` and `client`:
    proofs of the gallery's and of the client's password.
    """

    device: str = ""
    invitation: str = ""
    password: str = ""
    client: str = ""


def read_cookie(gallery: Gallery, value: str) -> GalleryCookie:
    """Return what the browser brought; a missing, forged or foreign value is an empty cookie."""
    return _read(value, _salt(gallery)) if value else GalleryCookie()


@lru_cache(maxsize=1024)  # a browser sends the same one with every heart
def _read(value: str, salt: str) -> GalleryCookie:
    try:
        parts = signing.loads(value, salt=salt)
    except signing.BadSignature:
        return GalleryCookie()
    # Browsers that came before there was a client's password keep a cookie without it.
    return GalleryCookie(device=parts["d"], invitation=parts["i"], password=parts["p"], client=parts.get("c", ""))


def write_cookie(gallery: Gallery, cookie: GalleryCookie) -> str:
    """Return the value to keep in the browser."""
    parts = {"d": cookie.device, "i": cookie.invitation, "p": cookie.password, "c": cookie.client}
    return signing.dumps(parts, salt=_salt(gallery))


def _salt(gallery: Gallery) -> str:
    return f"provino.visitors.cookie.{gallery.public_id}"
