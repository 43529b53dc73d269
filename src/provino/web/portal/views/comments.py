"""A visitor's comments on a photo, with the answers to them; other visitors' are never sent."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from provino.proofing.comments import add_comment, delete_comment, edit_comment, own_comment
from provino.proofing.errors import CommentGoneError
from provino.proofing.models import Comment
from provino.proofing.queries import own_comments
from provino.visitors.gate import photo_for_visitor
from provino.visitors.models import Visitor
from provino.web.portal.actions import action_key
from provino.web.portal.door import PreviewError, Visit, acting_visitor, visitor_json
from provino.web.portal.forms.visitors import CommentForm
from provino.web.portal.views.favourites import REFUSALS, refused_json
from provino.web.shared.templatetags.provino import when


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_json
def comments(request: HttpRequest, visit: Visit, photo_id: str) -> HttpResponse:
    """GET: one's own and their answers. POST `{"text", "pin": {"x", "y"} or null}`: a new one; the same key again gives it back."""
    try:
        photo = photo_for_visitor(visit.gallery, photo_id, visitor_class=visit.entry.visitor_class)
        if request.method != "POST":
            visitor = visit.entry.visitor
            found = own_comments(visitor, photo=photo) if visitor else []
            answered = {comment.reply_to_id for comment in found}
            return JsonResponse({"items": [_item(visit, one, answered=one.pk in answered) for one in found]})
        form = CommentForm(_body(request))
        if not form.is_valid():
            return _invalid(form)
        comment = add_comment(
            acting_visitor(request, visit),
            photo=photo,
            text=form.cleaned_data["text"],
            pin=form.cleaned_data["pin"],
            request_key=action_key(request),
        )
    except REFUSALS as error:
        return refused_json(error)
    return JsonResponse(_item(visit, comment), status=201)


@require_http_methods(["PATCH", "DELETE"])
@visitor_json
def comment(request: HttpRequest, visit: Visit, photo_id: str, comment_id: str) -> HttpResponse:
    """One's own, while unanswered. PATCH `{"text", "pin"}` (no "pin": it stays) answers with it; DELETE takes it back."""
    try:
        photo = photo_for_visitor(visit.gallery, photo_id, visitor_class=visit.entry.visitor_class)
        author = _author(request, visit)
        own = own_comment(author, comment_id)
        if own.photo_id != photo.pk:
            raise CommentGoneError
        if request.method == "DELETE":
            delete_comment(own, by=author)
            return HttpResponse(status=204)
        form = CommentForm({"pin": _pin_of(own), **_body(request)})
        if not form.is_valid():
            return _invalid(form)
        changed = edit_comment(own, text=form.cleaned_data["text"], pin=form.cleaned_data["pin"], by=author)
    except REFUSALS as error:
        return refused_json(error)
    return JsonResponse(_item(visit, changed))


def _author(request: HttpRequest, visit: Visit) -> Visitor:
    """Who acts; a browser that never did anything has written nothing, and is made nobody by asking."""
    if visit.entry.is_preview:
        raise PreviewError
    if visit.entry.visitor is None:
        raise CommentGoneError
    return acting_visitor(request, visit)


def _body(request: HttpRequest) -> dict[str, Any]:
    """The fields of a JSON body; nothing where it is none."""
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _invalid(form: CommentForm) -> JsonResponse:
    message = next(iter(form.errors.values()))[0]
    return JsonResponse({"code": "invalid", "message": message}, status=422)


def _pin_of(comment: Comment) -> dict[str, float] | None:
    if comment.pin_x is None or comment.pin_y is None:
        return None
    return {"x": comment.pin_x, "y": comment.pin_y}


def _item(visit: Visit, comment: Comment, *, answered: bool = False) -> dict[str, Any]:
    """A comment as the page draws it; the studio's bears the name of who answered and the studio's own."""
    is_own = comment.visitor is not None
    stays = answered or comment.resolved_at is not None or not visit.gallery.comments_on
    return {
        "id": comment.public_id,
        **_names(visit, comment),
        "text": comment.text,
        "pin": _pin_of(comment),
        "at": timezone.localtime(comment.created_at).isoformat(),
        "when": strip_tags(when(comment.created_at)),
        "edited": strip_tags(when(comment.edited_at)) if comment.edited_at else None,
        "resolved": comment.resolved_at is not None,
        "may_change": is_own and not stays and not visit.entry.is_preview,
        "reply_to": comment.reply_to.public_id if comment.reply_to else None,
    }


def _names(visit: Visit, comment: Comment) -> dict[str, str | None]:
    if comment.visitor is not None:
        return {"name": comment.visitor.name or _("You"), "studio": None}
    member = comment.member.user.name if comment.member else ""
    studio = visit.gallery.studio.name
    return {"name": member or studio, "studio": studio if member and member != studio else None}
