"""Several lists: make, name, choose, delete, share; and the read-only page of a shared one beside one's own."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from provino.galleries.models import Photo
from provino.lib.errors import NotFoundError
from provino.proofing.errors import ListNameMissingError, ProofingError
from provino.proofing.lists import (
    delete_list,
    list_made,
    list_of,
    make_list,
    rename_list,
    share_list,
    shared_list,
    shared_photos,
    unshare_list,
)
from provino.proofing.models import FavouriteList
from provino.visitors.actions import was_done
from provino.visitors.errors import IdentifyFirstError
from provino.visitors.models import Visitor
from provino.web.portal.actions import action_key
from provino.web.portal.choosing import LIST_COOKIE, Choosing
from provino.web.portal.door import YEAR, PreviewError, Visit, acting_visitor, visitor_json, visitor_page
from provino.web.portal.forms.choosing import ListNameForm
from provino.web.portal.gallery_data import visible_photos
from provino.web.portal.photos import Picture, picture_of
from provino.web.portal.views.favourites import REFUSALS, back, choice_page, refused_json, refused_page
from provino.web.portal.views.gallery import bar_context


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_json
def lists(request: HttpRequest, visit: Visit) -> HttpResponse:
    """GET: one's own lists, photos, notes and the words of the counter. POST `{"name", "id"?}`: another list; said twice
    with the same key, it is one.
    """
    if request.method == "POST":
        try:
            made = _made(request, visit)
        except REFUSALS as error:
            return refused_json(error)
        return JsonResponse({"id": made.public_id, "name": made.name}, status=201)
    choosing = Choosing(request, visit)
    own = {"favourites": list(choosing.active.photos), **choosing.choice()}
    return JsonResponse(own, headers={"Cache-Control": "no-store"})


def _made(request: HttpRequest, visit: Visit) -> FavouriteList:
    """Make the list, or return the one this very action made before."""
    form = ListNameForm(_body(request))
    if not form.is_valid():
        raise ListNameMissingError
    visitor, key = acting_visitor(request, visit), action_key(request)
    named = {"name": form.cleaned_data["name"], "public_id": form.cleaned_data["id"]}
    try:
        return make_list(visitor, **named, request_key=key)
    except ProofingError:
        if not was_done(visitor, key):
            raise
        return list_made(visitor, **named)


@require_safe
@visitor_json
def prices(request: HttpRequest, visit: Visit, list_id: str) -> HttpResponse:
    """What the counter says for the numbers around `?count=`."""
    asked = request.GET.get("count", "")
    count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    choosing = Choosing(request, visit, wanted=list_id)
    if choosing.active.id != list_id:
        raise NotFoundError
    return JsonResponse(choosing.prices(min(count, choosing.total)))


@require_POST
@visitor_page
def new_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Make a list by a form and let it be the active one; `photos` brings back a deleted one."""
    form = ListNameForm(request.POST)
    try:
        if not form.is_valid():
            raise ListNameMissingError
        visitor = acting_visitor(request, visit)
        made = make_list(visitor, name=form.cleaned_data["name"], photos=_photos(request.POST.get("photos", "")))
    except IdentifyFirstError:
        return HttpResponseRedirect(f"{visit.address}identify")
    except (ProofingError, PreviewError) as error:
        return refused_page(request, visit, error=error)
    return _activated(HttpResponseRedirect(f"{visit.address}favourites"), visit, list_id=made.public_id)


@require_POST
@visitor_page
def list_form(request: HttpRequest, visit: Visit, list_id: str) -> HttpResponse:
    """`do`: activate, rename, delete, share or unshare."""
    if request.POST.get("do") == "activate":
        known = {one.id for one in Choosing(request, visit).lists}
        return _activated(back(request, visit), visit, list_id=list_id if list_id in known else "")
    try:
        wanted = list_of(_known(visit), list_id)
        act = _ACTS.get(request.POST.get("do", ""))
        if act is None:
            raise NotFoundError
        return act(request, visit, wanted)
    except (ProofingError, PreviewError) as error:
        return refused_page(request, visit, error=error)


@require_safe
@visitor_page
def shared_page(request: HttpRequest, visit: Visit, share: str) -> HttpResponse:
    """Somebody's list to read, beside one's own: both, only theirs, only mine. By name only; only photos one may see."""
    shared = shared_list(visit.gallery, share)
    choosing = Choosing(request, visit)
    is_own = visit.entry.visitor is not None and shared.visitor_id == visit.entry.visitor.pk
    theirs, mine = shared_photos(shared), set() if is_own else set(choosing.active.photos)
    pictures = [(photo, _picture(visit, photo, number)) for number, photo in enumerate(visible_photos(visit), start=1)]
    parts: dict[str, list[Picture]] = {"both": [], "theirs": [], "mine": []}
    for photo, picture in pictures:
        part = _part(photo.public_id in theirs, photo.public_id in mine)
        if part:
            parts[part].append(picture)
    name = shared.visitor.name or (shared.visitor.contact.name if shared.visitor.contact else "")
    context = {
        **bar_context(visit),
        "shared": shared,
        "name": name or _("somebody"),
        "parts": parts,
        "count": len(parts["both"]) + len(parts["theirs"]),
        "is_compared": bool(mine),
        "is_own": is_own,
    }
    return render(request, "portal/shared_list.html", context)


def _part(in_theirs: bool, in_mine: bool) -> str:
    if in_theirs:
        return "both" if in_mine else "theirs"
    return "mine" if in_mine else ""


def _picture(visit: Visit, photo: Photo, number: int) -> Picture:
    return picture_of(visit, photo, number=number, chosen=False)


def _rename(request: HttpRequest, visit: Visit, wanted: FavouriteList) -> HttpResponse:
    form = ListNameForm(request.POST)
    if not form.is_valid():
        raise ListNameMissingError
    rename_list(wanted, name=form.cleaned_data["name"])
    return back(request, visit)


def _delete(request: HttpRequest, visit: Visit, wanted: FavouriteList) -> HttpResponse:
    """The page that follows carries what the list held, so that Undo brings it back."""
    name, photos = wanted.name, delete_list(wanted)
    return choice_page(request, visit, wanted="main", deleted={"name": name, "photos": json.dumps(photos)})


def _share(request: HttpRequest, visit: Visit, wanted: FavouriteList) -> HttpResponse:
    share_list(wanted)
    return back(request, visit)


def _unshare(request: HttpRequest, visit: Visit, wanted: FavouriteList) -> HttpResponse:
    unshare_list(wanted)
    return back(request, visit)


_ACTS: dict[str, Callable[[HttpRequest, Visit, FavouriteList], HttpResponse]] = {
    "rename": _rename,
    "delete": _delete,
    "share": _share,
    "unshare": _unshare,
}


def _known(visit: Visit) -> Visitor:
    """Whoever has lists; a browser that never did anything has none."""
    if visit.entry.is_preview:
        raise PreviewError
    if visit.entry.visitor is None:
        raise NotFoundError
    return visit.entry.visitor


def _activated(response: HttpResponse, visit: Visit, *, list_id: str) -> HttpResponse:
    """Hearts of this browser go to this list from now on."""
    if list_id:
        response.set_cookie(
            LIST_COOKIE,
            list_id,
            max_age=YEAR,
            path=visit.address,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _photos(text: str) -> dict[str, str]:
    """What Undo of a deletion brings: notes by photo; nothing where it is nonsense."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {photo: note for photo, note in pairs if isinstance(note, str)}


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
