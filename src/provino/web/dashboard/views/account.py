"""The signed-in person: name, language, and the way to password, second factor and passkeys."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from provino.accounts.users import update_user
from provino.web.dashboard.forms.studio import PersonForm
from provino.web.shared.access import MemberRequest, member_required


@require_http_methods(["GET", "POST"])
@member_required
def security(request: MemberRequest) -> HttpResponse:
    """Show the person's own settings and how well the account is protected."""
    user = request.member.user
    form = PersonForm(
        request.POST if request.method == "POST" else None, initial={"name": user.name, "language": user.language}
    )
    if request.method == "POST" and form.is_valid():
        update_user(user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("dashboard:security")
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "form": form,
        "has_totp": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "memberships": user.memberships.select_related("studio").order_by("created_at", "id"),
        "section": "security",
    }
    return render(request, "dashboard/settings_security.html", context, status=422 if form.errors else 200)


@member_required
def second_steps(request: MemberRequest) -> HttpResponse:
    """Where allauth leads when something is switched on or off: the page that shows it all."""
    return HttpResponseRedirect("/settings/security")
