"""What counts as a look, and whose look the banner names."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Gallery, Invitation, InvitationRole
from provino.visitors.devices import arrive
from provino.visitors.identities import identify
from provino.visitors.models import Activity, ActivityKind
from provino.visitors.queries import client_view, client_views
from provino.visitors.views import record_view
from tests.factories import make_contact, make_gallery, make_invitation


@pytest.fixture
def gallery(db: None) -> Gallery:
    return make_gallery()


def _look(gallery: Gallery, secret: str, invitation: Invitation | None = None) -> None:
    record_view(arrive(gallery, invitation=invitation, secret=secret)[0])


def test_record_view_counts_once_within_half_an_hour(gallery: Gallery) -> None:
    visitor, _ = arrive(gallery, invitation=None, secret="a")
    assert [record_view(visitor), record_view(visitor)] == [True, False]
    Activity.objects.update(at=timezone.now() - timedelta(minutes=31))
    assert record_view(visitor)
    assert Activity.objects.filter(kind=ActivityKind.VIEWED).count() == 2


def test_record_view_notes_the_first_opening_of_the_invitation(gallery: Gallery) -> None:
    invitation = make_invitation(gallery=gallery)
    _look(gallery, "a", invitation)
    invitation.refresh_from_db()
    first = invitation.opened_at
    assert first is not None
    Activity.objects.update(at=timezone.now() - timedelta(hours=1))
    _look(gallery, "a", invitation)
    invitation.refresh_from_db()
    assert invitation.opened_at == first


def test_client_view_without_a_look_is_none(gallery: Gallery) -> None:
    arrive(gallery, invitation=make_invitation(gallery=gallery), secret="a")
    assert client_view(gallery) is None


def test_client_view_prefers_the_client_to_an_earlier_guest(gallery: Gallery) -> None:
    _look(gallery, "guest")
    seen = client_view(gallery)
    assert seen is not None
    assert (seen.by, seen.is_client) == ("someone", False)
    _look(gallery, "client", make_invitation(gallery=gallery))
    seen = client_view(gallery)
    assert seen is not None
    assert (seen.by, seen.is_client) == ("Anna", True)


def test_client_view_guest_by_personal_link_is_no_client(gallery: Gallery) -> None:
    _look(gallery, "guest", make_invitation(gallery=gallery, role=InvitationRole.GUEST))
    seen = client_view(gallery)
    assert seen is not None
    assert not seen.is_client


def test_client_view_takes_the_gallerys_client_whatever_the_link(gallery: Gallery) -> None:
    gallery.client = make_contact(studio=gallery.studio)
    gallery.save()
    _look(gallery, "a", make_invitation(gallery=gallery, contact=gallery.client, role=InvitationRole.GUEST))
    seen = client_view(gallery)
    assert seen is not None
    assert seen.is_client


def test_client_view_typing_the_clients_address_proves_nothing(gallery: Gallery) -> None:
    gallery.client = make_contact(studio=gallery.studio, email="anna@example.com")
    gallery.save()
    visitor, _ = arrive(gallery, invitation=None, secret="a")
    identify(visitor, email="anna@example.com")
    record_view(visitor)
    seen = client_view(gallery)
    assert seen is not None
    assert (seen.by, seen.is_client) == ("anna@example.com", False)


def test_client_views_costs_the_same_for_one_and_three(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    galleries = [make_gallery() for _ in range(3)]
    for gallery in galleries:
        _look(gallery, gallery.public_id)
    for some in (galleries[:1], galleries):
        with django_assert_num_queries(2):
            assert len(client_views(some)) == len(some)
