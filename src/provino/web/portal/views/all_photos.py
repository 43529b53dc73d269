"""Every photo at once for the price for all: a form, which the page's script sends too so that it can say when there is
no network.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from provino.lib.errors import ProvinoError
from provino.proofing.all_photos import give_back, last_taken, take_all
from provino.proofing.errors import AllChangedError, ProofingError
from provino.visitors.actions import check_action_key, was_done
from provino.visitors.errors import IdentifyFirstError
from provino.visitors.models import Visitor
from provino.web.portal.door import PreviewError, Visit, acting_visitor, visitor_page
from provino.web.portal.forms.choosing import SeenForm
from provino.web.portal.views.favourites import choice_page, refused_json


@require_POST
@visitor_page
def all_photos(request: HttpRequest, visit: Visit) -> HttpResponse:
    """`do=take` with what the page showed: all photos into the first list; `do=undo` with `taken`: back out of it."""
    page = f"{visit.address}favourites?list=main"
    try:
        visitor = acting_visitor(request, visit)
        if request.POST.get("do") == "undo":
            give_back(visitor, taken=request.POST.get("taken", ""))
        else:
            page += f"&taken={_take(request, visitor)}"
    except (ProofingError, IdentifyFirstError, PreviewError) as error:
        return _refused(request, visit, error)
    return JsonResponse({"next": page}) if _is_script(request) else HttpResponseRedirect(page)


def _take(request: HttpRequest, visitor: Visitor) -> str:
    key = check_action_key(request.POST.get("key", ""))
    seen = SeenForm(request.POST)
    if not seen.is_valid():
        raise AllChangedError
    values = seen.cleaned_data
    try:
        return take_all(visitor, seen=(values["count"], values["total"]), request_key=key)
    except ProofingError:
        if not was_done(visitor, key):
            raise
        return last_taken(visitor)


def _refused(request: HttpRequest, visit: Visit, error: ProvinoError) -> HttpResponse:
    if _is_script(request):
        return refused_json(error)
    if isinstance(error, IdentifyFirstError):
        return HttpResponseRedirect(f"{visit.address}identify")
    return choice_page(request, visit, wanted="main", error=error)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"
