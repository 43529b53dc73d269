"""The JSON API, version 1: its routers, how refusals are said, and its description."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from provino.api import choosing, exports, galleries, photos, visitors
from provino.api.tus import refusal, status_of
from provino.api.tus_description import TUS_PATHS
from provino.lib.errors import ProvinoError

DESCRIPTION = """Everything the dashboard does with galleries, for scripts and for the `provino` command.

Send `Authorization: Bearer prv_…`; a token is made in the settings or with `provino token create`. Lists answer
`{"items": […], "next": …}`: ask again with `cursor` set to `next` until it is null. Refusals answer `{"code", "message"}`.
Uploads follow tus 1.0 at `/api/v1/uploads`."""


class Api(NinjaAPI):
    """Adds the tus addresses, which are not django-ninja's, to the description."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        schema["paths"].update(TUS_PATHS)
        return schema


api = Api(title="Provino", version="1", description=DESCRIPTION, docs_url=None, urls_namespace="api")
for part in (galleries, photos, visitors, choosing, exports):
    api.add_router("/galleries", part.router)


@api.exception_handler(ProvinoError)
def say_refusal(request: HttpRequest, error: ProvinoError) -> HttpResponse:
    """A refusal of any package, with its own status."""
    return api.create_response(request, refusal(error), status=status_of(error))


@api.exception_handler(ValidationError)
def say_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input that does not fit the schema: what and where."""
    places = [f"{'.'.join(str(part) for part in item['loc'][1:])}: {item['msg']}" for item in error.errors]
    return api.create_response(request, {"code": "invalid", "message": "; ".join(places)}, status=422)


@api.exception_handler(HttpError)
def say_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What django-ninja refuses itself, such as a body that is no JSON."""
    return api.create_response(request, {"code": "bad-request", "message": str(error)}, status=error.status_code)
