"""What clients sent: one selection with its photos, notes and price, and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from provino.galleries.addresses import media_prefix
from provino.galleries.queries import photo_counts
from provino.lib.signatures import MEMBER
from provino.proofing.access import selection_for_member
from provino.proofing.errors import NotSubmittedError
from provino.proofing.models import SelectedPhoto
from provino.proofing.selections import reopen_selection
from provino.web.dashboard.choices import person_name
from provino.web.shared.access import MemberRequest, member_required


@member_required
@require_safe
def selection_page(request: MemberRequest, gallery_id: str, selection_id: str) -> HttpResponse:
    """One version as it was sent."""
    selection = selection_for_member(request.member, gallery_id, selection_id)
    context = {
        "gallery": selection.gallery,
        "tab": "orders",
        "counts": {"photos": photo_counts(selection.gallery).pictures},
        "selection": selection,
        "person": person_name(selection.favourite_list.visitor),
        "rows": [_without_deleted(one) for one in selection.photos.select_related("photo")],
        "versions": selection.favourite_list.selections.order_by("-version"),
        "prefix": media_prefix(selection.gallery, MEMBER),
    }
    return render(request, "dashboard/selection.html", context)


@member_required
@require_POST
def selection_reopen(request: MemberRequest, gallery_id: str, selection_id: str) -> HttpResponse:
    """Let the client change the list again; they are told by e-mail."""
    selection = selection_for_member(request.member, gallery_id, selection_id)
    try:
        reopen_selection(selection, by=request.member)
    except NotSubmittedError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Opened again. Your client is told by e-mail."))
    return redirect("dashboard:gallery-orders", selection.gallery.public_id)


def _without_deleted(one: SelectedPhoto) -> SelectedPhoto:
    """The name stays, the picture of a deleted photo does not."""
    if one.photo is not None and one.photo.deleted_at is not None:
        one.photo = None
    return one
