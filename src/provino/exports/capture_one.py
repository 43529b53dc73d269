"""Capture One: the search field takes stems with blanks between them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from provino.exports.names import stems_once

name = "capture_one"
title = "Capture One"
instructions = (
    _("Open the job and click the search field above the thumbnails, or press `Ctrl` `F`."),
    _("Set the criterion to Filename, any of the words, and paste the list."),
    _("Select all (`Ctrl` `A`) and give them a colour tag or stars."),
)
matches_parts = True
splits_at = ' "'


def format(names: Sequence[str]) -> str:
    """Return the stems joined by one blank."""
    return " ".join(stems_once(names))
