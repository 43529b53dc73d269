"""Addresses both sides share: is the server alive, is it ready, what a studio's colours are."""

from django.urls import path

from provino.web.shared import health, studio_files

app_name = "shared"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("studio/<str:studio_id>.css", studio_files.studio_css, name="studio-css"),
    path("studio/<str:studio_id>/logo.png", studio_files.studio_logo, name="studio-logo"),
    path("studio/<str:studio_id>/icons/<str:name>.png", studio_files.studio_icon, name="studio-icon"),
    path("accent/<str:colour>.css", studio_files.accent_css, name="accent-css"),
]
