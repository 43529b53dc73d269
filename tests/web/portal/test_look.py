"""What a gallery looks like to its clients: themes that can be read, covers, previews, and the home screen."""

import base64
import json
import re
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from provino.galleries.models import CoverDesign, FontPair, Gallery, Theme
from provino.studios.branding import accent_on_warm, accents, contrast
from provino.web.portal.cover import WRITTEN, type_class
from tests.factories import make_gallery, make_member, make_photo

STYLES = Path(__file__).resolve().parents[3] / "frontend" / "styles"
# What design/README.md demands on base-100, in light and in dark.
LEAST = {
    "base-content": (17.2, 15.8),
    "muted": (6.0, 7.6),
    "control": (3.7, 4.4),
    "primary": (17.2, 15.8),
    "success": (6.4, 8.6),
    "error": (7.7, 8.2),
}
LOOK = {"cover_design": "split", "theme": "dark", "font_pair": "fraunces", "accent_of": "own", "accent": "#00aa55"}


def _theme(name: str) -> dict[str, str]:
    """The colours of one theme, as the stylesheets have them."""
    sheets = (STYLES / "theme.css").read_text() + (STYLES / "portal.css").read_text()
    block = sheets.split(f'name: "{name}";', 1)[1].split("}", 1)[0]
    colours = dict(re.findall(r"--color-([\w-]+): (#\w{6})", block))
    if name == "provino-paper":
        return colours | dict(re.findall(r"--color-(muted|control): (#\w{6})", sheets))
    pairs = re.findall(r"--color-(muted|control): light-dark\((#\w{6}), (#\w{6})\)", sheets)
    return colours | {key: (light if name == "provino" else dark) for key, light, dark in pairs}


@pytest.mark.parametrize("name", ["provino", "provino-dark", "provino-paper"])
def test_each_theme_has_the_contrasts_of_the_design(name: str) -> None:
    theme = _theme(name)
    for colour, (light, dark) in LEAST.items():
        least = dark if name == "provino-dark" else light
        assert round(contrast(theme[colour], theme["base-100"]), 1) >= least, colour
    for colour in ("base-content", "muted", "success", "error", "primary"):
        assert contrast(theme[colour], theme["base-200"]) >= 4.5, f"{colour} on base-200"
    assert contrast(theme["control"], theme["base-200"]) >= 3
    assert contrast(theme["warning"], theme["warning-content"]) >= 9.9
    for colour in ("primary", "success", "error", "info", "accent"):
        assert contrast(theme[colour], theme[f"{colour}-content"]) >= 4.5, f"words on {colour}"


def test_any_accent_can_be_read_in_every_theme() -> None:
    names = ("provino", "provino-dark", "provino-paper")
    papers = [[_theme(name)[ground] for ground in ("base-100", "base-200")] for name in names]
    for channels in product(range(0, 256, 51), repeat=3):
        raw = "#" + "".join(f"{channel:02x}" for channel in channels)
        for accent, grounds in zip((*accents(raw), accent_on_warm(raw)), papers, strict=True):
            assert min(contrast(accent.color, ground) for ground in grounds) >= 4.5, raw
            assert contrast(accent.color, accent.content) >= 4.5, raw


@pytest.mark.parametrize("theme", Theme.values)
@pytest.mark.parametrize("font_pair", FontPair.values)
def test_pages_wear_the_look_of_their_gallery(stranger: Client, gallery: Gallery, theme: str, font_pair: str) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(theme=theme, font_pair=font_pair, accent="#00aa55", spacing=8)
    names = {"auto": "", "light": "provino", "dark": "provino-dark", "paper": "provino-paper"}
    for path in ("", "photos", "favourites", "identify"):
        page = stranger.get(f"/g/{gallery.public_id}/{path}").text
        root = page.split("<head>")[0]
        assert (f'data-theme="{names[theme]}"' in root) is (theme != "auto")
        assert f'data-fonts="{font_pair}"' in root
        assert 'href="/accent/00aa55.css" id="accent"' in page
        schemes = {"auto": "light dark", "dark": "dark"}
        assert f'name="color-scheme" content="{schemes.get(theme, "light")}"' in page
        assert page.count('name="theme-color"') == (2 if theme == "auto" else 1)
        assert " style=" not in page
    assert '<photo-grid data-gap="8"' in stranger.get(f"/g/{gallery.public_id}/").text


