"""What every page of a studio wears: its colour as tokens, its logo, its icons."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from provino.lib.errors import NotFoundError
from provino.lib.storage import Storage
from provino.studios.branding import stylesheet
from provino.studios.errors import BadColourError
from provino.studios.icons import ICONS, icon_path
from provino.studios.models import Studio

_CACHE = "public, max-age=60, stale-while-revalidate=86400"


def _studio(studio_id: str) -> Studio:
    studio = Studio.objects.filter(public_id=studio_id).only("public_id", "name", "brand_color", "logo_key").first()
    if studio is None:
        raise NotFoundError
    return studio


@require_safe
def studio_css(request: HttpRequest, studio_id: str) -> HttpResponseBase:
    """The studio's tokens as a stylesheet."""
    return _css(request, brand=_studio(studio_id).brand_color)


@require_safe
def accent_css(request: HttpRequest, colour: str) -> HttpResponseBase:
    """Any colour's tokens as a stylesheet: what a gallery with an accent of its own wears."""
    try:
        return _css(request, brand=f"#{colour}")
    except BadColourError:
        raise NotFoundError from None


def _css(request: HttpRequest, *, brand: str) -> HttpResponseBase:
    css = stylesheet(brand)
    etag = f'"{hashlib.sha256(css.encode()).hexdigest()[:16]}"'
    response = HttpResponse(
        css, content_type="text/css; charset=utf-8", headers={"ETag": etag, "Cache-Control": _CACHE}
    )
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def studio_logo(request: HttpRequest, studio_id: str) -> HttpResponseBase:
    """The studio's logo as PNG."""
    key = _studio(studio_id).logo_key
    path = Storage(Path(settings.PROVINO_FILES)).path(key) if key else None
    if path is None or not path.is_file():
        raise NotFoundError
    return _png(request, path)


@require_safe
def studio_icon(request: HttpRequest, studio_id: str, name: str) -> HttpResponseBase:
    """The studio as an icon on a home screen."""
    if name not in ICONS:
        raise NotFoundError
    return _png(request, icon_path(_studio(studio_id), name))


def _png(request: HttpRequest, path: Path) -> HttpResponseBase:
    etag = f'"{path.stem[-16:]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    headers = {"ETag": etag, "Cache-Control": _CACHE}
    return HttpResponse(path.read_bytes(), content_type="image/png", headers=headers)
