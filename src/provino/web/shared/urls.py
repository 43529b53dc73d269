"""Addresses both sides share: is the server alive, is it ready, what a studio's colours are."""

from django.urls import path

from provino.web.shared import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
