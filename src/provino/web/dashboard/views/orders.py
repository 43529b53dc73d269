"""The Client orders tab: has the client looked, who chose what, and the way into the editing program."""

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from provino.galleries.access import gallery_for_member
from provino.galleries.addresses import media_prefix
from provino.galleries.invitations import last_delivery
from provino.galleries.links import gallery_url
from provino.galleries.models import Gallery
from provino.galleries.queries import photo_counts
from provino.lib.errors import NotFoundError
from provino.lib.public_ids import is_public_id
from provino.lib.signatures import MEMBER
from provino.mail.words import trouble_words
from provino.proofing.comments import reply_as_member, resolve_comment, unresolve_comment
from provino.proofing.errors import ProofingError
from provino.proofing.models import Comment, Selection
from provino.proofing.queries import choices_of
from provino.visitors.models import VisitorKind
from provino.visitors.queries import client_view
from provino.web.dashboard.choices import people_of, person_name
from provino.web.dashboard.forms.orders import ReplyForm
from provino.web.dashboard.views.exports import export_context
from provino.web.shared.access import MemberRequest, member_required


@require_GET
@member_required
def orders_page(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Everything the client and their guests chose and said; `?who=` shows one person."""
    gallery = gallery_for_member(request.member, gallery_id)
    context = _context(gallery, who=request.GET.get("who", ""), program=request.GET.get("program", ""))
    return render(request, "dashboard/orders.html", context)


@require_POST
@member_required
def orders_reply(request: MemberRequest, gallery_id: str, comment_id: str) -> HttpResponse:
    """Answer a comment where it stands; a refusal is said beside it, the words kept."""
    gallery = gallery_for_member(request.member, gallery_id)
    comment = _comment(gallery, comment_id)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            reply_as_member(comment, text=form.cleaned_data["text"], by=request.member)
        except ProofingError as refusal:
            form.add_error("text", str(refusal.message))
        else:
            messages.success(request, gettext("Replied. The client is told by e-mail in a few minutes."))
            return _to_comment(comment)
    context = {**_context(gallery, who="", program=""), "refused": comment.public_id, "reply": form}
    return render(request, "dashboard/orders.html", context, status=400)


@require_POST
@member_required
def orders_resolve(request: MemberRequest, gallery_id: str, comment_id: str) -> HttpResponse:
    """Mark a comment as done (`done=1`) or as still to do."""
    comment = _comment(gallery_for_member(request.member, gallery_id), comment_id)
    verb = resolve_comment if request.POST.get("done") == "1" else unresolve_comment
    verb(comment, by=request.member)
    return _to_comment(comment)


def _comment(gallery: Gallery, public_id: str) -> Comment:
    """A visitor's comment that stands on a photo of this gallery. Raises NotFoundError."""
    standing = Comment.objects.filter(
        photo__gallery=gallery, photo__deleted_at__isnull=True, visitor__isnull=False, deleted_at__isnull=True
    )
    comment = None
    if is_public_id(public_id):
        comment = standing.select_related("photo__gallery").filter(public_id=public_id).first()
    if comment is None:
        raise NotFoundError
    return comment


def _to_comment(comment: Comment) -> HttpResponse:
    page = reverse("dashboard:gallery-orders", args=[comment.photo.gallery.public_id])
    return HttpResponseRedirect(f"{page}#comment-{comment.public_id}")


def _context(gallery: Gallery, *, who: str, program: str) -> dict[str, Any]:
    people = people_of(choices_of(gallery))
    person = next((someone for someone in people if someone.id == who), None)
    export = export_context(gallery, program=program, people=people, person=person)
    return {
        "gallery": gallery,
        "tab": "orders",
        "counts": {"photos": photo_counts(gallery).pictures},
        "banner": _banner(gallery),
        "people": people,
        "selections": [_named(selection) for selection in export["sent"]],
        "person": person,
        "shown": [person] if person else people,
        "link": gallery_url(gallery),
        "prefix": media_prefix(gallery, MEMBER),
        "reply": ReplyForm(),
        **export,
    }


def _named(selection: Selection) -> Selection:
    """With who sent it, as the studio calls them."""
    selection.person = person_name(selection.favourite_list.visitor)  # type: ignore[attr-defined]  # for the template
    return selection


def _banner(gallery: Gallery) -> dict[str, Any]:
    """Has the client looked, and if not, what became of the message."""
    view = client_view(gallery)
    if view is not None:
        seen = gallery.visitors.filter(kind=VisitorKind.CLIENT).aggregate(at=Max("last_seen_at"))["at"]
        return {"view": view, "last_seen": seen if view.is_client else None}
    delivery = last_delivery(gallery)
    if delivery is None:
        return {}
    message, at = delivery
    return {"message": message, "at": at, "trouble": trouble_words(message)}
