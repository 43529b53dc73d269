"""Every address of Provino that Django answers; the lanes of front.py answer /media/, /files/, /zip/ and PATCH /api/v1/uploads/."""

from django.urls import include, path

from provino.api.urls import urlpatterns as api_urls
from provino.web.dashboard.views.account import second_steps

handler400 = "provino.web.shared.errors.bad_request"
handler403 = "provino.web.shared.errors.forbidden"
handler404 = "provino.web.shared.errors.not_found"
handler500 = "provino.web.shared.errors.server_error"

urlpatterns = [
    path("g/", include("provino.web.portal.urls")),
    path("account/2fa/", second_steps),
    path("account/", include("allauth.urls")),
    path("api/v1/", include(api_urls)),
    path("", include("provino.web.shared.urls")),
    path("", include("provino.web.dashboard.urls")),
]
