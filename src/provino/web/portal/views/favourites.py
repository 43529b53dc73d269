"""Hearts: the wanted state by PUT and DELETE, or by a form; and the list of one's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from provino.lib.errors import NotFoundError, ProvinoError
from provino.proofing.errors import ProofingError
from provino.proofing.favourites import add_favourite, remove_favourite
from provino.proofing.queries import favourites_of, words_by_photo
from provino.visitors.errors import IdentifyFirstError
from provino.visitors.gate import photo_for_visitor
from provino.web.portal.door import PreviewError, Visit, acting_visitor, error_json, visitor_json, visitor_page
from provino.web.portal.gallery_data import visible_photos
from provino.web.portal.photos import picture_of
from provino.web.portal.views.gallery import bar_context


def refused_json(error: ProvinoError) -> JsonResponse:
    """A refusal of choosing or commenting: 401 asks the page who it is, 404 says the photo is gone, 409 the rest."""
    if isinstance(error, IdentifyFirstError):
        return JsonResponse({"code": error.code, "message": str(error.message), "identify": True}, status=401)
    return error_json(error, status=404 if isinstance(error, NotFoundError) else 409)


REFUSALS = (ProofingError, IdentifyFirstError, PreviewError, NotFoundError)


@require_http_methods(["PUT", "DELETE"])
@visitor_json
def favourite(request: HttpRequest, visit: Visit, photo_id: str) -> HttpResponse:
    """Let the photo be chosen (PUT) or not (DELETE); said twice, it changes nothing."""
    verb = add_favourite if request.method == "PUT" else remove_favourite
    try:
        photo = photo_for_visitor(visit.gallery, photo_id)
        verb(acting_visitor(request, visit), photo=photo)
    except REFUSALS as error:
        return refused_json(error)
    return JsonResponse({"favourite": request.method == "PUT"})


@require_http_methods(["POST"])
@visitor_page
def favourite_form(request: HttpRequest, visit: Visit, photo_id: str) -> HttpResponse:
    """The same by a form, for browsers without script; goes back to where the form stood."""
    photo = photo_for_visitor(visit.gallery, photo_id)
    verb = add_favourite if request.POST.get("chosen") == "1" else remove_favourite
    try:
        verb(acting_visitor(request, visit), photo=photo)
    except IdentifyFirstError:
        return HttpResponseRedirect(f"{visit.address}identify")
    except (ProofingError, PreviewError) as error:
        return render(request, "portal/refusal.html", {**bar_context(visit), "error": error}, status=409)
    target = request.POST.get("next", "")
    inside = target.startswith(visit.address) and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return HttpResponseRedirect(target if inside else f"{visit.address}favourites")


@require_safe
@visitor_page
def favourites_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything this visitor chose, as a contact sheet; what was just taken off can be put back."""
    visitor = visit.entry.visitor
    favourites = favourites_of(visitor) if visitor else []
    words = words_by_photo(visitor) if visitor else {}
    numbers = {photo.pk: place for place, photo in enumerate(visible_photos(visit), start=1)}
    pictures = [
        picture_of(
            visit,
            entry.photo,
            number=numbers[entry.photo_id],
            chosen=True,
            note=entry.note,
            words=words.get(entry.photo_id, []),
        )
        for entry in sorted(favourites, key=lambda entry: numbers[entry.photo_id])
    ]
    context = {**bar_context(visit), "pictures": pictures, "chosen_count": len(pictures), **_removed(request, visit)}
    return render(request, "portal/favourites.html", context)


def _removed(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """The photo just taken off, so that one press puts it back."""
    photo_id = request.GET.get("removed", "")
    if not photo_id:
        return {}
    try:
        photo = photo_for_visitor(visit.gallery, photo_id)
    except NotFoundError:
        return {}
    return {"removed": picture_of(visit, photo, number=0, chosen=False)}
