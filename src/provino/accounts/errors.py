"""What can go wrong with the people who sign in."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import ProvinoError


class AccountError(ProvinoError):
    """Something about an account cannot be done."""


class AddressTakenError(AccountError):
    """Somebody signs in with this address already."""

    code = "address-taken"
    message = _("Somebody already signs in with this e-mail address.")


class WeakPasswordError(AccountError):
    """The password is too easy; the message says why."""

    code = "weak-password"
    message = _("Choose another password.")
