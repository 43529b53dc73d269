"""The page of contacts."""

from django.http import HttpResponse
from django.shortcuts import render

from provino.web.shared.access import MemberRequest, member_required


@member_required
def contact_list(request: MemberRequest) -> HttpResponse:
    """Show it."""
    return render(request, "dashboard/base.html")
