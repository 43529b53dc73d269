"""What can go wrong with a studio and its members."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import NotFoundError, ProvinoError


class StudioError(ProvinoError):
    """Something about a studio cannot be done."""


class WrongSetupCodeError(StudioError):
    """Not the code that `provino serve` prints."""

    code = "wrong-setup-code"
    message = _("This is not the set-up code. Copy it from the terminal in which Provino was started.")


class AlreadySetUpError(NotFoundError):
    """There is a studio: the first page is gone."""


class LastOwnerError(StudioError):
    """A studio always has an owner."""

    code = "last-owner"
    message = _("A studio needs an owner: make somebody else an owner first.")


class AlreadyMemberError(StudioError):
    """The person is a member already."""

    code = "already-member"
    message = _("This person is a member already.")


class TooManyInvitesError(StudioError):
    """So many open invitations look like spam."""

    code = "too-many-invites"
    message = _("There are 50 open invitations. Withdraw some, or wait until they are accepted.")


class BadColourError(StudioError):
    """Not a colour as #rrggbb."""

    code = "bad-colour"
    message = _("Write the colour as # and six digits, such as #d8442a.")


class BadLogoError(StudioError):
    """The file is no picture we can show as a logo; the message says why."""

    code = "bad-logo"
    message = _("This file is no picture we can read. Use a PNG, JPEG or WebP file.")


class BadValueError(StudioError):
    """A setting has a value that does not exist."""

    code = "bad-value"
    message = _("This value does not exist.")
