"""What every template may use."""

from typing import Any

from django.http import HttpRequest


def studio(request: HttpRequest) -> dict[str, Any]:
    """The signed-in member and their studio, if there is one."""
    member = getattr(request, "member", None)
    return {"member": member, "studio": member.studio if member else None}
