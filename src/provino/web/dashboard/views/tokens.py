"""Tokens: keys for the API and the command line."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provino.lib.errors import NotFoundError
from provino.studios.models import ApiToken
from provino.studios.tokens import create_token, revoke_token
from provino.web.dashboard.forms.tokens import TokenForm
from provino.web.shared.access import MemberRequest, owner_required


@require_http_methods(["GET", "POST"])
@owner_required
def token_list(request: MemberRequest) -> HttpResponse:
    """List the studio's tokens; POST makes one of the member's own and shows its secret this once."""
    form: forms.Form = TokenForm(request.POST if request.method == "POST" else None)
    made: tuple[ApiToken, str] | None = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = create_token(
            request.member,
            name=values["name"],
            scopes=values["scopes"],
            expires_at=values["expires_at"],
            by=request.member,
        )
        form = TokenForm()
    tokens = (
        ApiToken.objects.filter(member__studio_id=request.member.studio_id, revoked_at__isnull=True)
        .select_related("member__user")
        .order_by("-created_at", "-id")
    )
    context = {"form": form, "tokens": tokens, "section": "tokens", "secret": made[1] if made else ""}
    return render(request, "dashboard/settings_tokens.html", context, status=422 if form.errors else 200)


@require_POST
@owner_required
def revoke(request: MemberRequest, token_id: str) -> HttpResponse:
    """End a token of the studio, whoever made it."""
    token = ApiToken.objects.filter(
        member__studio_id=request.member.studio_id, public_id=token_id, revoked_at__isnull=True
    ).first()
    if token is None:
        raise NotFoundError
    revoke_token(token, by=request.member)
    messages.success(request, _("The token is ended. Programs that use it are shut out."))
    return redirect("dashboard:tokens")
