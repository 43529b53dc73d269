"""Galleries and browsers for the client's pages."""

import pytest
from django.test import Client

from provino.galleries.models import Gallery, Invitation
from tests.factories import make_gallery, make_invitation, make_photo


@pytest.fixture
def gallery(db: None) -> Gallery:
    """An open gallery with two photos."""
    gallery = make_gallery(title="Anna & Piotr", language="en")
    for _ in range(2):
        make_photo(gallery=gallery)
    return gallery


@pytest.fixture
def invitation(gallery: Gallery) -> Invitation:
    return make_invitation(gallery=gallery)


@pytest.fixture
def stranger(gallery: Gallery) -> Client:
    """A browser that opened the plain link."""
    browser = Client()
    browser.get(f"/g/{gallery.public_id}/")
    return browser


@pytest.fixture
def client_browser(gallery: Gallery, invitation: Invitation) -> Client:
    """A browser that opened the personal link."""
    browser = Client()
    browser.get(f"/g/{gallery.public_id}/i/{invitation.secret}", follow=True)
    return browser
