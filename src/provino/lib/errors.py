"""The three kinds of 'no' that every door knows how to say. Each package derives its own cases from them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ProvinoError(Exception):
    """Something a person did cannot be done. `message` is ready for the reader, `code` for programs."""

    code: str = "refused"
    message: str | Promise = _("This cannot be done.")

    def __init__(self, message: str | Promise | None = None) -> None:
        super().__init__(str(message or self.message))
        if message is not None:
            self.message = message


class NotFoundError(ProvinoError):
    """It does not exist, or not for this person: doors answer 404 and say nothing more."""

    code = "not-found"
    message = _("There is nothing here.")


class NotAllowedError(ProvinoError):
    """A member lacks the right: doors answer 403."""

    code = "not-allowed"
    message = _("Only an owner of the studio may do this.")
