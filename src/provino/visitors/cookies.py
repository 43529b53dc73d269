"""What one browser keeps of one gallery: signed, so that nobody writes their own; worth nothing in another gallery."""

from dataclasses import dataclass

from django.core import signing

from provino.galleries.models import Gallery


@dataclass(frozen=True, slots=True)
class GalleryCookie:
    """`device`: this browser's secret; `invitation`: the secret of the personal link it came by; `password`: proof of it."""

    device: str = ""
    invitation: str = ""
    password: str = ""


def read_cookie(gallery: Gallery, value: str) -> GalleryCookie:
    """Return what the browser brought; a missing, forged or foreign value is an empty cookie."""
    try:
        parts = signing.loads(value, salt=_salt(gallery))
    except signing.BadSignature:
        return GalleryCookie()
    return GalleryCookie(device=parts["d"], invitation=parts["i"], password=parts["p"])


def write_cookie(gallery: Gallery, cookie: GalleryCookie) -> str:
    """Return the value to keep in the browser."""
    return signing.dumps({"d": cookie.device, "i": cookie.invitation, "p": cookie.password}, salt=_salt(gallery))


def _salt(gallery: Gallery) -> str:
    return f"provino.visitors.cookie.{gallery.public_id}"
