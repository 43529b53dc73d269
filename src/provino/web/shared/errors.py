"""Error pages in the reader's language, with a reference for the log and nothing of the inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, *, status: int) -> HttpResponse:
    context = {"status": status, "reference": getattr(request, "reference", "")}
    return render(request, f"errors/{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """The request makes no sense."""
    return _page(request, status=400)


def forbidden(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """A member without the right. Strangers get 404 instead."""
    return _page(request, status=403)


def not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """Nothing here, or nothing for you: the same page."""
    return _page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; the reference finds it in the log."""
    return _page(request, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere."""
    return _page(request, status=403)
