"""The demo's mailbox: what would have been sent. It answers in demo mode and on a loopback address only."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from provino.lib.errors import NotFoundError
from provino.mail.browser import CONTENT_SECURITY_POLICY, html_for_browser
from provino.mail.models import Message
from provino.studios.models import Studio

_PER_PAGE = 50

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def demo_only(view: View[P]) -> View[P]:
    """Anywhere but in a demo on this machine the page does not exist: the letters carry personal links."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.PROVINO_DEMO or not _is_loopback(request.META.get("REMOTE_ADDR", "")):
            raise NotFoundError
        studio = Studio.objects.order_by("pk").first()
        with timezone.override(studio.time_zone if studio else None):
            return view(request, *args, **kwargs)

    guarded.policy = "demo"  # type: ignore[attr-defined]  # read by the matrix test over all addresses
    return guarded


@require_GET
@demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """All messages, the latest first."""
    page = Paginator(Message.objects.order_by("-pk").defer("html", "text"), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "dashboard/dev_mail.html", {"page": page})


@require_GET
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know only views without arguments
@demo_only
def message_page(request: HttpRequest, message_id: str) -> HttpResponse:
    """One message: its headers, the HTML part in a frame, the text part."""
    return render(request, "dashboard/dev_mail_message.html", {"message": _message(message_id)})


@require_GET
@xframe_options_sameorigin
@csp_replace(CONTENT_SECURITY_POLICY)  # type: ignore[arg-type]  # as above
@demo_only
def message_html(request: HttpRequest, message_id: str) -> HttpResponse:
    """The HTML part alone, for the frame."""
    message = _message(message_id)
    return HttpResponse(html_for_browser(message.html, images=message.inline_images))


def _message(message_id: str) -> Message:
    message = Message.objects.filter(public_id=message_id).first() if message_id.isalnum() else None
    if message is None:
        raise NotFoundError
    return message


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
