"""Inviting, accepting, roles, removing."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.utils import timezone
from tests.factories import PASSWORD, make_member, make_user

from provino.accounts.models import User
from provino.lib.errors import NotFoundError
from provino.mail.models import Message
from provino.studios.errors import AlreadyMemberError, LastOwnerError, TooManyInvitesError
from provino.studios.members import (
    MOST_OPEN_INVITES,
    accept_invite,
    accept_invite_as,
    change_role,
    invite_by_secret,
    invite_member,
    open_invites,
    remove_member,
    reset_second_factor,
    withdraw_invite,
)
from provino.studios.models import ApiToken, AuditEntry, Member, MemberInvite, Role
from provino.studios.tokens import create_token, token_for_secret

pytestmark = pytest.mark.django_db


def secret_in_mail(address: str) -> str:
    text = Message.objects.filter(to=address).latest("id").text
    found = re.search(r"/invite/(\w+)", text)
    assert found, text
    return found[1]


def test_an_invitation_makes_a_member(member: Member) -> None:
    invite_member(member.studio, email="Ola@Example.com", role=Role.STAFF, by=member)
    invite = invite_by_secret(secret_in_mail("ola@example.com"))
    joined = accept_invite(invite, name="Ola", password=PASSWORD)
    assert (joined.role, joined.user.email) == (Role.STAFF, "ola@example.com")
    assert joined.user.check_password(PASSWORD)


def test_an_invitation_is_used_once(member: Member) -> None:
    invite_member(member.studio, email="ola@example.com", role=Role.STAFF, by=member)
    secret = secret_in_mail("ola@example.com")
    first, second = invite_by_secret(secret), invite_by_secret(secret)
    accept_invite(first, name="Ola", password=PASSWORD)
    with pytest.raises(NotFoundError):
        accept_invite(second, name="Ola", password=PASSWORD)
    with pytest.raises(NotFoundError):
        invite_by_secret(secret)


def test_an_invitation_ends(member: Member) -> None:
    invite_member(member.studio, email="ola@example.com", role=Role.STAFF, by=member)
    secret = secret_in_mail("ola@example.com")
    MemberInvite.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFoundError):
        invite_by_secret(secret)


def test_a_second_invitation_ends_the_first(member: Member) -> None:
    invite_member(member.studio, email="ola@example.com", role=Role.STAFF, by=member)
    first = secret_in_mail("ola@example.com")
    invite_member(member.studio, email="ola@example.com", role=Role.OWNER, by=member)
    with pytest.raises(NotFoundError):
        invite_by_secret(first)
    assert open_invites(member.studio).get().role == Role.OWNER


def test_a_withdrawn_invitation_is_worthless(member: Member) -> None:
    invite = invite_member(member.studio, email="ola@example.com", role=Role.STAFF, by=member)
    withdraw_invite(invite, by=member)
    with pytest.raises(NotFoundError):
        invite_by_secret(secret_in_mail("ola@example.com"))


def test_only_the_invited_person_joins_with_an_account(member: Member) -> None:
    invite = invite_member(member.studio, email="ola@example.com", role=Role.STAFF, by=member)
    with pytest.raises(NotFoundError):
        accept_invite_as(invite, user=make_user())
    assert accept_invite_as(invite, user=make_user(email="ola@example.com")).studio == member.studio


def test_a_member_is_not_invited_again(member: Member) -> None:
    with pytest.raises(AlreadyMemberError):
        invite_member(member.studio, email=member.user.email.upper(), role=Role.STAFF, by=member)


def test_open_invitations_are_limited(member: Member) -> None:
    MemberInvite.objects.bulk_create(
        MemberInvite(
            studio=member.studio,
            email=f"x{number}@example.com",
            secret_hash=f"{number:064x}",
            expires_at=timezone.now() + timedelta(days=1),
        )
        for number in range(MOST_OPEN_INVITES)
    )
    with pytest.raises(TooManyInvitesError):
        invite_member(member.studio, email="ola@example.com", role=Role.STAFF, by=member)


def test_the_last_owner_stays(member: Member) -> None:
    with pytest.raises(LastOwnerError):
        remove_member(member, by=member)
    with pytest.raises(LastOwnerError):
        change_role(member, role=Role.STAFF, by=member)
    member.refresh_from_db()
    assert member.is_owner


def test_of_two_owners_the_second_to_go_stays(member: Member) -> None:
    """Both decided while there were two: the count is taken afresh under the lock, not from what they saw."""
    other = make_member(studio=member.studio)
    seen_before = Member.objects.get(pk=member.pk)
    change_role(other, role=Role.STAFF, by=member)
    with pytest.raises(LastOwnerError), transaction.atomic():
        change_role(seen_before, role=Role.STAFF, by=other)
    assert member.studio.members.filter(role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_step_down_at_once_leave_one() -> None:
    first = make_member()
    second = make_member(studio=first.studio)
    start = Barrier(2)

    def step_down(owner: Member) -> str:
        start.wait()
        try:
            change_role(owner, role=Role.STAFF, by=owner)
        except LastOwnerError:
            return "stays"
        finally:
            connection.close()
        return "down"

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(step_down, [first, second]))
    assert outcomes == ["down", "stays"]


def _join_at_once(secret: str, *, user: User | None) -> list[str]:
    """Four browsers with one link, each past the page that shows it; who got in."""
    takers = 4
    start = Barrier(takers)

    def join(_: int) -> str:
        invite = invite_by_secret(secret)
        start.wait()
        try:
            accept_invite_as(invite, user=user) if user else accept_invite(invite, name="Ola", password=PASSWORD)
        except NotFoundError:
            return "used"
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(takers) as threads:
        return sorted(threads.map(join, range(takers)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_account", [False, True])
def test_an_invitation_accepted_at_once_makes_one_member(has_account: bool) -> None:
    owner = make_member()
    invite_member(owner.studio, email="ola@example.com", role=Role.STAFF, by=owner)
    user = make_user(email="ola@example.com") if has_account else None
    assert _join_at_once(secret_in_mail("ola@example.com"), user=user) == ["in", "used", "used", "used"]
    assert owner.studio.members.filter(user__email="ola@example.com").count() == 1
    assert User.objects.filter(email="ola@example.com").count() == 1
    assert AuditEntry.objects.filter(action="member.joined").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_address_invited_at_once_has_one_link_that_works() -> None:
    owner = make_member()
    start = Barrier(3)

    def invite(_: int) -> None:
        start.wait()
        invite_member(owner.studio, email="ola@example.com", role=Role.STAFF, by=owner)
        connection.close()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(invite, range(3)))
    assert open_invites(owner.studio).count() == 1


def test_a_removed_member_loses_tokens_and_sessions(member: Member) -> None:
    staff = make_member(studio=member.studio, role=Role.STAFF)
    secret = create_token(staff, by=member)[1]
    version = staff.user.session_version
    remove_member(staff, by=member)
    staff.user.refresh_from_db()
    assert staff.user.session_version > version
    assert not ApiToken.objects.exists()
    assert token_for_secret(secret) is None
    assert AuditEntry.objects.filter(action="member.removed").get().before["email"] == staff.user.email


def test_removing_twice_finds_nobody(member: Member) -> None:
    staff = make_member(studio=member.studio, role=Role.STAFF)
    stale = Member.objects.get(pk=staff.pk)
    remove_member(staff, by=member)
    with pytest.raises(NotFoundError):
        remove_member(stale, by=member)


def test_lost_second_factor_is_taken_away_and_every_studio_can_read_it(member: Member) -> None:
    elsewhere = make_member(user=member.user)
    for kind in Authenticator.Type.values:
        Authenticator.objects.create(user=member.user, type=kind, data={})
    other = Authenticator.objects.create(user=make_user(), type=Authenticator.Type.TOTP, data={})
    version = member.user.session_version
    assert reset_second_factor(member.user)
    assert list(Authenticator.objects.all()) == [other]
    assert member.user.session_version == version + 1
    entries = AuditEntry.objects.filter(action="member.second-factor-reset").order_by("studio_id")
    assert [entry.member for entry in entries] == [member, elsewhere]


def test_reset_without_a_second_factor_changes_nothing(member: Member) -> None:
    version = member.user.session_version
    assert not reset_second_factor(member.user)
    assert member.user.session_version == version
    assert not AuditEntry.objects.exists()
