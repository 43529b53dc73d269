"""A visitor's comments on a photo, with the answers to them; other visitors' are never sent."""

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from provino.proofing.comments import add_comment
from provino.proofing.models import Comment
from provino.proofing.queries import own_comments
from provino.visitors.gate import photo_for_visitor
from provino.web.portal.door import Visit, acting_visitor, visitor_json
from provino.web.portal.forms.visitors import CommentForm
from provino.web.portal.views.favourites import REFUSALS, refused_json
from provino.web.shared.templatetags.provino import when

_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_json
def comments(request: HttpRequest, visit: Visit, photo_id: str) -> HttpResponse:
    """GET: one's own and their answers. POST `{"text"}`: a new one; the same Idempotency-Key again gives it back."""
    try:
        photo = photo_for_visitor(visit.gallery, photo_id)
        if request.method != "POST":
            visitor = visit.entry.visitor
            found = own_comments(visitor, photo=photo) if visitor else []
            return JsonResponse({"items": [_item(visit, comment) for comment in found]})
        form = CommentForm(_body(request))
        if not form.is_valid():
            return JsonResponse({"code": "invalid", "message": _("Write something first.")}, status=422)
        key = request.headers.get("Idempotency-Key", "")
        comment = add_comment(
            acting_visitor(request, visit),
            photo=photo,
            text=form.cleaned_data["text"],
            request_key=key if _KEY.fullmatch(key) else "",
        )
    except REFUSALS as error:
        return refused_json(error)
    return JsonResponse(_item(visit, comment), status=201)


def _body(request: HttpRequest) -> dict[str, Any]:
    """The fields of a JSON body; nothing where it is none."""
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _item(visit: Visit, comment: Comment) -> dict[str, Any]:
    """A comment as the page draws it. A member answers in the name they gave, else in the studio's."""
    if comment.visitor is not None:
        name = comment.visitor.name or _("You")
    else:
        name = (comment.member.user.name if comment.member else "") or visit.gallery.studio.name
    return {
        "id": comment.public_id,
        "name": name,
        "text": comment.text,
        "at": timezone.localtime(comment.created_at).isoformat(),
        "when": strip_tags(when(comment.created_at)),
        "reply_to": comment.reply_to.public_id if comment.reply_to else None,
    }
