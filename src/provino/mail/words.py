"""How a message is doing, in words for the photographer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provino.mail.models import Message, MessageState, Trouble

_STATES: dict[str, Promise] = {
    MessageState.QUEUED: _("Waiting to be sent"),
    MessageState.SENT: _("Accepted by the mail server"),
    MessageState.FAILED: _("Not sent"),
    MessageState.BOUNCED: _("Address refused"),
}
_TROUBLES: dict[str, Promise] = {
    Trouble.NO_PUBLIC_URL: _(
        "Nothing is sent while Provino has no public address: the operator sets PROVINO_PUBLIC_URL."
    ),
    Trouble.NO_SERVER: _("No mail server is set: the operator sets PROVINO_SMTP_HOST."),
    Trouble.SIGN_IN: _("The mail server did not accept our name and password. We keep trying."),
    Trouble.UNREACHABLE: _("The mail server could not be reached. We keep trying."),
    Trouble.POSTPONED: _("The mail server asked us to come back later. We keep trying."),
    Trouble.REFUSED: _("The mail server refused the message."),
    Trouble.ADDRESS_REFUSED: _(
        "The mail server says this address does not exist or takes no mail. Check its spelling."
    ),
}


def state_words(message: Message) -> Promise:
    """Return the state in two or three words."""
    return _STATES[message.state]


def trouble_words(message: Message) -> Promise | str:
    """Return one sentence on what is wrong and what to do; empty when all is well."""
    gave_up = message.state == MessageState.FAILED and message.trouble in {Trouble.SIGN_IN, Trouble.UNREACHABLE}
    if gave_up:
        return _("The mail server could not be used for two days, so we stopped trying. Send it again.")
    return _TROUBLES.get(message.trouble, "")
