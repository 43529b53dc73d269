"""People who sign in."""

import pytest
from django.test import Client
from tests.factories import PASSWORD, make_member

from provino.accounts.errors import AddressTakenError, WeakPasswordError
from provino.accounts.models import User
from provino.accounts.users import create_user, end_sessions

pytestmark = pytest.mark.django_db


def test_create_user_lowers_the_address_and_vouches_for_it() -> None:
    user = create_user(email=" Maria@Example.com", password=PASSWORD, name=" Maria ")
    assert (user.email, user.name) == ("maria@example.com", "Maria")
    assert user.emailaddress_set.get().verified  # type: ignore[attr-defined]  # allauth's table has no types


def test_create_user_refuses_a_taken_address_and_leaves_no_trace() -> None:
    create_user(email="maria@example.com", password=PASSWORD)
    with pytest.raises(AddressTakenError):
        create_user(email="MARIA@example.com", password=PASSWORD)
    assert User.objects.count() == 1


def test_create_user_says_why_a_password_is_weak() -> None:
    with pytest.raises(WeakPasswordError, match="too short"):
        create_user(email="maria@example.com", password="abc")


def test_end_sessions_signs_out_everywhere() -> None:
    member = make_member()
    browser = Client()
    browser.force_login(member.user)
    assert browser.get("/settings/security").status_code == 200
    end_sessions(member.user)
    assert browser.get("/settings/security")["Location"].startswith("/account/login/")


def test_a_changed_password_ends_sessions() -> None:
    member = make_member()
    browser = Client()
    browser.force_login(member.user)
    member.user.set_password("another long password")
    member.user.save()
    assert browser.get("/settings/security").status_code == 302
