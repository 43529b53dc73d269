"""What people who sign in are written about their account."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from provino.lib.public_ids import new_public_id
from provino.mail.models import Message
from provino.mail.outbox import queue_message

# Asked for by anybody who types an address: counted together, so that nobody is flooded.
_ALLOWANCE = "accounts"


def password_reset(*, to: str, language: str, url: str) -> Message:
    """The link to a new password."""
    with translation.override(language):
        title = _("A new password")
        paragraphs = [
            _("Somebody, probably you, forgot the password to Provino. With the button you choose a new one."),
            _("The link is good for three days and once. If it was not you, do nothing: your password stays."),
        ]
        return _letter(
            "password_reset", to=to, title=title, paragraphs=paragraphs, url=url, button=_("Choose a password")
        )


def unknown_account(*, to: str, language: str) -> Message:
    """What somebody gets who asks for a new password with an address we do not know: the page says the same to both."""
    with translation.override(language):
        title = _("No account with this address")
        paragraphs = [
            _("Somebody, probably you, asked for a new password, but nobody signs in with this address."),
            _("Perhaps you signed up with another one. If it was not you, do nothing."),
        ]
        return _letter("unknown_account", to=to, title=title, paragraphs=paragraphs)


def email_confirmation(*, to: str, language: str, url: str) -> Message:
    """The link that proves an address."""
    with translation.override(language):
        title = _("Confirm your e-mail address")
        paragraphs = [_("With the button you confirm that this is your address. Then you sign in with it.")]
        return _letter("email_confirmation", to=to, title=title, paragraphs=paragraphs, url=url, button=_("Confirm"))


def account_exists(*, to: str, language: str) -> Message:
    """What the holder of an address gets when somebody signs up with it again."""
    with translation.override(language):
        title = _("You have an account already")
        paragraphs = [
            _("Somebody, probably you, wanted to sign up with this address. There is an account with it already."),
            _("Sign in with your password, or ask for a new one. If it was not you, do nothing."),
        ]
        url = f"{settings.PROVINO_PUBLIC_URL}{settings.LOGIN_URL}"
        return _letter("account_exists", to=to, title=title, paragraphs=paragraphs, url=url, button=_("Sign in"))


def _letter(kind: str, *, to: str, title: str, paragraphs: list[str], url: str = "", button: str = "") -> Message:
    """Queue it: every asking is a cause of its own, throttled by the pages and the outbox's allowance."""
    address = urlsplit(settings.PROVINO_PUBLIC_URL).netloc
    return queue_message(
        cause=f"{kind}:{new_public_id()}",
        kind=kind,
        to=to,
        language=translation.get_language() or "en",
        allowance=_ALLOWANCE,
        context={
            "mark": "Provino",
            "title": title,
            "paragraphs": paragraphs,
            "url": url,
            "button": button,
            "address": address,
        },
    )
