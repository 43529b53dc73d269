"""How allauth behaves here: accounts are made by set-up, by invitation, or by open sign-up; mail goes by our outbox."""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provino.accounts.emails import account_exists, email_confirmation, password_reset, unknown_account
from provino.accounts.errors import AddressTakenError
from provino.accounts.models import User
from provino.mail.errors import MailError
from provino.web.shared.client_address import client_address

Letter = Callable[..., object]
# allauth's name of a mail → our function and where its link stands, if it has one.
_LETTERS: dict[str, tuple[Letter, str]] = {
    "account/email/password_reset_key": (password_reset, "password_reset_url"),
    "account/email/unknown_account": (unknown_account, ""),
    "account/email/email_confirmation": (email_confirmation, "activate_url"),
    "account/email/email_confirmation_signup": (email_confirmation, "activate_url"),
    "account/email/account_already_exists": (account_exists, ""),
}


_WRONG_CODE = _("This is not the right code. Try once more.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up is open only where the operator says so; what goes wrong is said in our words."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("You sign in with this address already."),
        "email_password_mismatch": _("This e-mail address and this password do not belong together."),
        "email_taken": AddressTakenError.message,
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is used up"),
        "rate_limited": _("Too many attempts. Wait a minute, then try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.PROVINO_SIGN_UP == "open"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox. Too many to one address: silence, the page answers the same to everybody."""
        letter, link = _LETTERS[template_prefix]
        values = {"url": _public(context[link])} if link else {}
        try:
            letter(to=email, language=translation.get_language() or "en", **values)
        except MailError:
            return

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The second step's refusals in our words."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("First switch the authenticator app and passkeys off, then change the address."),
        "incorrect_code": _WRONG_CODE,
        "unverified_email": _("First confirm your e-mail address."),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """A first name for a passkey, with a number from the second on."""
        others = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"{gettext('Passkey')} {others + 1}" if others else gettext("Passkey")


def _public(url: str) -> str:
    """The same page at the address people use, whatever host the request named."""
    return f"{settings.PROVINO_PUBLIC_URL}{urlsplit(url).path}"
