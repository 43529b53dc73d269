"""Why a message is not taken into the outbox."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import ProvinoError


class MailError(ProvinoError):
    """Base of the outbox's refusals."""

    code = "mail-refused"


class NotFailedError(MailError):
    """Only a message that was given up can be sent again; the others are on their way, or sent."""

    code = "message-not-failed"
    message = _("Only an e-mail that was not sent can be sent again.")


class TooManyMessagesError(MailError):
    """A studio's allowance for this hour is used up."""

    code = "too-many-messages"
    message = _("So many e-mails went out in the last hour that we have to pause. Try again in an hour.")


class TooManyToAddressError(MailError):
    """One person would get the same kind of mail too often in a day."""

    code = "too-many-to-address"
    message = _("This person got the same message several times today. Try again tomorrow, or copy the link.")
