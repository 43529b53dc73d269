"""The client hides a photo from guests, or shows it to them again."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from provino.lib.errors import NotFoundError
from provino.lib.signatures import CLIENT
from provino.visitors.errors import MayNotHideError
from provino.visitors.gate import photo_for_visitor
from provino.visitors.hiding import hide_from_guests, show_to_guests
from provino.web.portal.actions import action_key
from provino.web.portal.door import PreviewError, Visit, acting_visitor, error_json, visitor_json


@require_http_methods(["PUT", "DELETE"])
@visitor_json
def hidden(request: HttpRequest, visit: Visit, photo_id: str) -> HttpResponse:
    """PUT: guests no longer see the photo. DELETE: they do again. Said twice, it changes nothing."""
    verb = hide_from_guests if request.method == "PUT" else show_to_guests
    try:
        photo = photo_for_visitor(visit.gallery, photo_id, visitor_class=visit.entry.visitor_class)
        if visit.entry.is_preview:
            raise PreviewError
        if visit.entry.visitor_class != CLIENT:
            raise MayNotHideError
        verb(acting_visitor(request, visit), photo=photo, request_key=action_key(request))
    except NotFoundError as error:
        return error_json(error, status=404)
    except (MayNotHideError, PreviewError) as error:
        return error_json(error, status=403 if isinstance(error, MayNotHideError) else 409)
    photo.refresh_from_db(fields=["hidden_from_guests"])
    return JsonResponse({"hidden": photo.hidden_from_guests})
