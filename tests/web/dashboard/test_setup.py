"""The first page, and where people without a studio are sent."""

from django.test import Client


def test_home_leads_a_member_to_the_galleries(signed_in: Client) -> None:
    response = signed_in.get("/")
    assert (response.status_code, response["Location"]) == (302, "/galleries/")


def test_base_page_shows_only_what_exists(signed_in: Client) -> None:
    page = signed_in.get("/contacts/").content.decode()
    assert "Galleries" in page
    assert "Overview" not in page
    assert "style=" not in page
