"""Error pages in the reader's language, with a reference for the log and nothing of the inside.

A member finds the dashboard's navigation around "not there" and "not yours"; what clients see, and what breaks, stands alone.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from provino.studios.models import Member
from provino.web.shared.access import dashboard_language, member_of

_ALONE = "errors/base.html"
_IN_THE_DASHBOARD = "dashboard/error.html"


def _page(request: HttpRequest, *, status: int, frame: str = _ALONE) -> HttpResponse:
    # "/" leads to the dashboard: nowhere for a client.
    is_clients = request.path_info.startswith("/g/")
    reference = getattr(request, "reference", "")
    context = {"status": status, "reference": reference, "frame": frame, "is_clients": is_clients}
    return render(request, f"errors/{status}.html", context, status=status)


def _page_for_members_too(request: HttpRequest, *, status: int) -> HttpResponse:
    member = _reading_member(request)
    if member is None:
        return _page(request, status=status)
    request.member = member  # type: ignore[attr-defined]
    translation.activate(dashboard_language(member))  # `choose_language` puts back what was there
    with timezone.override(member.studio.time_zone):
        return _page(request, status=status, frame=_IN_THE_DASHBOARD)


def _reading_member(request: HttpRequest) -> Member | None:
    """The member in the dashboard; nobody in a client's gallery, at the API, or before it is known who asks."""
    if request.path_info.startswith(("/g/", "/api/")) or not hasattr(request, "user"):
        return None
    return getattr(request, "member", None) or member_of(request)


def bad_request(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """The request makes no sense."""
    return _page(request, status=400)


def forbidden(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """A member without the right. Strangers get 404 instead."""
    return _page_for_members_too(request, status=403)


def not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """Nothing here, or nothing for you: the same page."""
    return _page_for_members_too(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; the reference finds it in the log."""
    return _page(request, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere."""
    return _page_for_members_too(request, status=403)
