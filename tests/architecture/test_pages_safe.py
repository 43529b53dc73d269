"""Every page, seen by those it is for: what people typed stays text, nothing leaks, nobody else is asked."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.architecture.addresses import Address, all_addresses
from tests.architecture.world import World, make_world, signed_in

pytestmark = pytest.mark.django_db

HOSTILE = """</title></script><script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"""
FOREIGN = re.compile(r"""(?:src|href|action|srcset|poster)=["']?(?:https?:)?//(?!127\.0\.0\.1|testserver)[^"'>\s]+""")
PAGES = [address for address in all_addresses() if address.policy in {"member", "owner", "visitor", "link", "public"}]


@pytest.fixture
def world() -> World:
    return make_world(HOSTILE)


def _answers(world: World, address: Address) -> list[Any]:
    """What the owner, a stranger and the client see there."""
    client = Client()
    client.get(f"/g/{world.gallery.public_id}/i/{world.values['secret']}")
    return [browser.get(address.path(world.values)) for browser in (signed_in(world.owner), Client(), client)]


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_what_people_typed_stays_text(world: World, address: Address) -> None:
    for answer in _answers(world, address):
        assert answer.status_code < 500
        if answer["Content-Type"].startswith(("text/html", "image/svg")):
            text = answer.content.decode()
            assert "<script>alert" not in text
            assert "<img src=x" not in text
            assert FOREIGN.findall(text) == []


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_every_answer_carries_the_headers_of_safety(world: World, address: Address) -> None:
    for answer in _answers(world, address):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] in {"no-referrer", "same-origin"}  # a form of Django's needs its own origin
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        is_mail = (
            "sandbox" in policy and "script-src 'none'" in policy
        )  # shown as it is, in a frame that can do nothing
        assert "unsafe" not in policy or is_mail
        if address.policy not in {"public"}:
            assert "public" not in answer["Cache-Control"]


def test_hostile_words_really_reach_the_pages(world: World) -> None:
    answers = [answer for address in PAGES for answer in _answers(world, address)[:1]]
    seen = [answer.content.decode() for answer in answers if answer["Content-Type"].startswith("text/")]
    assert sum("&lt;script&gt;alert(1)" in text for text in seen) > 10
