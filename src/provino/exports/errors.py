"""Why names cannot be exported."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import ProvinoError


class ExportError(ProvinoError):
    """Base of everything that goes wrong with an export."""

    code = "export-refused"


class UnknownProgramError(ExportError):
    """No module writes lists for this program."""

    code = "unknown-program"
    message = _("Provino does not know this program. Choose Lightroom Classic, Capture One or plain text.")
