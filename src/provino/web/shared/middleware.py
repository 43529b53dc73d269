"""What happens around every page."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from provino.lib.errors import NotAllowedError, NotFoundError
from provino.web.shared import errors

GetResponse = Callable[[HttpRequest], HttpResponse]


def request_reference(get_response: GetResponse) -> GetResponse:
    """Gives every request a short reference that an error page can show and the log repeats."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reference = secrets.token_hex(4)  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-Reference"] = request.reference  # type: ignore[attr-defined]
        return response

    return middleware


def choose_language(get_response: GetResponse) -> GetResponse:
    """The visitor's own choice (cookie), else the browser's; a gallery page overrides it with the gallery's language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
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
        return response

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
