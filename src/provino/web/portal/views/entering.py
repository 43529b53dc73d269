"""Coming in: personal link, password, who one is, language, and being counted as a look."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from provino.contacts.errors import BadAddressError
from provino.lib.errors import NotFoundError
from provino.lib.public_ids import new_secret
from provino.visitors.cookies import GalleryCookie
from provino.visitors.devices import forget_device, is_unproven_device
from provino.visitors.errors import VisitorsError
from provino.visitors.gate import gallery_for_visitor, invitation_for
from provino.visitors.identities import identify
from provino.visitors.opening import wish_to_be_told
from provino.visitors.passwords import check_any_password, check_client_password
from provino.visitors.views import record_view
from provino.web.portal.door import (
    YEAR,
    PreviewError,
    Visit,
    acting_visitor,
    arrive_here,
    error_json,
    keep_cookie,
    language_of,
    refusal_page,
    visit_of,
    visitor_doormat,
    visitor_json,
    visitor_threshold,
)
from provino.web.portal.forms.visitors import IdentifyForm, PasswordForm, SendCodeForm
from provino.web.shared.client_address import client_address
from provino.web.shared.middleware import VISITOR_LANGUAGE_COOKIE


@require_safe
def personal_link(request: HttpRequest, gallery_id: str, secret: str) -> HttpResponse:
    """The link of the mail: remembers the invitation on this browser and goes on.

    Makes no row, because scanners follow links; a browser that has already acted here is none, and brings what it did.
    """
    gallery = gallery_for_visitor(gallery_id)
    if invitation_for(gallery, secret) is None:
        raise NotFoundError
    visit = visit_of(request, gallery_id, secret=secret)[0]
    page = next((one for one in ("handover", "favourites") if request.GET.get("to") == one), "")
    response = HttpResponseRedirect(visit.address + page)
    if not visit.entry.is_preview:
        _bring_choices(request, visit)
        keep_cookie(response, visit)
    return response


def _bring_choices(request: HttpRequest, visit: Visit) -> None:
    """What was chosen on this browser before the link was opened becomes the contact's, and that is said."""
    fetched_ahead = request.headers.get("Sec-Purpose") or request.method != "GET"
    if fetched_ahead or not visit.entry.allowed or not is_unproven_device(visit.gallery, secret=visit.cookie.device):
        return
    with translation.override(language_of(request, visit.gallery)):
        arrival = arrive_here(request, visit)
        if arrival.merged:
            words = _("What you chose and wrote on this device before now belongs to %(name)s.")
            messages.success(request, words % {"name": arrival.visitor})


personal_link.policy = "link"  # type: ignore[attr-defined]  # the secret is the right


@require_POST
@visitor_threshold
def enter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The password, compared slowly and counted; remembered on this browser."""
    target = _inside(request, visit)
    if visit.entry.why != "password":
        return HttpResponseRedirect(target)
    password = _password(request)
    try:
        proofs = check_any_password(visit.gallery, password=password, address=client_address(request))
    except VisitorsError as error:
        return refusal_page(request, visit, error=error)
    visit.cookie = replace(
        visit.cookie,
        password=proofs.password or visit.cookie.password,
        client=proofs.client or visit.cookie.client,
    )
    return HttpResponseRedirect(target)


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_threshold
def client_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """ "I am the client": the client's password shows what guests do not see; remembered on this browser."""
    if visit.entry.why not in ("", "who", "password"):
        return refusal_page(request, visit)
    if not visit.gallery.has_client_password:
        raise NotFoundError
    context: dict[str, Any] = {"visit": visit, "gallery": visit.gallery}
    if request.method != "POST":
        return render(request, "portal/client.html", context)
    try:
        password = _password(request)
        proof = check_client_password(visit.gallery, password=password, address=client_address(request))
    except VisitorsError as error:
        return render(request, "portal/client.html", {**context, "error": error}, status=403)
    if not visit.entry.is_preview:
        visit.cookie = replace(visit.cookie, client=proof)
    return HttpResponseRedirect(visit.address)


@require_POST
@visitor_threshold
def tell_me(request: HttpRequest, visit: Visit) -> HttpResponse:
    """ "Not open yet": who leaves an address is told when it opens."""
    if visit.entry.allowed or visit.entry.why not in ("not-yet", "draft"):
        return HttpResponseRedirect(visit.address) if visit.entry.allowed else refusal_page(request, visit)
    form = SendCodeForm(request.POST)
    if not form.is_valid():
        return refusal_page(request, visit, form=form)
    email = form.cleaned_data["email"]
    try:
        wish_to_be_told(visit.gallery, email=email, address=client_address(request))
    except (VisitorsError, BadAddressError) as error:
        return refusal_page(request, visit, form=form, error=error)
    return refusal_page(request, visit, told=email, status=200)


def _password(request: HttpRequest) -> str:
    form = PasswordForm(request.POST)
    return str(form.cleaned_data["password"]) if form.is_valid() else ""


def _inside(request: HttpRequest, visit: Visit) -> str:
    """Where the form says to go on, as long as that is in this gallery."""
    target = request.POST.get("next", "")
    inside = target.startswith(visit.address) and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if inside else visit.address


@require_POST
@visitor_json
def viewed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page says it was visible for a second. Members and pages fetched ahead do not count."""
    if visit.entry.is_preview or request.headers.get("Sec-Purpose"):
        return JsonResponse({"counted": False})
    return JsonResponse({"counted": record_view(acting_visitor(request, visit, has_looked=False))})


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_doormat
def who_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Asks once who is choosing: a dialog of the gallery page, this page where no script runs, or the page at the door."""
    form = IdentifyForm(request.POST or None)
    wants_json = "application/json" in request.headers.get("Accept", "")
    if request.method == "POST" and form.is_valid():
        try:
            # At the door nothing was looked at yet: the page behind it counts the look.
            visitor = identify(acting_visitor(request, visit, has_looked=visit.entry.allowed), **form.cleaned_data)
        except PreviewError as error:
            return error_json(error, status=409)
        page = "photos" if visit.entry.allowed else ""
        return JsonResponse({"name": str(visitor)}) if wants_json else HttpResponseRedirect(visit.address + page)
    if request.method == "POST" and wants_json:
        words = " ".join(str(message) for messages in form.errors.values() for message in messages)
        return JsonResponse({"code": "invalid", "message": words}, status=422)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "portal/identify.html", {"visit": visit, "gallery": visit.gallery, "form": form}, status=status
    )


@require_POST
@visitor_threshold
def forget(request: HttpRequest, visit: Visit) -> HttpResponse:
    """ "Not you?": this browser is nobody again; a password once given stays given."""
    if visit.cookie.device:
        forget_device(visit.gallery, secret=visit.cookie.device)
    visit.cookie = GalleryCookie(device=new_secret(), password=visit.cookie.password)
    return HttpResponseRedirect(visit.address)


@require_POST
@visitor_threshold
def language(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The visitor's own language, for all galleries they open on this browser."""
    response = HttpResponseRedirect(_inside(request, visit))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            VISITOR_LANGUAGE_COOKIE,
            chosen,
            max_age=YEAR,
            path="/g/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
