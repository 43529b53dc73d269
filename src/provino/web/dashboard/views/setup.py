"""The first page there is, and where the address without a path leads."""

from django.http import HttpResponse, HttpResponseRedirect

from provino.web.shared.access import MemberRequest, member_required


@member_required
def home(request: MemberRequest) -> HttpResponse:
    """The dashboard begins with the galleries."""
    return HttpResponseRedirect("/galleries/")
