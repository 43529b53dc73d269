"""allauth's forms with our words: what they ask, how a new password is to be, what a passkey is for."""

from typing import Any

from allauth.account.forms import AddEmailForm, ChangePasswordForm, ResetPasswordForm, ResetPasswordKeyForm, SignupForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from provino.web.dashboard.forms.setup import PASSWORD_HINT


def _ask_for_a_new_password(form: forms.Form) -> None:
    """Our hint in place of the list of rules, and the second field called what it is for."""
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = PASSWORD_HINT
    form.fields["password2"].label = _("The same once more")


class PasswordChangeForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """Another password for somebody who is signed in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"].label = _("Current password")
        _ask_for_a_new_password(self)


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """The password chosen by the link of a mail."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _ask_for_a_new_password(self)


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Where the link is sent."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = _("E-mail")


class NewAddressForm(AddEmailForm):  # type: ignore[misc]  # allauth has no types
    """Another address to sign in with."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = _("New address")


class NewAccountForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """An account of one's own, where sign-up is open."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = _("Your e-mail")
        self.fields["password1"].help_text = PASSWORD_HINT


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey signs in alone unless somebody wants it as a second step only."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without the password"),
        help_text=_("Without the tick it is asked for after the password, as a second step."),
        required=False,
        initial=True,
    )
