"""Which visitor a browser is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from provino.galleries.models import InvitationRole
from provino.visitors.devices import arrive, forget_device, visitor_of_device
from provino.visitors.identities import identify
from provino.visitors.models import Device, Visitor, VisitorKind
from tests.factories import make_contact, make_gallery, make_invitation


def test_arrive_by_personal_link_is_the_proven_contact(db: None) -> None:
    gallery = make_gallery()
    invitation = make_invitation(gallery=gallery, role=InvitationRole.CLIENT)
    visitor, is_new = arrive(gallery, invitation=invitation, secret="a", browser="Firefox", language="pl")
    assert is_new
    assert visitor.proven_at is not None
    assert (visitor.contact, visitor.kind, visitor.name) == (invitation.contact, VisitorKind.CLIENT, "Anna")
    assert arrive(gallery, invitation=invitation, secret="a") == (visitor, False)


def test_arrive_second_device_joins_the_same_visitor(db: None) -> None:
    gallery = make_gallery()
    invitation = make_invitation(gallery=gallery)
    first, _ = arrive(gallery, invitation=invitation, secret="a")
    second, is_new = arrive(gallery, invitation=invitation, secret="b")
    assert (second, is_new) == (first, False)
    assert first.devices.count() == 2


def test_arrive_by_plain_link_is_a_visitor_of_its_own(db: None) -> None:
    gallery = make_gallery()
    first, _ = arrive(gallery, invitation=None, secret="a")
    second, _ = arrive(gallery, invitation=None, secret="b")
    assert first != second
    assert not first.is_identified
    assert visitor_of_device(gallery, secret="a") == first


def test_arrive_by_a_link_on_a_browser_known_as_somebody_else_changes_hands(db: None) -> None:
    gallery = make_gallery()
    unknown, _ = arrive(gallery, invitation=None, secret="a")
    client, _ = arrive(gallery, invitation=make_invitation(gallery=gallery), secret="a")
    assert client != unknown
    assert visitor_of_device(gallery, secret="a") == client


def test_arrive_after_revocation_is_a_new_unknown_visitor(db: None) -> None:
    gallery = make_gallery()
    client, _ = arrive(gallery, invitation=make_invitation(gallery=gallery), secret="a")
    visitor, is_new = arrive(gallery, invitation=None, secret="a")
    assert is_new
    assert visitor != client
    assert visitor.proven_at is None


def test_forget_device_leaves_the_visitor(db: None) -> None:
    gallery = make_gallery()
    visitor, _ = arrive(gallery, invitation=None, secret="a")
    forget_device(make_gallery(), secret="a")
    assert visitor_of_device(gallery, secret="a") == visitor
    forget_device(gallery, secret="a")
    assert visitor_of_device(gallery, secret="a") is None
    assert Visitor.objects.filter(pk=visitor.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("personal", [True, False])
def test_arrive_two_first_actions_at_once_make_one_visitor(personal: bool) -> None:
    gallery = make_gallery()
    invitation = make_invitation(gallery=gallery) if personal else None

    def act(_: int) -> int:
        try:
            return arrive(gallery, invitation=invitation, secret="a")[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        visitors = set(pool.map(act, range(8)))
    assert len(visitors) == 1
    assert Visitor.objects.count() == 1
    assert Device.objects.count() == 1


def test_identify_with_a_known_address_stays_a_label(db: None) -> None:
    gallery = make_gallery()
    contact = make_contact(studio=gallery.studio, email="anna@example.com")
    client, _ = arrive(gallery, invitation=make_invitation(gallery=gallery, contact=contact), secret="a")
    guest, _ = arrive(gallery, invitation=None, secret="b")
    identify(guest, email="anna@example.com", name="Anna")
    guest.refresh_from_db()
    assert guest != client
    assert (guest.contact, guest.proven_at, guest.is_identified) == (None, None, True)


def test_identify_does_not_rename_a_proven_visitor(db: None) -> None:
    gallery = make_gallery()
    visitor, _ = arrive(gallery, invitation=make_invitation(gallery=gallery), secret="a")
    before = (visitor.name, visitor.email)
    identify(visitor, email="other@example.com", name="Other")
    visitor.refresh_from_db()
    assert (visitor.name, visitor.email) == before
    assert visitor.first_seen_at <= timezone.now()
