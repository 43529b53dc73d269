"""The page that takes photos in; the files themselves go to the upload endpoint of the API."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from provino.galleries.access import gallery_for_member
from provino.galleries.addresses import media_prefix, rendition_url
from provino.galleries.queries import latest_ready, photo_counts
from provino.lib.signatures import MEMBER
from provino.web.shared.access import MemberRequest, member_required

LATEST = 12


@member_required
@require_safe
def gallery_upload(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Drop a folder of thousands here."""
    gallery = gallery_for_member(request.member, gallery_id)
    counts = photo_counts(gallery)
    prefix = media_prefix(gallery, MEMBER)
    context = {
        "gallery": gallery,
        "tab": "photos",
        "photo_counts": counts,
        "counts": {"photos": counts.pictures},
        "shots": [(photo, rendition_url(prefix, photo, "grid")) for photo in latest_ready(gallery, count=LATEST)],
    }
    return render(request, "dashboard/gallery_upload.html", context)
