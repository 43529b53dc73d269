"""The first page there is, where the address without a path leads, and studios made later."""

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provino.accounts.errors import AddressTakenError, WeakPasswordError
from provino.accounts.models import User
from provino.lib.errors import NotFoundError
from provino.studios.errors import WrongSetupCodeError
from provino.studios.models import Member, Studio
from provino.studios.setup import found_first_studio, is_set_up
from provino.studios.studios import create_studio_for
from provino.web.dashboard.forms.setup import SetupForm, StudioFields
from provino.web.shared.access import STUDIO_SESSION_KEY, MemberRequest, member_of, member_required

_SIGN_IN_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@member_required
def home(request: MemberRequest) -> HttpResponse:
    """The dashboard begins with the galleries."""
    return HttpResponseRedirect("/galleries/")


@require_http_methods(["GET", "POST"])
def setup_page(request: HttpRequest) -> HttpResponse:
    """Make the first studio with the code that `serve` prints; gone once there is one."""
    if is_set_up():
        raise NotFoundError
    form = SetupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        studio = _founded(request, form)
        if studio is not None:
            sign_in(request, studio.members.select_related("user").get().user)
            return redirect("dashboard:home")
    status = 422 if form.errors else 200
    return render(request, "dashboard/setup.html", {"form": form}, status=status)


def _founded(request: HttpRequest, form: SetupForm) -> Studio | None:
    """The new studio, or None with the reason beside its field."""
    if not ratelimit.consume(request, action="setup"):
        form.add_error("code", _("Too many attempts. Wait a minute, then try again."))
        return None
    values: dict[str, Any] = form.cleaned_data
    try:
        return found_first_studio(
            code=values["code"],
            name=values["studio_name"],
            owner_email=values["email"],
            owner_name=values["name"],
            password=values["password"],
            currency=values["currency"],
            time_zone=values["time_zone"],
            language=values["language"],
        )
    except WrongSetupCodeError as error:
        form.add_error("code", str(error))
    except AddressTakenError as error:
        form.add_error("email", str(error))
    except WeakPasswordError as error:
        form.add_error("password", str(error))
    return None


def sign_in(request: HttpRequest, user: User) -> None:
    """Open a session for somebody who has just chosen their password here."""
    login(request, user, backend=_SIGN_IN_BACKEND)


@login_required
@require_http_methods(["GET", "POST"])
def new_studio(request: HttpRequest) -> HttpResponse:
    """A further studio, where the operator lets people sign up."""
    if settings.PROVINO_SIGN_UP != "open" or not isinstance(request.user, User):
        raise NotFoundError
    form = StudioFields(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        studio = create_studio_for(
            request.user,
            name=values["studio_name"],
            currency=values["currency"],
            time_zone=values["time_zone"],
            language=values["language"],
        )
        request.session[STUDIO_SESSION_KEY] = studio.public_id
        return redirect("dashboard:home")
    status = 422 if form.errors else 200
    return render(request, "dashboard/studio_new.html", {"form": form}, status=status)


@login_required
def no_studio(request: HttpRequest) -> HttpResponse:
    """For somebody who signs in but is a member of nothing any more."""
    if member_of(request) is not None:
        return redirect("dashboard:home")
    return render(request, "dashboard/no_studio.html")


@require_POST
@member_required
def choose_studio(request: MemberRequest, studio_id: str) -> HttpResponse:
    """Go over to another studio one is a member of."""
    member = Member.objects.filter(user_id=request.user.pk, studio__public_id=studio_id).first()
    if member is None:
        raise NotFoundError
    request.session[STUDIO_SESSION_KEY] = studio_id
    return redirect("dashboard:home")
