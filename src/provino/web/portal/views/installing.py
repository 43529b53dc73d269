"""What a phone needs to keep a gallery on its home screen."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from provino.studios.icons import ICONS
from provino.web.portal.door import Visit, visitor_json
from provino.web.portal.look import dress_of

_SHORT = 12  # letters that stand under an icon


@require_safe
@visitor_json
def manifest(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Name, icons and colours of this gallery as an app that opens at its address."""
    gallery, paper = visit.gallery, dress_of(visit.look).paper
    title = gallery.title
    data = {
        "id": visit.address,
        "name": f"{title}, {gallery.studio.name}",
        "short_name": title if len(title) <= _SHORT else gallery.studio.name[:_SHORT].rstrip(),
        "lang": request.LANGUAGE_CODE,
        "start_url": visit.address,
        "scope": visit.address,
        "display": "standalone",
        "background_color": paper,
        "theme_color": paper,
        "icons": [
            {
                "src": reverse("shared:studio-icon", args=[gallery.studio.public_id, name]),
                "sizes": f"{kind.size}x{kind.size}",
                "type": "image/png",
                "purpose": "maskable" if name.startswith("maskable") else "any",
            }
            for name, kind in ICONS.items()
            if not name.startswith("touch")
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")
