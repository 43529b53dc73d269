"""The address book's order, the same on every database."""

import pytest
from tests.factories import make_contact

from provino.contacts.contacts import create_contact, get_or_create_contact, update_contact
from provino.contacts.models import Contact
from provino.contacts.queries import contacts_of
from provino.studios.models import Member

# People's order: case and accents do not matter, Ł stands with L, numbers count, who has no name stands by the address.
IN_ORDER = [
    "anna",
    "Anna 2",
    "Anna 10",
    "Łucja Ćwik",
    "lukasz",
    "Łukasz A",
    "Ola",
    "Ola-Maria",
    "OLA_X",
    "żaneta",
    "Zoe",
]


@pytest.mark.django_db
def test_contacts_by_name_stand_as_people_sort_on_every_database(member: Member) -> None:
    for name in reversed(IN_ORDER):
        create_contact(member.studio, name=name, by=member)
    create_contact(member.studio, email="Mona@example.com", by=member)
    names = [contact.name or contact.email for contact in contacts_of(member.studio)]
    assert names == [*IN_ORDER[:6], "mona@example.com", *IN_ORDER[6:]]


@pytest.mark.django_db
def test_contacts_by_address_stand_by_bytes_and_those_without_one_last(member: Member) -> None:
    addresses = ["a-b@example.com", "a.b@example.com", "a_b@example.com", "ab@example.com"]
    create_contact(member.studio, name="Nobody", by=member)
    for email in reversed(addresses):
        make_contact(studio=member.studio, email=email)
    assert [contact.email for contact in contacts_of(member.studio, sort="email")] == [*addresses, ""]


@pytest.mark.django_db
def test_a_new_name_is_a_new_place(member: Member) -> None:
    create_contact(member.studio, name="Maria", by=member)
    contact = create_contact(member.studio, email="ada@example.com", by=member)
    places = [list(contacts_of(member.studio)).index(contact)]
    update_contact(contact, name="Zofia", by=member)
    places.append(list(contacts_of(member.studio)).index(contact))
    update_contact(contact, name="", by=member)
    places.append(list(contacts_of(member.studio)).index(contact))
    named = get_or_create_contact(member.studio, email="ada@example.com", name="Ola", by=member)
    places.append(list(contacts_of(member.studio)).index(named))
    assert places == [0, 1, 0, 1]


@pytest.mark.django_db
def test_a_name_that_grows_when_folded_is_kept(member: Member) -> None:
    contact = create_contact(member.studio, name="\ufdfa" * 200, by=member)
    assert len(Contact.objects.get(pk=contact.pk).name_sort) == 1000
