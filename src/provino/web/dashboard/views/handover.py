"""The Hand-over tab: two folders, what is missing, the button that gives it all to the client."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provino.downloads.queries import downloads_of, taken_per_client
from provino.galleries.access import gallery_for_member
from provino.galleries.addresses import media_prefix
from provino.galleries.invitations import client_invitations
from provino.galleries.models import Gallery
from provino.galleries.queries import photo_counts
from provino.handover.emails import handover_letter
from provino.handover.errors import HandoverError
from provino.handover.files import finished_file_for_member, folder_contents, published_files, remove_file, restore_file
from provino.handover.matching import check_against_choice
from provino.handover.models import Folder
from provino.handover.publishing import hand_over, handover_state
from provino.lib.errors import NotFoundError
from provino.lib.signatures import MEMBER
from provino.mail.errors import MailError
from provino.web.dashboard.forms.handover import HandoverForm
from provino.web.shared.access import MemberRequest, member_required


@require_GET
@member_required
def handover_page(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """What lies in the folders, set against the choice, and what the client has taken."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = HandoverForm(initial={"text": handover_letter(gallery, is_first=not published_files(gallery).exists())})
    context = _context(gallery, form)
    if request.GET.get("removed"):
        context["removed"] = finished_file_for_member(request.member, gallery, request.GET["removed"])
    return render(request, "dashboard/handover.html", context)


def _context(gallery: Gallery, form: HandoverForm) -> dict[str, Any]:
    invitations = client_invitations(gallery)
    published = list(published_files(gallery))
    downloads = downloads_of(gallery)
    return {
        "gallery": gallery,
        "tab": "handover",
        "counts": {"photos": photo_counts(gallery).pictures},
        "folders": folder_contents(gallery),
        "check": check_against_choice(gallery),
        "state": handover_state(gallery),
        "invitations": invitations,
        "taken": taken_per_client(invitations, published, downloads),
        "downloads": downloads,
        "prefix": media_prefix(gallery, MEMBER),
        "form": form,
    }


@require_POST
@member_required
def publish(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Hand over what waits; what prevents it is said beside the button."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = HandoverForm(request.POST)
    if form.is_valid():
        try:
            hand_over(gallery, by=request.member, text=form.cleaned_data["text"])
        except (HandoverError, MailError) as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Handed over. The client gets an e-mail now."))
            return redirect("dashboard:gallery-handover", gallery_id=gallery.public_id)
    return render(request, "dashboard/handover.html", _context(gallery, form), status=422)


@require_GET
@member_required
def upload_page(request: MemberRequest, gallery_id: str, folder: str) -> HttpResponse:
    """The uploader, filling one of the two folders."""
    gallery = gallery_for_member(request.member, gallery_id)
    if folder not in Folder.values:
        raise NotFoundError
    counts = {"photos": photo_counts(gallery).pictures}
    context = {"gallery": gallery, "tab": "handover", "counts": counts, "folder": Folder(folder)}
    return render(request, "dashboard/handover_upload.html", context)


@require_POST
@member_required
def change_file(request: MemberRequest, gallery_id: str, file_id: str) -> HttpResponse:
    """Take a finished file out of its folder, or put it back."""
    gallery = gallery_for_member(request.member, gallery_id)
    file = finished_file_for_member(request.member, gallery, file_id)
    if request.POST.get("action") == "restore":
        restore_file(file, by=request.member)
        messages.success(request, _("%(name)s is back.") % {"name": file.original_name})
    else:
        remove_file(file, by=request.member)
        page = reverse("dashboard:gallery-handover", args=[gallery.public_id])
        return redirect(f"{page}?removed={file.public_id}")
    return redirect("dashboard:gallery-handover", gallery_id=gallery.public_id)
