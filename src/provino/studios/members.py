"""Members of a studio: inviting, accepting, changing the role, removing."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from provino.accounts.models import User
from provino.accounts.users import create_user, end_sessions, remove_second_factors
from provino.lib.errors import NotFoundError
from provino.lib.public_ids import new_secret
from provino.studios.audit import record_change
from provino.studios.emails import member_invited
from provino.studios.errors import AlreadyMemberError, LastOwnerError, TooManyInvitesError
from provino.studios.models import Member, MemberInvite, Role, Studio

INVITE_DAYS = 7
MOST_OPEN_INVITES = 50


def create_member(studio: Studio, *, email: str, password: str, name: str = "", role: str = Role.STAFF) -> Member:
    """Make a person and their membership at once (the operator's command). Raises AddressTakenError, WeakPasswordError."""
    with transaction.atomic():
        user = create_user(email=email, password=password, name=name, language=studio.language)
        return Member.objects.create(studio=studio, user=user, role=Role(role))


def member_of_studio(studio: Studio, public_id: str) -> Member:
    """The member with this id in this studio. Raises NotFoundError."""
    member = studio.members.filter(public_id=public_id).select_related("user", "studio").first()
    if member is None:
        raise NotFoundError
    return member


def invite_member(studio: Studio, *, email: str, role: str, by: Member) -> MemberInvite:
    """Send an invitation; an older open one to the same address ends. Raises AlreadyMemberError, TooManyInvitesError."""
    address = email.strip().lower()
    secret = new_secret()
    with transaction.atomic():
        Studio.objects.select_for_update().get(pk=studio.pk)
        if studio.members.filter(user__email=address).exists():
            raise AlreadyMemberError
        open_invites(studio).filter(email=address).delete()
        if open_invites(studio).count() >= MOST_OPEN_INVITES:
            raise TooManyInvitesError
        invite = MemberInvite.objects.create(
            studio=studio,
            email=address,
            role=Role(role),
            secret_hash=_hash(secret),
            invited_by=by,
            expires_at=timezone.now() + timedelta(days=INVITE_DAYS),
        )
        record_change(by, action="member.invited", target=invite, after={"email": address, "role": invite.role})
        member_invited(invite, secret=secret)
    return invite


def is_operator(member: Member) -> bool:
    """Whether this person looks after the whole installation: whoever set it up, and an owner where there is one studio."""
    return member.is_owner and (member.user.is_superuser or Studio.objects.count() == 1)


def open_invites(studio: Studio) -> QuerySet[MemberInvite]:
    """Invitations that can still be accepted."""
    return MemberInvite.objects.filter(studio=studio, accepted_at__isnull=True, expires_at__gt=timezone.now())


def withdraw_invite(invite: MemberInvite, *, by: Member) -> None:
    """Make the link of an open invitation worthless."""
    with transaction.atomic():
        record_change(by, action="member.invite_withdrawn", target=invite, before={"email": invite.email})
        invite.delete()


def invite_by_secret(secret: str) -> MemberInvite:
    """The open invitation of this link. Raises NotFoundError."""
    invite = (
        MemberInvite.objects.filter(secret_hash=_hash(secret), accepted_at__isnull=True, expires_at__gt=timezone.now())
        .select_related("studio", "invited_by__user")
        .first()
    )
    if invite is None:
        raise NotFoundError
    return invite


def accept_invite(invite: MemberInvite, *, name: str, password: str) -> Member:
    """Become a member as somebody new. Raises NotFoundError (used meanwhile), AddressTakenError, WeakPasswordError."""
    with transaction.atomic():
        _take(invite)
        user = create_user(email=invite.email, password=password, name=name, language=invite.studio.language)
        return _join(invite, user=user)


def accept_invite_as(invite: MemberInvite, *, user: User) -> Member:
    """Become a member as the person who signs in with the invited address. Raises NotFoundError, AlreadyMemberError."""
    if user.email != invite.email:
        raise NotFoundError
    with transaction.atomic():
        _take(invite)
        return _join(invite, user=user)


def _take(invite: MemberInvite) -> None:
    """Use the invitation up: of two who try at once, one gets it."""
    open_still = MemberInvite.objects.filter(
        pk=invite.pk, accepted_at__isnull=True, expires_at__gt=timezone.now()
    ).update(accepted_at=timezone.now())
    if not open_still:
        raise NotFoundError


def _join(invite: MemberInvite, *, user: User) -> Member:
    try:
        with transaction.atomic():
            member = Member.objects.create(studio=invite.studio, user=user, role=invite.role)
    except IntegrityError:
        raise AlreadyMemberError from None
    record_change(member, action="member.joined", target=member, after={"email": user.email, "role": member.role})
    return member


def change_role(member: Member, *, role: str, by: Member) -> Member:
    """Make a member owner or staff. Raises LastOwnerError."""
    wanted = Role(role)
    with transaction.atomic():
        current = _locked(member)
        if current.role == wanted:
            return current
        if current.role == Role.OWNER:
            _require_another_owner(current)
        before, current.role = current.role, wanted
        current.save(update_fields=["role"])
        record_change(
            by, action="member.role_changed", target=current, before={"role": before}, after={"role": str(wanted)}
        )
    return current


def remove_member(member: Member, *, by: Member) -> None:
    """End a membership: tokens go with it, and the person is signed out everywhere at once. Raises LastOwnerError."""
    with transaction.atomic():
        current = _locked(member)
        if current.role == Role.OWNER:
            _require_another_owner(current)
        gone = {"email": current.user.email, "role": current.role}
        record_change(by, action="member.removed", target=current, before=gone)
        end_sessions(current.user)
        current.delete()


def reset_second_factor(user: User) -> bool:
    """Let somebody who lost phone and recovery codes sign in with the password alone (the operator's command).

    Every studio of theirs finds it among its changes. Returns whether there was a second factor.
    """
    with transaction.atomic():
        if not remove_second_factors(user):
            return False
        for member in user.memberships.all():
            record_change(member, action="member.second-factor-reset", target=member, after={"email": user.email})
    return True


def _locked(member: Member) -> Member:
    """The member as it is now, with the studio's row held: owners are counted by one person at a time."""
    Studio.objects.select_for_update().get(pk=member.studio_id)
    current = Member.objects.filter(pk=member.pk).select_related("user", "studio").first()
    if current is None:
        raise NotFoundError
    return current


def _require_another_owner(member: Member) -> None:
    if not Member.objects.filter(studio_id=member.studio_id, role=Role.OWNER).exclude(pk=member.pk).exists():
        raise LastOwnerError


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
