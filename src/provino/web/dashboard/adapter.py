"""How allauth behaves here: accounts are made by set-up, by invitation, or by open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up is open only where the operator says so."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.PROVINO_SIGN_UP == "open"
