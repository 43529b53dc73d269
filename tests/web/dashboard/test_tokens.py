"""The page of API tokens."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.studios.models import ApiToken, Member
from provino.studios.tokens import create_token, token_for_secret
from tests.web.dashboard.people import other_studio_browser, staff_browser

pytestmark = pytest.mark.django_db

FORM = {"name": "Laptop", "scopes": ["photos:write"], "expires": "30"}


def test_a_token_is_shown_once_and_works(member: Member, signed_in: Client) -> None:
    page = signed_in.post("/settings/tokens/", FORM).content.decode()
    found = re.search(r"prv_\w+", page)
    assert found
    token = token_for_secret(found[0])
    assert token is not None
    assert (token.member, token.scopes) == (member, ["photos:write"])
    assert ApiToken.objects.get().expires_at is not None
    assert found[0] not in signed_in.get("/settings/tokens/").content.decode()


@pytest.mark.parametrize("changes", [{"scopes": ["everything"]}, {"scopes": []}, {"name": ""}, {"expires": "soon"}])
def test_a_bad_token_is_not_made(signed_in: Client, changes: dict[str, object]) -> None:
    assert signed_in.post("/settings/tokens/", {**FORM, **changes}).status_code == 422
    assert not ApiToken.objects.exists()


def test_ending_a_token_shuts_programs_out(member: Member, signed_in: Client) -> None:
    token, secret = create_token(member, by=member)
    address = f"/settings/tokens/{token.public_id}/revoke"
    assert other_studio_browser().post(address).status_code == 404
    assert staff_browser(member).post(address).status_code == 403
    assert token_for_secret(secret) == token
    assert signed_in.post(address).status_code == 302
    assert token_for_secret(secret) is None
    assert signed_in.post(address).status_code == 404


def test_the_list_needs_a_constant_number_of_queries(
    member: Member, signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    create_token(member, by=member)
    with django_assert_num_queries(5) as first:
        signed_in.get("/settings/tokens/")
    for _ in range(2):
        create_token(member, by=member)
    with django_assert_num_queries(len(first)):
        signed_in.get("/settings/tokens/")
