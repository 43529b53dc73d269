"""Addresses that carry their own right: who made them is proven by a MAC, so checking one needs no query.

Two kinds. A *picture prefix* is good for every rendition of one gallery, for one class of visitor, one access version
and one ISO week. A *grant* is good for one file or one ZIP until a moment. Nothing here knows where keys come from.
"""

import hashlib
import hmac
import json
from base64 import b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeVar

VisitorClass = Literal["c", "g", "m"]
CLIENT: VisitorClass = "c"
GUEST: VisitorClass = "g"
MEMBER: VisitorClass = "m"
VISITOR_CLASSES = frozenset({CLIENT, GUEST, MEMBER})

_MAC_BYTES = 16
_MAC_LENGTH = 22  # of 16 bytes in base64url without padding
_CLOCK_SKEW = timedelta(minutes=5)
_MAX_TOKEN_LENGTH = 4096


def derive_key(secret: str) -> bytes:
    """The key for addresses, made from the installation's secret so that it is used for nothing else."""
    return hmac.digest(secret.encode(), b"provino signed addresses 1", hashlib.sha256)


# ── Pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class PicturePrefix:
    """What a picture address proves: this gallery, as this class of visitor, at this access version, in this week."""

    studio: str
    gallery: str
    visitor_class: VisitorClass
    access_version: int
    week: str

    def signed(self, key: bytes) -> str:
        """The prefix as it stands in an address: `studio.gallery.class.version.week.mac`."""
        body = f"{self.studio}.{self.gallery}.{self.visitor_class}.{self.access_version}.{self.week}"
        return f"{body}.{_mac(key, b'pictures', body.encode())}"


def read_prefix(text: str, *, key: bytes) -> PicturePrefix | None:
    """The prefix in `text` when its MAC is right, else None. Whether its week is still good: `week_is_good`."""
    body, _, mac = text.rpartition(".")
    if not text.isascii() or not hmac.compare_digest(mac, _mac(key, b"pictures", body.encode())):
        return None
    studio, gallery, visitor_class, access_version, week = body.split(".")
    if visitor_class not in VISITOR_CLASSES:
        return None
    return PicturePrefix(studio, gallery, visitor_class, int(access_version), week)


def iso_week(moment: datetime) -> str:
    """The ISO week of `moment` in UTC, such as `2026w47`."""
    year, week, _ = moment.astimezone(UTC).isocalendar()
    return f"{year}w{week:02d}"


def week_is_good(week: str, *, now: datetime) -> bool:
    """Whether an address signed in `week` still opens: that week and the next (and five minutes before, for clocks)."""
    return week in (iso_week(now), iso_week(now - timedelta(weeks=1)), iso_week(now + _CLOCK_SKEW))


# ── Files and ZIPs ───────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class FileGrant:
    """The right to take one file: its storage key and what the answer's headers need.

    `size` in bytes, `expires` in seconds since 1970, `download` the public id of the Download row that counts what
    was sent ("" for none), `visitor_class` m opens closed galleries too.
    """

    key: str
    size: int
    media_type: str
    filename: str
    sha256: str
    gallery: str
    access_version: int
    expires: int
    download: str = ""
    visitor_class: VisitorClass = CLIENT


@dataclass(frozen=True, slots=True)
class ZipGrant:
    """The right to take one ZIP, whose files, sizes and CRCs stand in the manifest under `manifest_key`."""

    manifest_key: str
    name: str
    gallery: str
    access_version: int
    expires: int
    download: str = ""
    visitor_class: VisitorClass = CLIENT


Grant = TypeVar("Grant", FileGrant, ZipGrant)
_PURPOSES: dict[type, bytes] = {FileGrant: b"file", ZipGrant: b"zip"}


def sign_grant(grant: FileGrant | ZipGrant, *, key: bytes) -> str:
    """The grant as a token for an address; readable by whoever holds it, but not changeable."""
    values = json.dumps(list(asdict(grant).values()), ensure_ascii=False, separators=(",", ":"))
    body = urlsafe_b64encode(values.encode("utf-8", "surrogatepass")).rstrip(b"=")
    return f"{body.decode()}.{_mac(key, _PURPOSES[type(grant)], body)}"


def read_grant(token: str, kind: type[Grant], *, key: bytes, now: datetime) -> Grant | None:
    """The grant in `token` when it is of this kind, unchanged and not expired, else None."""
    body, _, mac = token.rpartition(".")
    if len(token) > _MAX_TOKEN_LENGTH or not token.isascii():
        return None
    if not hmac.compare_digest(mac, _mac(key, _PURPOSES[kind], body.encode())):
        return None
    values = json.loads(b64decode(body + "=" * (-len(body) % 4), altchars=b"-_").decode("utf-8", "surrogatepass"))
    grant = kind(*values)
    return grant if grant.expires > now.timestamp() else None


def _mac(key: bytes, purpose: bytes, body: bytes) -> str:
    digest = hmac.digest(key, purpose + b"\0" + body, hashlib.sha256)
    return urlsafe_b64encode(digest[:_MAC_BYTES]).decode()[:_MAC_LENGTH]
