"""Why a file did not become a picture: the codes of lib.imaging and of ingest in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: Final[dict[str, Promise]] = {
    "empty": _("The file is empty."),
    "not-an-image": _("This is not a picture."),
    "unsupported-format": _(
        "This kind of file is not supported. Send JPEG, PNG, TIFF, WebP, HEIC, AVIF or camera RAW."
    ),
    "too-large": _("The file is too large."),
    "too-many-pixels": _("The picture has too many pixels."),
    "damaged": _("The file is damaged or incomplete. Export it again and upload it once more."),
    "no-preview": _("This RAW file has no preview that can be shown."),
    "out-of-memory": _("The picture needs too much memory to open."),
    "timed-out": _("Opening the picture took too long."),
    "decoder-crashed": _("The picture could not be opened."),
    "storage": _("The picture could not be saved on the server. Try again."),
    "missing": _("The original is missing on the server. Upload it again."),
}


def reason_words(code: str) -> str:
    """Return the reader's words for a reason; empty for an empty code."""
    if not code:
        return ""
    return str(_WORDS.get(code, _("The picture could not be opened.")))
