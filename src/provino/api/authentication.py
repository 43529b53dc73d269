"""Who is asking: a bearer token with scopes, or the session of our own pages together with its CSRF token."""

from collections.abc import Sequence
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from provino.api.errors import CsrfError, NotSignedInError, ScopeMissingError
from provino.studios.models import Member
from provino.studios.tokens import token_for_secret

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def authenticate(request: HttpRequest, *, scope: str, columns: Sequence[str] = ()) -> Member:
    """Return the member who asks; `columns` as for `token_for_secret`.

    Raises NotSignedInError, ScopeMissingError, CsrfError.
    """
    header = request.headers.get("Authorization", "")
    return member_from_bearer(header, scope=scope, columns=columns) if header else member_from_session(request)


def member_from_bearer(header: str, *, scope: str, columns: Sequence[str] = ()) -> Member:
    """Return the member of an `Authorization: Bearer prv_…` header; `columns` as for `token_for_secret`.

    Raises NotSignedInError, ScopeMissingError.
    """
    kind, _, secret = header.partition(" ")
    token = token_for_secret(secret.strip(), columns=columns) if kind.lower() == "bearer" else None
    if token is None:
        raise NotSignedInError
    if scope not in token.scopes:
        raise ScopeMissingError
    return token.member


def member_from_session(request: HttpRequest) -> Member:
    """Return the member signed in with a browser; what changes something needs the CSRF token. Raises NotSignedInError, CsrfError."""
    if not hasattr(request, "session"):  # in the upload lane no middleware has run
        store = import_module(settings.SESSION_ENGINE).SessionStore
        request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    if not user.is_authenticated:
        raise NotSignedInError
    if request.method not in _SAFE_METHODS:
        _check_csrf(request)
    members = list(
        Member.objects.select_related("studio", "user")
        .filter(user=user.pk, user__is_active=True)
        .order_by("created_at", "id")
    )
    # As on the pages: the studio chosen in this browser, else the first one.
    chosen = request.session.get("studio")
    first = members[0] if members else None
    member = next((member for member in members if member.studio.public_id == chosen), first)
    if member is None:
        raise NotSignedInError
    return member


def _check_csrf(request: HttpRequest) -> None:
    def refuse(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    check = CsrfViewMiddleware(refuse)
    check.process_request(request)
    request.csrf_processing_done = False  # type: ignore[attr-defined]  # the view itself is exempt: tokens need none
    if check.process_view(request, refuse, (), {}) is not None:
        raise CsrfError
