"""The first page, and where people without a studio are sent."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from provino.accounts.models import User
from provino.studios.models import Member, Studio
from provino.studios.setup import current_setup_code
from tests.factories import PASSWORD, make_member, make_studio, make_user

pytestmark = pytest.mark.django_db

FORM = {
    "studio_name": "Pracownia Marii",
    "name": "Maria Wójcik",
    "email": "maria@example.com",
    "password": PASSWORD,
    "language": "pl",
    "currency": "PLN",
    "time_zone": "Europe/Warsaw",
}


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> None:
    settings.PROVINO_DATA = tmp_path
    cache.clear()


@pytest.mark.parametrize("address", ["/", "/galleries/", "/contacts/", "/settings/", "/search?q=x", "/operator/"])
def test_without_a_studio_pages_lead_to_setup(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == "/setup"


def test_setup_makes_the_studio_and_signs_in(client: Client) -> None:
    response = client.post("/setup", {**FORM, "code": current_setup_code()})
    assert (response.status_code, response["Location"]) == (302, "/")
    studio = Studio.objects.get()
    assert (studio.name, studio.currency, studio.time_zone, studio.language) == (
        "Pracownia Marii",
        "PLN",
        "Europe/Warsaw",
        "pl",
    )
    assert client.get("/")["Location"] == "/galleries/"


def test_setup_with_a_wrong_code_makes_nothing(client: Client) -> None:
    response = client.post("/setup", {**FORM, "code": "AAAA"})
    assert response.status_code == 422
    assert "This is not the set-up code" in response.content.decode()
    assert not User.objects.exists()


def test_setup_says_beside_the_field_what_is_wrong(client: Client) -> None:
    response = client.post("/setup", {**FORM, "code": current_setup_code(), "password": "1234567890"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_password_error"' in page
    assert not Studio.objects.exists()


def test_setup_slows_down_guessing(client: Client) -> None:
    for _ in range(10):
        client.post("/setup", {**FORM, "code": "AAAA"})
    response = client.post("/setup", {**FORM, "code": current_setup_code()})
    assert "Too many attempts" in response.content.decode()
    assert not Studio.objects.exists()


def test_setup_is_gone_once_there_is_a_studio(client: Client) -> None:
    make_studio()
    assert client.get("/setup").status_code == 404
    assert client.post("/setup", FORM).status_code == 404


def test_home_leads_a_member_to_the_galleries(signed_in: Client) -> None:
    response = signed_in.get("/")
    assert (response.status_code, response["Location"]) == (302, "/galleries/")


def test_base_page_shows_only_what_exists_and_nothing_inline(signed_in: Client) -> None:
    page = signed_in.get("/contacts/").content.decode()
    assert "Galleries" in page
    assert "Overview" not in page
    assert "style=" not in page
    assert "onclick" not in page


def test_a_form_of_a_browser_may_come_back(signed_in: Client) -> None:
    """With no-referrer a browser sends `Origin: null`, which the CSRF check refuses."""
    assert signed_in.get("/contacts/")["Referrer-Policy"] == "same-origin"


def test_somebody_without_a_studio_is_told_so(client: Client) -> None:
    make_studio()
    client.force_login(make_user())
    assert client.get("/contacts/")["Location"] == "/account/no-studio"
    assert client.get("/account/no-studio").status_code == 200
    assert client.get("/studio/new").status_code == 404


def test_a_new_studio_where_sign_up_is_open(client: Client, settings: Settings) -> None:
    settings.PROVINO_SIGN_UP = "open"
    make_studio()
    client.force_login(make_user())
    assert client.get("/contacts/")["Location"] == "/studio/new"
    values = {name: FORM[name] for name in ("studio_name", "language", "currency", "time_zone")}
    assert client.post("/studio/new", values)["Location"] == "/"
    assert client.get("/contacts/").status_code == 200


def test_a_member_of_two_studios_goes_over(member: Member, signed_in: Client) -> None:
    other = make_member(user=member.user)
    assert signed_in.post(f"/studio/{other.studio.public_id}/choose").status_code == 302
    assert other.studio.name in signed_in.get("/settings/security").content.decode()
    assert f'href="/studio/{other.studio.public_id}.css"' in signed_in.get("/contacts/").content.decode()


def test_nobody_goes_over_to_a_foreign_studio(signed_in: Client) -> None:
    assert signed_in.post(f"/studio/{make_studio().public_id}/choose").status_code == 404


def test_the_members_language_stands_before_the_studios(member: Member, signed_in: Client) -> None:
    assert '<html lang="en">' in signed_in.get("/contacts/").content.decode()
    member.user.language = "pl"
    member.user.save()
    assert '<html lang="pl">' in signed_in.get("/contacts/").content.decode()
    assert '<html lang="pl">' in signed_in.get("/account/password/change/").content.decode()
