"""The Activity tab: what visitors did in a gallery, the latest first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from provino.galleries.access import gallery_for_member
from provino.galleries.addresses import media_prefix
from provino.galleries.queries import photo_counts
from provino.lib.signatures import MEMBER
from provino.visitors.access import visitor_for_member
from provino.visitors.queries import activity_in, latest_visitors
from provino.web.dashboard.activity_words import activity_more, activity_words
from provino.web.dashboard.choices import person_name
from provino.web.shared.access import MemberRequest, member_required

_PER_PAGE = 50
_MOST_PEOPLE = 100


@require_GET
@member_required
def activity_page(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Everything visitors did, or (`?who=`) what one of them did. Whoever is not among the latest is found by their name in the list."""
    gallery = gallery_for_member(request.member, gallery_id)
    who = request.GET.get("who", "")
    person = visitor_for_member(request.member, gallery_id, who) if who else None
    page = Paginator(activity_in(gallery, visitor=person), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "gallery": gallery,
        "tab": "activity",
        "counts": {"photos": photo_counts(gallery).pictures},
        "page": page,
        "rows": [(one, person_name(one.visitor), activity_words(one), activity_more(one)) for one in page],
        "people": [(one.public_id, person_name(one)) for one in latest_visitors(gallery, most=_MOST_PEOPLE)],
        "person": person,
        "person_name": person_name(person) if person else "",
        "prefix": media_prefix(gallery, MEMBER),
    }
    return render(request, "dashboard/activity.html", context)
