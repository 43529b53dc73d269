"""Who is asking on the photographer's side: the one place where a request becomes a member."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone, translation

from provino.accounts.models import User
from provino.lib.errors import NotAllowedError
from provino.studios.models import Member
from provino.studios.setup import is_set_up

STUDIO_SESSION_KEY = "studio"


class MemberRequest(HttpRequest):
    """A request whose member is known: what `@member_required` hands to a view."""

    member: Member
    user: User


P = ParamSpec("P")
MemberView = Callable[Concatenate[MemberRequest, P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member_of(request: HttpRequest) -> Member | None:
    """The signed-in person's membership: of the studio they chose, else of their first one; None for others."""
    if not request.user.is_authenticated:
        return None
    members = list(
        Member.objects.filter(user_id=request.user.pk).select_related("studio", "user").order_by("created_at", "id")
    )
    chosen = request.session.get(STUDIO_SESSION_KEY)
    return next((member for member in members if member.studio.public_id == chosen), members[0] if members else None)


def dashboard_language(member: Member) -> str:
    """The member's own language, else their studio's."""
    known = dict(settings.LANGUAGES)
    return next(code for code in (member.user.language, member.studio.language, "en") if code in known)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if not is_set_up():
        return HttpResponseRedirect("/setup")
    target = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': target})}")


def member_required(view: MemberView[P]) -> PlainView[P]:
    """For members only: sets `request.member`, the language and the studio's time zone; others go to the sign-in page."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        member = member_of(request)
        if member is None:
            return _without_studio(request) if request.user.is_authenticated else _to_sign_in(request)
        request.member = member  # type: ignore[attr-defined]
        language = dashboard_language(member)
        request.LANGUAGE_CODE = language
        translation.activate(language)  # for refusals too; `choose_language` puts back what was there
        with timezone.override(member.studio.time_zone):
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

    update_wrapper(guarded, view)
    guarded.policy = "member"  # type: ignore[attr-defined]  # read by the matrix test over all addresses
    return guarded


def _without_studio(request: HttpRequest) -> HttpResponse:
    """Signed in, but a member of nothing: a new studio where sign-up is open, else the door."""
    if settings.PROVINO_SIGN_UP == "open":
        return HttpResponseRedirect("/studio/new")
    return HttpResponseRedirect("/account/no-studio")


def owner_required(view: MemberView[P]) -> PlainView[P]:
    """For owners of the studio; staff get 403."""

    def only_owners(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.member.is_owner:
            raise NotAllowedError
        return view(request, *args, **kwargs)

    guarded = member_required(only_owners)
    update_wrapper(guarded, view)
    guarded.policy = "owner"  # type: ignore[attr-defined]
    return guarded
