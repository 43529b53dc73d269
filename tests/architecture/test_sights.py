"""Every page is looked at by tests/journeys/test_accessibility.py; an address that is not says here why."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve
from tools.pictures import DASHBOARD, OVERVIEW, PORTAL

from tests.architecture.addresses import all_addresses
from tests.journeys.sights import SIGHTS

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[2] / "docs"

# What answers GET and is no page of its own, and why.
NO_PAGE = {
    "": "leads on",
    "g/<str:gallery_id>/handover/files/<str:file_id>": "a download",
    "g/<str:gallery_id>/handover/zip": "a download",
    "g/<str:gallery_id>/list.json": "data of the grid",
    "g/<str:gallery_id>/list/<str:fingerprint>/<int:part>.json": "data of the grid",
    "g/<str:gallery_id>/lists": "data of the counter",
    "g/<str:gallery_id>/lists/<str:list_id>/prices": "data of the counter",
    "g/<str:gallery_id>/manifest.webmanifest": "read by the phone that installs the gallery",
    "g/<str:gallery_id>/photos/<str:photo_id>/comments": "data of full screen, which has sights",
    "dev/mail/<str:message_id>/html": "a mail, shown within the mailbox's page",
    "galleries/<str:gallery_id>/export.txt": "a download",
    "galleries/<str:gallery_id>/package/example": "a part of the package page",
    "galleries/<str:gallery_id>/send/preview": "a part of the page that sends",
    "galleries/<str:gallery_id>/send/qr.svg": "a picture",
    "settings/accent": "a part of the studio's page",
    "settings/watermarks/<str:watermark_id>/preview": "a picture",
    "settings/watermarks/new/preview": "a picture",
    "setup": "only of an empty installation: looked at by a test of its own",
    "studio/new": "only where the operator opened sign-up",
    "accent/<str:colour>.css": "a stylesheet",
    "studio/<str:studio_id>.css": "a stylesheet",
    "studio/<str:studio_id>/icons/<str:name>.png": "a picture",
    "studio/<str:studio_id>/logo.png": "a picture",
    "healthz": "a supervisor's question",
    "readyz": "a supervisor's question",
}


def _routes(paths: Iterable[str]) -> set[str]:
    """Addresses as the resolver writes them, a personal link as where it leads; allauth's, which are many, left out."""
    filled = [re.sub(r"\{\w+\}", "1", path.replace("i/{secret}?to=", "")).partition("?")[0] for path in paths]
    return {resolve(path).route for path in filled if path != "/nothing" and not path.startswith("/account/")}


def test_every_page_has_a_sight(signed_in: Client) -> None:
    """Addresses that only take forms answer 405; what their refusals look like belongs to the page the form is on."""
    seen = _routes(sight.path for sight in SIGHTS)
    ours = [one for one in all_addresses() if not one.pattern.startswith(("api/", "account/"))]
    assert len(ours) > 80
    missing = [
        one.pattern
        for one in ours
        if one.pattern not in seen | set(NO_PAGE)
        and signed_in.get(one.path(dict.fromkeys(one.parameters, "1"))).status_code != 405
    ]
    assert missing == []
    assert set(NO_PAGE) <= {one.pattern for one in ours} - seen


def test_every_sight_has_a_name_of_its_own() -> None:
    names = [str(sight) for sight in SIGHTS]
    assert sorted(names) == sorted(set(names))


# Pages without a picture in the docs, and why.
NO_PICTURE = {
    "dev/mail": "a mailbox for trying out",
    "dev/mail/<str:message_id>": "a mailbox for trying out",
    "invite/<str:secret>": "the page on which one signs up",
}


def test_every_page_has_a_picture_in_the_docs() -> None:
    """`make pictures` takes them, docs/pages.md shows them."""
    pictures = [*OVERVIEW, *DASHBOARD, *PORTAL]
    assert _routes(sight.path for sight in SIGHTS) - _routes(one.path for one in pictures) == set(NO_PICTURE)
    shown = set(re.findall(r"\(pictures/([\w-]+)\.jpg\)", (DOCS / "pages.md").read_text(encoding="utf-8")))
    assert shown == {one.name for one in pictures} == {file.stem for file in (DOCS / "pictures").iterdir()}
