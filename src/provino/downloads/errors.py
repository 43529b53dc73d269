"""Why something cannot be taken away."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import NotFoundError, ProvinoError


class DownloadError(ProvinoError):
    """Base of this package's refusals."""


class NothingToDownloadError(DownloadError):
    code = "nothing-to-download"
    message = _("There is nothing to download here.")


class DownloadNotAllowedError(NotFoundError):
    """This visitor may not have these files: said as if they did not exist."""
