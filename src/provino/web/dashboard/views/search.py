"""Search from anywhere."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from provino.web.dashboard.searching import find
from provino.web.shared.access import MemberRequest, member_required


@require_GET
@member_required
def search_page(request: MemberRequest) -> HttpResponse:
    """Galleries, contacts and file names that contain the words: a page, or the list alone for the search box."""
    words = request.GET.get("q", "")
    context = {"q": words.strip(), "found": find(request.member.studio, words)}
    template = "dashboard/search.html"
    if request.headers.get("HX-Request"):
        template += "#results"
    return render(request, template, context)
