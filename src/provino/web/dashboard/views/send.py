"""Send to client: the letter, who has a link, what became of it."""

import io
from dataclasses import dataclass
from typing import Any

import segno
from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provino.contacts.errors import ContactError
from provino.galleries.access import gallery_for_member
from provino.galleries.emails import Letter, default_letter, preview_invitation
from provino.galleries.errors import GalleriesError
from provino.galleries.invitations import invitations_of, revoke_invitation, send_gallery
from provino.galleries.links import gallery_url, personal_url
from provino.galleries.models import Gallery, Invitation, InvitationRole
from provino.galleries.queries import photo_counts
from provino.lib.errors import NotFoundError
from provino.lib.public_ids import new_public_id
from provino.mail.browser import CONTENT_SECURITY_POLICY
from provino.mail.errors import MailError
from provino.mail.models import Message, MessageState
from provino.mail.words import state_words, trouble_words
from provino.web.dashboard.forms.send import SendForm
from provino.web.shared.access import MemberRequest, member_required

_SHAPES = {
    MessageState.QUEUED: "",
    MessageState.SENT: "state--sent",
    MessageState.FAILED: "state--bad",
    MessageState.BOUNCED: "state--bad",
}


@dataclass(frozen=True)
class Line:
    """One person in the console."""

    invitation: Invitation
    link: str
    message: Message | None
    words: str | Promise
    trouble: str | Promise
    shape: str


@require_http_methods(["GET", "POST"])
@member_required
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know only views without arguments
def send_page(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Write the letter and send it; below, everybody who has a link."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = SendForm(request.POST or None, initial=_initial(gallery, to=request.GET.get("to", "")))
    if request.method == "POST" and form.is_valid() and _send(request, gallery, form):
        return redirect("dashboard:gallery-send", gallery.public_id)
    counts = photo_counts(gallery)
    context = {
        "gallery": gallery,
        "tab": "send",
        "counts": {"photos": counts.pictures},
        "form": form,
        "lines": [_line(invitation) for invitation in invitations_of(gallery)],
        "link": gallery_url(gallery),
        "readiness": counts,
    }
    return render(request, "dashboard/send.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_required
@xframe_options_sameorigin
@csp_replace(CONTENT_SECURITY_POLICY)  # type: ignore[arg-type]  # as above
def send_preview(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """The letter as it would arrive, for the frame beside the form."""
    gallery = gallery_for_member(request.member, gallery_id)
    proposed = default_letter(gallery)
    letter = Letter(
        subject=request.POST.get("subject", proposed.subject)[:200], text=request.POST.get("text", proposed.text)[:5000]
    )
    return HttpResponse(preview_invitation(gallery, letter=letter, url=gallery_url(gallery)))


@require_GET
@member_required
def send_qr(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """The plain link as a QR code, to print or to show on a phone."""
    gallery = gallery_for_member(request.member, gallery_id)
    drawn = io.BytesIO()
    segno.make(gallery_url(gallery), error="m", micro=False).save(drawn, kind="svg", border=4, scale=4, light="#fff")
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    if request.GET.get("download"):
        response["Content-Disposition"] = f'attachment; filename="provino-{gallery.public_id}.svg"'
    return response


@require_POST
@member_required
def send_revoke(request: MemberRequest, gallery_id: str, contact_id: str) -> HttpResponse:
    """Take a personal link back."""
    gallery = gallery_for_member(request.member, gallery_id)
    invitation = gallery.invitations.select_related("contact").filter(contact__public_id=contact_id).first()
    if invitation is None:
        raise NotFoundError
    revoke_invitation(invitation, by=request.member)
    messages.success(request, gettext("%(name)s’s link no longer works.") % {"name": invitation.contact})
    return redirect("dashboard:gallery-send", gallery.public_id)


def _initial(gallery: Gallery, *, to: str) -> dict[str, Any]:
    """The client and our own words; with `to` (a contact's public id) that person alone."""
    letter = default_letter(gallery)
    initial = {"subject": letter.subject, "text": letter.text, "request_key": new_public_id()}
    invitation = (
        gallery.invitations.select_related("contact").filter(contact__public_id=to).first() if to.isalnum() else None
    )
    contact = invitation.contact if invitation else gallery.client
    if invitation and invitation.role == InvitationRole.GUEST:
        address = invitation.contact.email_as_typed
        name = invitation.contact.name.replace('"', "")
        return {**initial, "guests": f'"{name}" <{address}>' if name else address}
    if contact is not None:
        return {**initial, "client_name": contact.name, "client_email": contact.email_as_typed}
    return initial


def _send(request: MemberRequest, gallery: Gallery, form: SendForm) -> bool:
    """Send; a refusal stands above the form."""
    words = {name: form.cleaned_data[name] for name in ("subject", "text", "request_key")}
    was_draft = gallery.visibility == "draft"
    try:
        sendings = send_gallery(gallery, recipients=form.recipients, by=request.member, **words)
    except (GalleriesError, MailError, ContactError) as refusal:
        form.add_error(None, str(refusal.message))
        return False
    count = len(sendings)
    said = ngettext("Sent to %(count)s person.", "Sent to %(count)s people.", count) % {"count": count}
    if was_draft:
        said = " ".join([said, gettext("The gallery is open now.")])
    messages.success(request, said)
    return True


def _line(invitation: Invitation) -> Line:
    sending = next(iter(invitation.sendings.all()), None)
    message = sending.message if sending else None
    if invitation.revoked_at:
        words, shape = gettext("Link taken back"), "state--gone"
    elif message is None:
        words, shape = gettext("Not written yet"), ""
    else:
        words, shape = str(state_words(message)), _SHAPES[MessageState(message.state)]
    if invitation.opened_at and not invitation.revoked_at:
        shape = "state--seen"
    trouble = trouble_words(message) if message and not invitation.revoked_at else ""
    return Line(invitation, personal_url(invitation), message, words, trouble, shape)
