"""Making people who sign in, and ending what they have open."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from provino.accounts.errors import AddressTakenError, WeakPasswordError
from provino.accounts.models import User


def create_user(*, email: str, password: str, name: str = "", language: str = "", verified: bool = True) -> User:
    """Make a person who signs in with this address. `verified`: the address is known to be theirs.

    Raises AddressTakenError, WeakPasswordError.
    """
    check_password_strength(password, user=User(email=email, name=name))
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name.strip(), language=language)
    except IntegrityError:
        raise AddressTakenError from None
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    return user


def check_password_strength(password: str, *, user: User) -> None:
    """Raise WeakPasswordError, with the reason in words, for a password that is too easy."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPasswordError(" ".join(error.messages)) from None


def end_sessions(user: User) -> None:
    """Sign this person out everywhere, at once."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    user.refresh_from_db(fields=["session_version"])


def remove_second_factors(user: User) -> int:
    """Forget authenticator app, passkeys and recovery codes, and sign the person out everywhere; returns how many there were."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        end_sessions(user)
    return int(removed)


def update_user(user: User, *, name: str, language: str) -> None:
    """Change how a person is called and which language their pages have ("" as their studio)."""
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])


def make_operator(user: User) -> None:
    """Let this person see the whole installation's queue (the first studio's owner runs the server)."""
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
