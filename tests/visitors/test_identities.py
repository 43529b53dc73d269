"""Who leaves an address comes into the studio's address book, and learns nothing by it."""

import pytest

from provino.contacts.models import Contact
from provino.jobs.models import Job
from provino.visitors.identities import add_to_address_book_task, identify
from provino.visitors.models import Visitor
from tests.factories import make_contact, make_gallery, make_visitor

pytestmark = pytest.mark.django_db


def test_identified_visitor_is_queued_for_the_address_book(django_capture_on_commit_callbacks: object) -> None:
    visitor = make_visitor()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        identify(visitor, email="Kasia@Example.com", name="Kasia")
    assert Contact.objects.count() == 0
    job = Job.objects.get()
    assert job.arguments == {"visitor_id": visitor.pk}
    add_to_address_book_task(visitor_id=visitor.pk)
    add_to_address_book_task(visitor_id=visitor.pk)
    contact = Contact.objects.get()
    assert (contact.email, contact.name, contact.studio) == ("kasia@example.com", "Kasia", visitor.gallery.studio)


def test_known_contact_keeps_its_name_and_the_visitor_stays_unproven() -> None:
    gallery = make_gallery()
    contact = make_contact(studio=gallery.studio, name="", email="anna@example.com")
    visitor = identify(make_visitor(gallery=gallery), email="anna@example.com", name="Somebody else")
    add_to_address_book_task(visitor_id=visitor.pk)
    contact.refresh_from_db()
    assert contact.name == ""
    assert Visitor.objects.get().contact is None


def test_visitor_without_an_address_is_left_alone() -> None:
    add_to_address_book_task(visitor_id=make_visitor().pk)
    add_to_address_book_task(visitor_id=999_999)
    assert Contact.objects.count() == 0
