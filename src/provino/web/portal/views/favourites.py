"""Hearts: the wanted state by PUT and DELETE, or by a form; and "Your choice", the page of one list."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from provino.galleries.models import Photo
from provino.lib.errors import NotFoundError, ProvinoError
from provino.lib.public_ids import new_secret
from provino.proofing.all_photos import taken_count
from provino.proofing.errors import ProofingError
from provino.proofing.favourites import add_favourite, remove_favourite, set_note
from provino.proofing.lists import MAIN, list_of, main_list
from provino.proofing.queries import words_by_photo
from provino.proofing.selections import rules_of, selections_of
from provino.visitors.actions import was_done
from provino.visitors.errors import IdentifyFirstError
from provino.visitors.gate import photo_for_visitor
from provino.visitors.models import Visitor
from provino.web.portal.actions import action_key
from provino.web.portal.choosing import Choosing
from provino.web.portal.door import PreviewError, Visit, acting_visitor, error_json, visitor_json, visitor_page
from provino.web.portal.forms.choosing import MessageForm
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
def favourite(request: HttpRequest, visit: Visit, list_id: str, photo_id: str) -> HttpResponse:
    """Let the photo be in the list (PUT, with `{"note"}` where there are words) or not (DELETE); said twice, it changes
    nothing, and an action repeated late answers how it stands now.
    """
    try:
        photo = photo_for_visitor(visit.gallery, photo_id, visitor_class=visit.entry.visitor_class)
        visitor = acting_visitor(request, visit)
        chosen = _want(request, visitor, photo=photo, list_id=list_id)
    except REFUSALS as error:
        return refused_json(error)
    return JsonResponse({"favourite": chosen})


def _want(request: HttpRequest, visitor: Visitor, *, photo: Photo, list_id: str) -> bool:
    """Do it, and return whether the photo is in the list now."""
    key, note = action_key(request), note_of(request)
    wanted = list_of(visitor, list_id) if list_id != MAIN else None
    try:
        if request.method == "DELETE":
            changed = remove_favourite(visitor, photo=photo, of=wanted, request_key=key)
        elif note is None:
            changed = add_favourite(visitor, photo=photo, to=wanted, request_key=key)
        else:
            changed = set_note(visitor, photo=photo, note=note, of=wanted, request_key=key)
    except ProofingError:
        if not was_done(visitor, key):
            raise
        changed = False
    if changed:
        return request.method == "PUT"
    return (wanted or main_list(visitor)).favourites.filter(photo=photo).exists()


def note_of(request: HttpRequest) -> str | None:
    """The words a JSON body brings for the photo; None where it brings none."""
    try:
        body = json.loads(request.body or b"null")
    except ValueError:
        return None
    note = body.get("note") if isinstance(body, dict) else None
    return note if isinstance(note, str) else None


@require_http_methods(["POST"])
@visitor_page
def favourite_form(request: HttpRequest, visit: Visit, photo_id: str) -> HttpResponse:
    """The same by a form, for browsers without script: `chosen` 1 or 0, or `note`; goes back to where the form stood."""
    photo = photo_for_visitor(visit.gallery, photo_id, visitor_class=visit.entry.visitor_class)
    try:
        visitor = acting_visitor(request, visit)
        wanted = list_of(visitor, request.POST.get("list", "") or Choosing(request, visit).active.id)
        if "note" in request.POST:
            set_note(visitor, photo=photo, note=request.POST["note"], of=wanted)
        elif request.POST.get("chosen") == "1":
            add_favourite(visitor, photo=photo, to=wanted)
        else:
            remove_favourite(visitor, photo=photo, of=wanted)
    except IdentifyFirstError:
        return HttpResponseRedirect(f"{visit.address}identify")
    except (ProofingError, PreviewError) as error:
        return refused_page(request, visit, error=error)
    return back(request, visit)


def refused_page(request: HttpRequest, visit: Visit, *, error: ProvinoError) -> HttpResponse:
    """Why a form was not done, in words, with the way back."""
    return render(request, "portal/refusal.html", {**bar_context(visit), "error": error}, status=409)


def back(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Back to where a form stood, inside this gallery; else to "Your choice"."""
    target = request.POST.get("next", "")
    inside = target.startswith(visit.address) and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return HttpResponseRedirect(target if inside else f"{visit.address}favourites")


@require_safe
@visitor_page
def favourites_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One list as a contact sheet with its sums, the active one unless `?list=` says another."""
    return choice_page(request, visit, wanted=request.GET.get("list", ""))


def choice_page(
    request: HttpRequest,
    visit: Visit,
    *,
    wanted: str = "",
    form: MessageForm | None = None,
    error: ProvinoError | None = None,
    **more: Any,
) -> HttpResponse:
    """ "Your choice", after a refusal with its words and what was typed."""
    choosing = Choosing(request, visit, wanted=wanted)
    visitor = visit.entry.visitor
    versions = selections_of(visitor) if visitor else []
    own = [one for one in versions if choosing.active.row and one.favourite_list_id == choosing.active.row.pk]
    context = {
        **bar_context(visit),
        "choosing": choosing,
        "may_choose": choosing.may_choose,
        "pictures": _pictures(visit, choosing),
        "chosen_count": choosing.count,
        "rules": rules_of(visit.gallery, favourite_list=choosing.active.row) if choosing.is_counted else [],
        "versions": own,
        "submitted": next((one for one in own if choosing.active.is_locked), None),
        "form": form or MessageForm(),
        "error": error,
        **_removed(request, visit),
        "taken": _taken(request, visit),
        "all_key": new_secret(),
        **more,
    }
    return render(request, "portal/favourites.html", context, status=409 if error else 200)


def _pictures(visit: Visit, choosing: Choosing) -> list[Any]:
    """The list's photos in the gallery's order, each with its note and what was said of it."""
    words = words_by_photo(visit.entry.visitor) if visit.entry.visitor else {}
    chosen = choosing.active.photos
    return [
        picture_of(
            visit, photo, number=number, chosen=True, note=chosen[photo.public_id], words=words.get(photo.pk, [])
        )
        for number, photo in enumerate(visible_photos(visit), start=1)
        if photo.public_id in chosen
    ]


def _taken(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """All photos were taken just now: how many were added, so that one press gives them back."""
    taken, visitor = request.GET.get("taken", ""), visit.entry.visitor
    count = taken_count(visitor, taken=taken) if taken and visitor else 0
    return {"name": taken, "count": count} if count else {}


def _removed(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """The photo just taken off, so that one press puts it back."""
    photo_id = request.GET.get("removed", "")
    if not photo_id:
        return {}
    try:
        photo = photo_for_visitor(visit.gallery, photo_id, visitor_class=visit.entry.visitor_class)
    except NotFoundError:
        return {}
    return {"removed": picture_of(visit, photo, number=0, chosen=False)}
