"""The studio's mark as a picture: any PNG, JPEG or WebP comes in, a small PNG goes out."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import transaction

from provino.lib.storage import Storage
from provino.studios.audit import record_change
from provino.studios.models import Member, Studio

LOGO_EDGE = 600  # px, long edge


def storage() -> Storage:
    """The folder of all files."""
    return Storage(Path(settings.PROVINO_FILES))


def set_logo(studio: Studio, *, png: bytes, by: Member) -> None:
    """Make these bytes, a PNG made by `logo_from`, the studio's logo."""
    key = f"studios/{studio.public_id}/branding/{hashlib.sha256(png).hexdigest()}.png"
    storage().write(key, png)
    _set_key(studio, key=key, by=by)


def remove_logo(studio: Studio, *, by: Member) -> None:
    """Go back to the name as the mark."""
    _set_key(studio, key="", by=by)


def _set_key(studio: Studio, *, key: str, by: Member) -> None:
    with transaction.atomic():
        current = Studio.objects.select_for_update().get(pk=studio.pk)
        before, current.logo_key = current.logo_key, key
        if before == key:
            return
        current.save(update_fields=["logo_key"])
        record_change(by, action="studio.logo_changed", target=current, before={"logo": before}, after={"logo": key})
    # The old file stays until the sweep: mails that wait may still show it.
