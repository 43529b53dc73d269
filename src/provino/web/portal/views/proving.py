"""Proving an address: six digits from an e-mail, or the link beside them."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from provino.contacts.errors import BadAddressError
from provino.housekeeping.visitors import Arrival, prove
from provino.lib.errors import NotFoundError, ProvinoError
from provino.lib.public_ids import is_secret
from provino.mail.errors import MailError
from provino.visitors.codes import code_of_digits, code_of_link, send_code, waiting_code
from provino.visitors.errors import CodeOverError, VisitorsError
from provino.visitors.models import EmailCode
from provino.web.portal.door import PreviewError, Visit, acting_visitor, error_json, visitor_doormat
from provino.web.portal.forms.visitors import CodeForm, SendCodeForm
from provino.web.shared.client_address import client_address

_REFUSALS = (VisitorsError, MailError, BadAddressError, PreviewError)


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_doormat
def code_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """ "I have chosen here before": POST `email` sends a code, POST `code` proves. Scripts get JSON."""
    if request.method != "POST":
        return _page(request, visit)
    wants_json = "application/json" in request.headers.get("Accept", "")
    form = CodeForm(request.POST) if "code" in request.POST else SendCodeForm(request.POST)
    if not form.is_valid():
        words = " ".join(str(message) for messages_ in form.errors.values() for message in messages_)
        if wants_json:
            return JsonResponse({"code": "invalid", "message": words}, status=422)
        return _page(request, visit, form=form, status=422)
    try:
        if isinstance(form, CodeForm):
            return _prove_by_digits(request, visit, digits=form.cleaned_data["code"], wants_json=wants_json)
        return _send(request, visit, email=form.cleaned_data["email"], wants_json=wants_json)
    except _REFUSALS as error:
        if wants_json:
            return error_json(error, status=409)
        return _page(request, visit, form=form, error=error, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_doormat
def code_link(request: HttpRequest, visit: Visit, secret: str) -> HttpResponse:
    """The link of the mail. Opening it proves nothing, because mail scanners do that; pressing its button does."""
    if not is_secret(secret):
        raise NotFoundError
    try:
        code = code_of_link(visit.gallery, secret)
        if request.method == "POST":
            return _proven(request, visit, _prove(request, visit, code))
    except (CodeOverError, PreviewError) as error:
        return _page(request, visit, error=error, status=410)
    context = {"visit": visit, "gallery": visit.gallery, "code": code}
    return render(request, "portal/code_link.html", context)


def _send(request: HttpRequest, visit: Visit, *, email: str, wants_json: bool) -> HttpResponse:
    visitor = acting_visitor(request, visit, has_looked=False)
    visitor.gallery = visit.gallery
    code = send_code(visitor, email=email, address=client_address(request))
    if wants_json:
        return JsonResponse({"sent": code.email})
    return HttpResponseRedirect(f"{visit.address}code")


def _prove_by_digits(request: HttpRequest, visit: Visit, *, digits: str, wants_json: bool) -> HttpResponse:
    if visit.entry.visitor is None:
        raise CodeOverError
    code = code_of_digits(visit.entry.visitor, digits=digits)
    arrival = _prove(request, visit, code)
    answer = _proven(request, visit, arrival)
    return JsonResponse({"name": str(arrival.visitor)}) if wants_json else answer


def _prove(request: HttpRequest, visit: Visit, code: EmailCode) -> Arrival:
    visitor = acting_visitor(request, visit, has_looked=False)
    visitor.gallery = visit.gallery
    arrival = prove(visitor, code=code, secret=visit.cookie.device)
    visit.cookie = replace(visit.cookie, invitation="")  # who proved an address is no longer who the link was for
    return arrival


def _proven(request: HttpRequest, visit: Visit, arrival: Arrival) -> HttpResponse:
    messages.success(request, _welcome(arrival))
    return HttpResponseRedirect(visit.address)


def _welcome(arrival: Arrival) -> str:
    if arrival.is_new:
        return _(
            "Thank you. Nothing was chosen with this address here before; from now on you find it on every device."
        )
    return _("Welcome back, %(name)s. What you chose is here again.") % {"name": arrival.visitor}


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    form: CodeForm | SendCodeForm | None = None,
    error: ProvinoError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The field for the code where one is on its way, else the field for the address."""
    visitor = visit.entry.visitor
    waiting = waiting_code(visitor) if visitor is not None else None
    typed = visitor.email if visitor is not None and visitor.proven_at is None else ""
    context: dict[str, Any] = {
        "visit": visit,
        "gallery": visit.gallery,
        "error": error,
        "waiting": None if "again" in request.GET else waiting,
        "code_form": form if isinstance(form, CodeForm) else CodeForm(),
        "send_form": form if isinstance(form, SendCodeForm) else SendCodeForm(initial={"email": typed}),
    }
    return render(request, "portal/code.html", context, status=status)
