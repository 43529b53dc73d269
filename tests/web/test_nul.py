"""A NUL in a query or a form: PostgreSQL takes none as text, and no page may break on it."""

import pytest
from django.test import Client

from provino.studios.models import Member
from tests.factories import make_gallery, make_section

pytestmark = pytest.mark.django_db
GETS = [
    "/galleries/?q=%00&state=%00&sort=%00&deleted=%00&page=%00",
    "/contacts/?q=%00&sort=%00&page=%00",
    "/search?q=%00",
    "/galleries/{gallery}/?removed=%00&page=%00",
    "/galleries/{gallery}/orders?who=%00&program=%00",
    "/galleries/{gallery}/export?who=%00&program=%00",
    "/galleries/{gallery}/handover?removed=%00",
    "/galleries/{gallery}/send?to=%00",
    "/galleries/{gallery}/send?to=a%00",
    "/settings/?brand_color=%00",
    "/g/{gallery}/?page=%00",
    "/g/{gallery}/photos?page=%00",
    "/g/{gallery}/favourites?removed=%00",
    "/g/{gallery}/handover/zip?folder=%00",
]


@pytest.mark.parametrize("address", GETS)
def test_query_with_nul_breaks_no_page(signed_in: Client, member: Member, address: str) -> None:
    gallery = make_gallery(studio=member.studio)
    assert signed_in.get(address.format(gallery=gallery.public_id)).status_code < 500


def test_section_renamed_with_nul_breaks_no_page(signed_in: Client, member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    section = make_section(gallery=gallery)
    address = f"/galleries/{gallery.public_id}/sections/{section.public_id}"
    assert signed_in.post(address, {"action": "rename", "name": "a\0b"}).status_code < 500


def test_visitor_forms_with_nul_break_no_page(client: Client) -> None:
    gallery = make_gallery()
    page = f"/g/{gallery.public_id}"
    for address, fields in {
        "identify": {"email": "a\0@example.com", "name": "a\0", "next": "\0"},
        "enter": {"password": "\0"},
        "language": {"language": "\0", "next": "\0"},
    }.items():
        assert client.post(f"{page}/{address}", fields).status_code < 500
