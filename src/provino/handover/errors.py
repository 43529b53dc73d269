"""Why a hand-over cannot be done."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import NotFoundError, ProvinoError


class HandoverError(ProvinoError):
    """Base of this package's refusals."""


class NothingToHandOverError(HandoverError):
    code = "nothing-to-hand-over"
    message = _("There is nothing new to hand over. Add the finished photos to a folder first.")


class FilesNotReadyError(HandoverError):
    code = "files-not-ready"
    message = _("Some files are still being prepared. Try again in a moment.")


class NobodyToTellError(HandoverError):
    code = "nobody-to-tell"
    message = _("This gallery has no client with an e-mail address. Add one in the gallery's settings.")


class FinishedFileNotFoundError(NotFoundError):
    """No such finished file, or not for this person."""
