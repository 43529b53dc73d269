"""What happens around every page."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from provino.lib.errors import NotAllowedError, NotFoundError
from provino.web.shared import errors
from provino.web.shared.access import dashboard_language, member_of

VISITOR_LANGUAGE_COOKIE = "provino_g_language"
GetResponse = Callable[[HttpRequest], HttpResponse]


def request_reference(get_response: GetResponse) -> GetResponse:
    """Gives every request a short reference that an error page can show and the log repeats."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reference = secrets.token_hex(4)  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-Reference"] = request.reference  # type: ignore[attr-defined]
        return response

    return middleware


def addresses_without_nul(get_response: GetResponse) -> GetResponse:
    """No address of a page holds a NUL, and PostgreSQL refuses one in a query: what it was to name is not there.

    The API says the same in JSON, in its access functions.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_page = not request.path_info.startswith("/api/")
        return errors.not_found(request) if is_page and "\x00" in request.path_info else get_response(request)

    return middleware


def choose_language(get_response: GetResponse) -> GetResponse:
    """The reader's own choice (cookie), else the browser's; a gallery page overrides it with the gallery's language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # A client's own choice is kept for the addresses of galleries alone.
        name = VISITOR_LANGUAGE_COOKIE if request.path.startswith("/g/") else settings.LANGUAGE_COOKIE_NAME
        chosen = request.COOKIES.get(name, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response

    return middleware


def private_pages(get_response: GetResponse) -> GetResponse:
    """No page is for search engines or shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Cache-Control", "private, no-store")
        if not request.path.startswith("/g/"):
            # With no-referrer a browser sends `Origin: null` with a form, which the CSRF check must refuse. This one
            # tells other sites nothing either; gallery pages, whose addresses are secrets, keep the setting.
            response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return middleware


def account_pages(get_response: GetResponse) -> GetResponse:
    """allauth's pages, seen by a member, wear the studio's frame, language and time zone like all others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        member = member_of(request) if request.path.startswith("/account/") else None
        if member is None:
            return get_response(request)
        request.member = member  # type: ignore[attr-defined]
        language = dashboard_language(member)
        translation.activate(language)  # `choose_language` puts back what was there
        request.LANGUAGE_CODE = language
        with timezone.override(member.studio.time_zone):
            return get_response(request)

    return middleware


class RefusalsAsPages:
    """Turns the two refusals that need no form to stand beside into their pages: 404 and 403."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFoundError):
            return errors.not_found(request)
        if isinstance(exception, NotAllowedError):
            return errors.forbidden(request)
        return None
