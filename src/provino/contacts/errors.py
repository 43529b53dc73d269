"""What can go wrong in the address book."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import ProvinoError


class ContactError(ProvinoError):
    """Something about a contact cannot be done."""


class BadAddressError(ContactError):
    """Not an e-mail address."""

    code = "bad-address"
    message = _("This is not an e-mail address: it needs a name, an @ and a domain, such as anna@example.com.")


class DuplicateContactError(ContactError):
    """Another contact of the studio has this address."""

    code = "duplicate-contact"
    message = _("Another contact has this e-mail address already.")


class NamelessContactError(ContactError):
    """A contact needs something to be known by."""

    code = "nameless-contact"
    message = _("Write a name or an e-mail address.")
