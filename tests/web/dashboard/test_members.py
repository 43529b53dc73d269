"""The pages of members and invitations."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.mail.models import Message
from provino.studios.members import invite_member
from provino.studios.models import Member, MemberInvite, Role
from tests.factories import PASSWORD, make_member, make_user
from tests.web.dashboard.people import browser_of, other_studio_browser, staff_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(member: Member) -> str:
    invite_member(member.studio, email="ola@example.com", role=Role.STAFF, by=member)
    found = re.search(r"/invite/\w+", Message.objects.latest("id").text)
    assert found
    return found[0]


def test_inviting_sends_a_mail(member: Member, signed_in: Client) -> None:
    response = signed_in.post("/settings/members/", {"email": "ola@example.com", "role": "staff"})
    assert response["Location"] == "/settings/members/"
    assert Message.objects.get().to == "ola@example.com"
    assert "ola@example.com" in signed_in.get("/settings/members/").content.decode()


def test_inviting_a_member_says_so(member: Member, signed_in: Client) -> None:
    response = signed_in.post("/settings/members/", {"email": member.user.email, "role": "staff"})
    assert response.status_code == 422
    assert "This person is a member already." in response.content.decode()


def test_the_invited_person_comes_in(link: str, client: Client) -> None:
    assert "ola@example.com" in client.get(link).content.decode()
    assert client.post(link, {"name": "Ola", "password": PASSWORD})["Location"] == "/"
    assert client.get("/contacts/").status_code == 200
    assert client.get("/settings/").status_code == 403
    assert client.get(link).status_code == 404


def test_a_weak_password_is_said_beside_the_field(link: str, client: Client) -> None:
    response = client.post(link, {"name": "Ola", "password": "password12"})
    assert response.status_code == 422
    assert 'id="id_password_error"' in response.content.decode()


def test_an_invitation_cannot_take_over_an_account(link: str, client: Client) -> None:
    user = make_user(email="ola@example.com")
    response = client.post(link, {"name": "Mallory", "password": "another long password"})
    assert response.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not user.memberships.exists()


def test_somebody_with_an_account_joins_signed_in(link: str, client: Client) -> None:
    client.force_login(make_user(email="ola@example.com"))
    assert client.post(link)["Location"] == "/"
    assert client.get("/contacts/").status_code == 200


def test_another_signed_in_person_does_not_join(link: str) -> None:
    other = make_member()
    browser_of(other).post(link)
    assert not other.user.memberships.exclude(pk=other.pk).exists()


@pytest.mark.parametrize("secret", ["x", "a" * 28, "..", "%00"])
def test_a_wrong_link_opens_nothing(client: Client, secret: str) -> None:
    assert client.get(f"/invite/{secret}").status_code == 404


def test_a_removed_member_is_out_at_once(member: Member, signed_in: Client) -> None:
    staff = make_member(studio=member.studio, role=Role.STAFF)
    theirs = browser_of(staff)
    assert theirs.get("/contacts/").status_code == 200
    signed_in.post(f"/settings/members/{staff.public_id}/remove")
    assert theirs.get("/contacts/")["Location"].startswith("/account/login/")


def test_the_last_owner_is_told_why_they_stay(member: Member, signed_in: Client) -> None:
    response = signed_in.post(f"/settings/members/{member.public_id}/remove", follow=True)
    assert "A studio needs an owner" in response.content.decode()
    assert Member.objects.filter(pk=member.pk).exists()


def test_the_role_changes(member: Member, signed_in: Client) -> None:
    staff = make_member(studio=member.studio, role=Role.STAFF)
    signed_in.post(f"/settings/members/{staff.public_id}/role", {"role": "owner"})
    staff.refresh_from_db()
    assert staff.is_owner
    signed_in.post(f"/settings/members/{staff.public_id}/role", {"role": "king"})
    staff.refresh_from_db()
    assert staff.is_owner


@pytest.mark.parametrize("action", ["role", "remove"])
def test_members_of_others_are_not_there(member: Member, signed_in: Client, client: Client, action: str) -> None:
    address = f"/settings/members/{member.public_id}/{action}"
    values = {"role": "staff"}
    assert other_studio_browser().post(address, values).status_code == 404
    assert staff_browser(member).post(address, values).status_code == 403
    assert client.post(address, values).status_code == 302
    assert signed_in.get(address).status_code == 405
    assert signed_in.post(f"/settings/members/nobody/{action}", values).status_code == 404
    member.refresh_from_db()
    assert member.is_owner


def test_invitations_are_withdrawn_by_their_studio_alone(link: str, signed_in: Client) -> None:
    invite = MemberInvite.objects.get()
    address = f"/settings/invites/{invite.public_id}/withdraw"
    assert other_studio_browser().post(address).status_code == 404
    assert MemberInvite.objects.exists()
    signed_in.post(address)
    assert not MemberInvite.objects.exists()


def test_the_list_needs_a_constant_number_of_queries(
    member: Member, signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6) as first:
        signed_in.get("/settings/members/")
    for _ in range(3):
        make_member(studio=member.studio)
    with django_assert_num_queries(len(first)):
        signed_in.get("/settings/members/")
