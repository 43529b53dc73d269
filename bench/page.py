"""What a gallery page of 1,000 photos costs before its first picture: queries, bytes as really sent, fonts.

make bench ONLY=page
"""

import gzip
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from bench.web import web_process

PHOTOS = 1000
WEIGHT_LIMIT, FONTS_LIMIT = 100_000, 120_000
TEXT_FAMILY = "Instrument Sans"

PREPARE = """
import json, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable")
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from provino.lib.imaging.recipes import RECIPES
from tests.factories import make_gallery, make_photo, make_section, make_studio
studio = make_studio()
made = {}
renditions = {recipe.name: [recipe.fingerprint, *recipe.size(3000, 2000), 50000] for recipe in RECIPES}
import secrets
for count in (1, int(sys.argv[1])):
    gallery = make_gallery(studio=studio, photo_label="filename")
    sections = [make_section(gallery=gallery) for _ in range(4)]
    for number in range(count):
        portrait = number % 3 == 0
        make_photo(
            gallery=gallery, section=sections[number * 4 // count], original_name=f"IMG_{4000 + number}.JPG",
            width=2000 if portrait else 3000, height=3000 if portrait else 2000,
            placeholder=secrets.token_urlsafe(14), renditions=renditions,
        )
    address = f"/g/{gallery.public_id}/"
    browser = Client(SERVER_NAME="localhost")
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    made[count] = {"address": address, "queries": len(queries)}
print(json.dumps(made))
"""


def run() -> list[dict[str, Any]]:
    """`page.queries` against a page of one photo, `page.weight` and `page.fonts` in bytes against their limits."""
    with tempfile.TemporaryDirectory(prefix="provino-bench-") as name:
        environment = {
            **os.environ,
            "PROVINO_DATA": name,
            "DJANGO_SETTINGS_MODULE": "provino.config.settings",
            "PROVINO_SECRET_KEY": secrets.token_urlsafe(48),
        }
        root = Path(__file__).resolve().parent.parent
        prepare = [sys.executable, "-c", PREPARE, str(PHOTOS)]
        prepared = subprocess.run(prepare, env=environment, cwd=root, check=True, stdout=subprocess.PIPE, text=True)
        made = json.loads(prepared.stdout)
        one, many = made["1"], made[str(PHOTOS)]
        weights, fonts = _sent(many["address"], environment)
    return [
        _figure(
            "page.queries", many["queries"], one["queries"], "queries", f"a page of {PHOTOS} photos against one of 1"
        ),
        _figure("page.weight", sum(weights.values()), WEIGHT_LIMIT, "bytes", _listed(weights)),
        _figure("page.fonts", sum(fonts.values()), FONTS_LIMIT, "bytes", _listed(fonts)),
    ]


def _sent(address: str, environment: dict[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """Bytes of the page with its styles and scripts as our web process sends them, and those of the fonts."""
    with web_process(environment) as url, httpx.Client(base_url=url, headers={"Accept-Encoding": "gzip"}) as browser:
        page = _get(browser, address)
        weights = {"page": page[0]}
        faces: dict[str, dict[str, int]] = {}
        for link in _assets(page[1], address):
            weights[Path(link).name], text = _get(browser, link)
            for family, font in _faces(text) if link.endswith(".css") else []:
                font_address = urljoin(link, font)
                faces.setdefault(family, {})[Path(font_address).name] = _get(browser, font_address)[0]
    return weights, _heaviest_pair(faces)


def _faces(css: str) -> list[tuple[str, str]]:
    """Family and address of every face that is fetched."""
    found = []
    for face in re.findall(r"@font-face\s*{([^}]*)}", css):
        family = re.search(r"font-family:\s*([^;]+)", face)
        font = re.search(r"url\(([^)]+\.woff2)\)", face)
        if family and font:
            found.append((family[1].strip("\"' "), font[1].strip("\"'")))
    return found


def _heaviest_pair(faces: dict[str, dict[str, int]]) -> dict[str, int]:
    """The faces of texts with those of the heaviest family for titles: a page uses one pair, and browsers fetch no other."""
    titles = max(
        (fonts for family, fonts in faces.items() if family != TEXT_FAMILY), key=lambda fonts: sum(fonts.values())
    )
    return {**faces[TEXT_FAMILY], **titles}


def _get(browser: httpx.Client, address: str) -> tuple[int, str]:
    with browser.stream("GET", address) as answer:
        answer.raise_for_status()
        raw = b"".join(answer.iter_raw())
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return len(raw), (gzip.decompress(raw) if packed else raw).decode("utf-8", "replace")


def _assets(page: str, address: str) -> list[str]:
    links = re.findall(r'<link[^>]+href="([^"]+\.(?:css|js))"', page) + re.findall(r'<script[^>]+src="([^"]+)"', page)
    return [urljoin(address, link) for link in dict.fromkeys(links)]


def _listed(sizes: dict[str, int]) -> str:
    return ", ".join(f"{name} {size}" for name, size in sizes.items())


def _figure(name: str, ours: int, limit: int, unit: str, detail: str) -> dict[str, Any]:
    ratio = limit / ours if ours else 0.0
    return {
        "name": name,
        "ours": ours,
        "reference": limit,
        "ratio": round(ratio, 3),
        "goal": 1,
        "met": ratio >= 1,
        "unit": unit,
        "detail": detail,
    }
