"""One bare Django view: it stores a heart by a single insert and asks for nothing else."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from provino.proofing.models import Favourite


def health(request: HttpRequest) -> HttpResponse:
    """The server is up."""
    return HttpResponse("ok")


def insert(request: HttpRequest, list_id: int, photo_id: int) -> JsonResponse:
    """Store it."""
    Favourite.objects.create(favourite_list_id=list_id, photo_id=photo_id)
    return JsonResponse({"favourite": True})


urlpatterns = [path("healthz", health), path("bare/<int:list_id>/<int:photo_id>", insert)]
