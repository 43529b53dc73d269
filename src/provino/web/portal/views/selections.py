"""Submitting a list, its versions to read, and asking to change it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from provino.proofing.access import selection_for_visitor
from provino.proofing.errors import ProofingError, SumChangedError
from provino.proofing.lists import list_of
from provino.proofing.selections import ask_to_reopen, submit_selection
from provino.visitors.errors import IdentifyFirstError
from provino.web.portal.door import PreviewError, Visit, acting_visitor, visitor_page
from provino.web.portal.forms.choosing import MessageForm, SeenForm
from provino.web.portal.gallery_data import visible_photos
from provino.web.portal.photos import picture_of
from provino.web.portal.views.favourites import choice_page, refused_page
from provino.web.portal.views.gallery import bar_context


@require_POST
@visitor_page
def submit(request: HttpRequest, visit: Visit, list_id: str) -> HttpResponse:
    """Freeze the list as the page showed it; a refusal is said on the page, with what was typed."""
    form, seen = MessageForm(request.POST), SeenForm(request.POST)
    if not form.is_valid():
        return choice_page(
            request, visit, wanted=list_id, form=form, error=ProofingError(str(form.errors["message"][0]))
        )
    try:
        wanted = list_of(acting_visitor(request, visit), list_id)
        if not seen.is_valid():
            raise SumChangedError
        values = seen.cleaned_data
        selection = submit_selection(
            wanted, message=form.cleaned_data["message"], seen=(values["count"], values["total"])
        )
    except IdentifyFirstError:
        return HttpResponseRedirect(f"{visit.address}identify")
    except (ProofingError, PreviewError) as error:
        return choice_page(request, visit, wanted=list_id, form=form, error=error)
    messages.success(request, _("Sent. Your photographer has your choice."))
    return HttpResponseRedirect(f"{visit.address}selections/{selection.public_id}")


@require_safe
@visitor_page
def selection_page(request: HttpRequest, visit: Visit, selection_id: str) -> HttpResponse:
    """One version as it was submitted, for ever."""
    selection = selection_for_visitor(visit.entry.visitor, selection_id)
    seen = {photo.pk: (number, photo) for number, photo in enumerate(visible_photos(visit), start=1)}
    rows = []
    for one in selection.photos.all():
        number, photo = seen.get(one.photo_id or 0, (one.position, None))
        picture = picture_of(visit, photo, number=number, chosen=True, note=one.note) if photo else None
        rows.append((one, picture))
    context = {**bar_context(visit), "selection": selection, "rows": rows, "form": MessageForm()}
    return render(request, "portal/selection.html", context)


@require_POST
@visitor_page
def reopen(request: HttpRequest, visit: Visit, selection_id: str) -> HttpResponse:
    """Ask the photographer to open the list again, with a reason."""
    selection = selection_for_visitor(visit.entry.visitor, selection_id)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return refused_page(request, visit, error=ProofingError(str(form.errors["message"][0])))
    try:
        ask_to_reopen(selection, reason=form.cleaned_data["message"])
    except ProofingError as error:
        return refused_page(request, visit, error=error)
    messages.success(request, _("Your photographer has your wish and opens the list again."))
    return HttpResponseRedirect(f"{visit.address}selections/{selection.public_id}")