def test_pages_at_the_gate_wear_it_too(gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(theme="paper", visibility="closed")
    page = Client().get(f"/g/{gallery.public_id}/").text
    assert 'data-theme="provino-paper"' in page
    assert "manifest" not in page.replace("manifest.json", "")


@pytest.mark.parametrize("design", CoverDesign.values)
def test_cover_is_built_in_its_design(stranger: Client, gallery: Gallery, design: str) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(cover_design=design)
    header = stranger.get(f"/g/{gallery.public_id}/").text.split("<header ")[1].split("</header>")[0]
    assert f"cover--{design}" in header
    on_photo = "cover--ink" in header or "cover--paper" in header
    assert on_photo is (design in WRITTEN), "words on paper need no measuring"
    assert "data-covers" not in header


def test_cover_without_photos_is_paper_in_every_design(gallery: Gallery) -> None:
    empty = make_gallery(cover_design="split")
    assert '<header class="cover cover--plain"' in Client().get(f"/g/{empty.public_id}/").text


def test_frame_is_measured_where_its_words_stand() -> None:
    """A bar of white at the very top lies beneath the full cover's mark; in a frame the words keep off it."""
    cells = bytes.fromhex("f" * 9 + "0" * 18 + "0")
    placeholder = base64.urlsafe_b64encode(cells).rstrip(b"=").decode()
    low = type_class(placeholder, ratio=1.5, focal=(0.5, 0.5), written=WRITTEN[CoverDesign.FRAME])
    assert low == "cover--paper cover--low"


def test_a_member_tries_out_a_look_and_nobody_else(signed_in: Client, stranger: Client, gallery: Gallery) -> None:
    query = urlencode({**LOOK, "spacing": "8"})
    member = make_member(studio=gallery.studio)
    browser = Client()
    browser.force_login(member.user)
    tried = browser.get(f"/g/{gallery.public_id}/?{query}")
    assert "cover--split" in tried.text
    assert 'data-theme="provino-dark" data-fonts="fraunces"' in tried.text
    assert "/accent/00aa55.css" in tried.text
    assert tried["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in tried["Content-Security-Policy"]
    covers = json.loads(tried.text.split('data-covers="')[1].split('"')[0].replace("&quot;", '"'))
    assert set(covers) == set(CoverDesign.values)
    gallery.refresh_from_db()
    assert gallery.cover_design == "full"
    for other in (stranger, signed_in):
        page = other.get(f"/g/{gallery.public_id}/?{query}")
        assert "cover--full" in page.text
        assert "data-covers" not in page.text
        assert page["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize(
    "wrong", [{"cover_design": "x"}, {"theme": "\x00"}, {"spacing": "5"}, {"accent": "red"}, {"accent": "#1"}]
)
def test_a_look_that_does_not_exist_is_not_shown(gallery: Gallery, wrong: dict[str, str]) -> None:
    browser = Client()
    browser.force_login(make_member(studio=gallery.studio).user)
    page = browser.get(f"/g/{gallery.public_id}/?{urlencode({**LOOK, 'spacing': '8', **wrong})}")
    assert page.status_code == 200
    assert "cover--full" in page.text
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("colour", ["00aa55", "0a5", "00AA55"])
def test_accent_is_a_stylesheet_of_tokens(db: None, colour: str) -> None:
    answer = Client().get(f"/accent/{colour}.css")
    assert answer["Content-Type"].startswith("text/css")
    assert ":root{--brand:#00aa55;" in answer.text
    assert "[data-theme=provino-paper]{--color-accent:#" in answer.text
    assert Client().get(f"/accent/{colour}.css", headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("colour", ["red", "1234567", "00aa5g", "%23fff", "..%2f", "}body{"])
def test_what_is_no_colour_has_no_stylesheet(db: None, colour: str) -> None:
    assert Client().get(f"/accent/{colour}.css").status_code == 404


def test_gallery_can_be_put_on_the_home_screen(stranger: Client, gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(theme="paper")
    page = stranger.get(f"/g/{gallery.public_id}/").text
    address = f"/g/{gallery.public_id}/manifest.webmanifest"
    assert f'<link rel="manifest" href="{address}" crossorigin="use-credentials">' in page
    answer = stranger.get(address)
    assert answer["Content-Type"] == "application/manifest+json"
    data = answer.json()
    assert data["name"] == f"Anna & Piotr, {gallery.studio.name}"
    assert data["short_name"] == "Anna & Piotr"
    assert data["start_url"] == data["scope"] == f"/g/{gallery.public_id}/"
    assert data["theme_color"] == data["background_color"] == "#faf6ec"
    kinds = {(icon["sizes"], icon["purpose"]) for icon in data["icons"]}
    assert kinds == {(size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")}
    touch = re.findall(r'rel="apple-touch-icon" href="([^"]+)"', page)
    for source in [icon["src"] for icon in data["icons"]] + touch:
        icon = Client().get(source)
        assert icon["Content-Type"] == "image/png"
        assert icon.content.startswith(b"\x89PNG")


def test_manifest_of_a_shut_gallery_tells_nothing(stranger: Client, gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(password_hash="argon2$x")
    answer = Client().get(f"/g/{gallery.public_id}/manifest.webmanifest")
    assert answer.status_code == 403
    assert "Anna" not in answer.text


@pytest.mark.parametrize("name", ["icon-64", "..%2flogo", "touch-180%00"])
def test_icons_of_other_kinds_are_not_there(gallery: Gallery, name: str) -> None:
    assert Client().get(f"/studio/{gallery.studio.public_id}/icons/{name}.png").status_code == 404
    assert Client().get("/studio/nobody/icons/icon-192.png").status_code == 404


def test_the_cover_of_a_long_title_is_set_smaller_in_every_design(gallery: Gallery) -> None:
    make_photo(gallery=gallery)
    for design in CoverDesign.values:
        Gallery.objects.filter(pk=gallery.pk).update(title="Wesele Agnieszki", cover_design=design)
        assert "cover--long" in Client().get(f"/g/{gallery.public_id}/").text
