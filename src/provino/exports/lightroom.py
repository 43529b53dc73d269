"""Lightroom Classic: Library filter, text, file name, "Contains"; it matches parts of names, any of the list."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from provino.exports.names import stems_once

name = "lightroom"
title = "Lightroom Classic"
instructions = (
    _("Open the job’s folder in the Library module and show the filter with `\\`."),
    _("Choose Text → Filename → Contains and paste the list."),
    _("Select all (`Ctrl` `A`) and flag (`P`)."),
)
matches_parts = True
splits_at = ', "'  # a name with one of these is read as several


def format(names: Sequence[str]) -> str:
    """Return the stems joined by comma and blank."""
    return ", ".join(stems_once(names))
