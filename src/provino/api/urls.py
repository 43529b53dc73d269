"""Addresses of the API: tus by hand, the rest by django-ninja."""

from django.urls import URLPattern, URLResolver, path

from provino.api import tus
from provino.api.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("uploads", tus.uploads, name="uploads"),
    path("uploads/<str:upload_id>", tus.upload, name="upload"),
    path("", api.urls),
]
