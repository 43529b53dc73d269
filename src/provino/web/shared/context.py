"""What every template may use."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from provino.studios.members import is_operator


def studio(request: HttpRequest) -> dict[str, Any]:
    """The signed-in member and their studio, if there is one, and what they and strangers may do here."""
    member = getattr(request, "member", None)
    return {
        "member": member,
        "studio": member.studio if member else None,
        "is_operator": partial(is_operator, member) if member else False,  # asks the database only where it is used
        "is_sign_up_open": settings.PROVINO_SIGN_UP == "open",
    }
