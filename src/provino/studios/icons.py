"""The studio as an icon on a home screen: its logo, else its initial. Made when first asked for, then kept."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from provino.lib.imaging.icons import make_icon
from provino.studios.logos import storage
from provino.studios.models import Studio

_SECONDS = 20
_VERSION = "1"  # of the drawing: raising it makes all icons anew


@dataclass(frozen=True, slots=True)
class IconKind:
    """Pixels each way, and how much of them the mark takes: a maskable icon may lose its edges."""

    size: int
    share: float


ICONS = {
    "icon-192": IconKind(192, 0.72),
    "icon-512": IconKind(512, 0.72),
    "maskable-192": IconKind(192, 0.5),
    "maskable-512": IconKind(512, 0.5),
    "touch-180": IconKind(180, 0.66),
}


def icon_path(studio: Studio, name: str) -> Path:
    """Return the file of one of ICONS. Raises KeyError for another name, ImageRefused when it cannot be made."""
    kind = ICONS[name]
    key = _key(studio, name)
    if not storage().exists(key):
        storage().write(key, _drawn(studio, kind))
    return storage().path(key)


def icon_keys(studio: Studio) -> set[str]:
    """Return the storage keys of the icons as the studio looks now, whether they have been made or not."""
    return {_key(studio, name) for name in ICONS}


def initial_of(studio: Studio) -> str:
    """Return the first letter or digit of the studio's name, as a capital; "P" where there is none."""
    return next((letter.upper()[0] for letter in studio.name if letter.isalnum()), "P")


def _key(studio: Studio, name: str) -> str:
    return f"studios/{studio.public_id}/branding/{name}-{_fingerprint(studio)}.png"


def _fingerprint(studio: Studio) -> str:
    return hashlib.sha256(f"{_VERSION} {studio.logo_key or initial_of(studio)}".encode()).hexdigest()[:16]


def _drawn(studio: Studio, kind: IconKind) -> bytes:
    letter = initial_of(studio)
    logo = storage().path(studio.logo_key) if studio.logo_key else None
    with tempfile.TemporaryDirectory(prefix="provino-icon-") as folder:
        out = Path(folder) / "icon.png"
        there = logo if logo is not None and logo.is_file() else None
        make_icon(out, size=kind.size, share=kind.share, timeout=_SECONDS, logo=there, letter=letter)
        return out.read_bytes()
