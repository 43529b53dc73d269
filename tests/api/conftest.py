"""A member with a token, as the API's clients are."""

import pytest

from provino.galleries.models import Gallery
from provino.studios.models import Member
from provino.studios.tokens import create_token
from tests.api.json_client import Api
from tests.factories import make_gallery


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio)


@pytest.fixture
def bearer(member: Member) -> dict[str, str]:
    """The header of a token with all scopes."""
    return bearer_of(member)


def bearer_of(member: Member, scopes: list[str] | None = None) -> dict[str, str]:
    _, secret = create_token(member, scopes=scopes, by=member)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def api(bearer: dict[str, str]) -> Api:
    """A script with a token that may do everything the owner may."""
    return Api(bearer)
