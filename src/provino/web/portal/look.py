"""A gallery's look as its pages wear it: names of frontend/styles/theme.css and addresses of stylesheets."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from provino.galleries.look import Look
from provino.galleries.models import FontPair, Theme
from provino.web.shared.look import LookForm

# base-100 of each theme, which the browser's own bars take on.
_PAPERS = {Theme.LIGHT: "#ffffff", Theme.DARK: "#121211", Theme.PAPER: "#faf6ec"}
_NAMES = {Theme.AUTO: "", Theme.LIGHT: "provino", Theme.DARK: "provino-dark", Theme.PAPER: "provino-paper"}
# Small enough to be asked for before the stylesheet names them, so that a title keeps its lines.
_FACES = {
    FontPair.FRAUNCES: "generated/fraunces-latin.woff2",
    FontPair.CORMORANT: "generated/cormorant-latin.woff2",
    FontPair.SANS: "generated/jost-latin.woff2",
}


@dataclass(frozen=True, slots=True)
class Dress:
    """`theme` is empty where the visitor's device decides; `papers` are colours with the media query they hold for."""

    theme: str
    scheme: str
    papers: list[tuple[str, str]]
    paper: str
    fonts: str
    face: str
    stylesheet: str


def dress_of(look: Look) -> Dress:
    """Return what every page of a gallery with that look puts on."""
    theme = Theme(look.theme)
    if theme == Theme.AUTO:
        papers = [(_PAPERS[kind], f"(prefers-color-scheme: {kind})") for kind in (Theme.LIGHT, Theme.DARK)]
    else:
        papers = [(_PAPERS[theme], "")]
    return Dress(
        theme=_NAMES[theme],
        scheme={Theme.AUTO: "light dark", Theme.DARK: "dark"}.get(theme, "light"),
        papers=papers,
        paper=papers[0][0],
        fonts=look.font_pair,
        face=_FACES.get(FontPair(look.font_pair), ""),
        stylesheet=reverse("shared:accent-css", args=[look.brand.removeprefix("#").lower()]),
    )


def unsaved_look(request: HttpRequest) -> dict[str, Any]:
    """Return the look a member tries out, as the page's address carries it; nothing for an address without a valid one."""
    if "cover_design" not in request.GET:
        return {}
    form = LookForm(request.GET)
    return dict(form.changes()) if form.is_valid() else {}


def let_frame(response: HttpResponse) -> HttpResponse:
    """Let our own page about the look, and nobody else, show this one in a frame."""
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]  # read by django-csp
    return response
