"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def studio(request: HttpRequest) -> dict[str, Any]:
    """The signed-in member and their studio, if there is one, and whether strangers may make an account."""
    member = getattr(request, "member", None)
    is_open = settings.PROVINO_SIGN_UP == "open"
    return {"member": member, "studio": member.studio if member else None, "is_sign_up_open": is_open}
