"""Members: who they are, inviting, roles, removing; and accepting an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provino.accounts.errors import AddressTakenError, WeakPasswordError
from provino.accounts.models import User
from provino.lib.errors import NotFoundError
from provino.mail.errors import MailError
from provino.studios.errors import AlreadyMemberError, LastOwnerError, StudioError
from provino.studios.members import (
    accept_invite,
    accept_invite_as,
    change_role,
    invite_by_secret,
    invite_member,
    member_of_studio,
    open_invites,
    remove_member,
    withdraw_invite,
)
from provino.studios.models import Member
from provino.web.dashboard.forms.setup import AcceptInviteForm
from provino.web.dashboard.forms.studio import InviteForm, RoleForm
from provino.web.dashboard.views.setup import sign_in
from provino.web.shared.access import STUDIO_SESSION_KEY, MemberRequest, owner_required


@require_http_methods(["GET", "POST"])
@owner_required
def member_list(request: MemberRequest) -> HttpResponse:
    """List members and open invitations; POST invites."""
    studio = request.member.studio
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invite = invite_member(studio, by=request.member, **form.cleaned_data)
        except (StudioError, MailError) as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invite.email})
            return redirect("dashboard:members")
    context = {
        "form": form,
        "members": studio.members.select_related("user").order_by("created_at", "id"),
        "invites": open_invites(studio).order_by("-created_at", "-id"),
        "section": "members",
    }
    return render(request, "dashboard/settings_members.html", context, status=422 if form.errors else 200)


@require_POST
@owner_required
def set_role(request: MemberRequest, member_id: str) -> HttpResponse:
    """Make a member owner or staff."""
    member = member_of_studio(request.member.studio, member_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            change_role(member, role=form.cleaned_data["role"], by=request.member)
        except LastOwnerError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
    return redirect("dashboard:home" if member == request.member else "dashboard:members")


@require_POST
@owner_required
def remove(request: MemberRequest, member_id: str) -> HttpResponse:
    """End a membership."""
    member = member_of_studio(request.member.studio, member_id)
    try:
        remove_member(member, by=request.member)
    except LastOwnerError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is no member any more and is signed out.") % {"name": member.user})
    return redirect("dashboard:members")


@require_POST
@owner_required
def withdraw(request: MemberRequest, invite_id: str) -> HttpResponse:
    """Make an invitation's link worthless."""
    invite = open_invites(request.member.studio).filter(public_id=invite_id).first()
    if invite is None:
        raise NotFoundError
    withdraw_invite(invite, by=request.member)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("dashboard:members")


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind an invitation's link: a name and a password, or the account one has."""
    invite = invite_by_secret(secret)
    known = User.objects.filter(email=invite.email).exists()
    signed_in = isinstance(request.user, User) and request.user.email == invite.email
    form = AcceptInviteForm(request.POST if request.method == "POST" else None)
    context = {"invite": invite, "form": form, "known": known, "signed_in": signed_in}
    if request.method == "POST":
        member = None
        if signed_in and isinstance(request.user, User):
            try:
                member = accept_invite_as(invite, user=request.user)
            except AlreadyMemberError:
                return redirect("dashboard:home")
        elif not known and form.is_valid():
            try:
                member = accept_invite(invite, **form.cleaned_data)
            except WeakPasswordError as error:
                form.add_error("password", str(error))
            except AddressTakenError:
                return redirect(request.path)
        if member is not None:
            return _welcome(request, member)
    return render(request, "dashboard/invite.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, member: Member) -> HttpResponse:
    if not request.user.is_authenticated or request.user.pk != member.user_id:
        sign_in(request, member.user)
    request.session[STUDIO_SESSION_KEY] = member.studio.public_id
    messages.success(request, _("Welcome to %(studio)s.") % {"studio": member.studio.name})
    return redirect("dashboard:home")
