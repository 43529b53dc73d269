"""Plain text: one file name a line, byte for byte as it was uploaded."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from provino.exports.names import without_controls

name = "plain_text"
title = _("Plain text")
instructions = (
    _("Every line is one file name with its ending, exactly as on your disk."),
    _("Copy the list, or download it as a file."),
    _("Paste it wherever a list is wanted: a script, a spreadsheet, a note to your retoucher."),
)
matches_parts = False
splits_at = ""


def format(names: Sequence[str]) -> str:
    """Return one name a line, with a line end after the last; nothing for no names."""
    return "".join(f"{without_controls(name)}\n" for name in names)
