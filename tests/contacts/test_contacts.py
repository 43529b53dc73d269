"""The address book."""

import pytest
from tests.factories import make_studio

from provino.contacts.contacts import create_contact, get_or_create_contact, normalise_email, update_contact
from provino.contacts.errors import BadAddressError, DuplicateContactError, NamelessContactError
from provino.contacts.models import Contact
from provino.studios.models import AuditEntry, Member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        (" Anna@Example.COM ", "anna@example.com"),
        ("anna@München.de", "anna@xn--mnchen-3ya.de"),
        ("anna@xn--mnchen-3ya.de", "anna@xn--mnchen-3ya.de"),
        ("a\u0301nna@example.com", "ánna@example.com"),
        ("", ""),
    ],
)
def test_normalise_email(typed: str, normal: str) -> None:
    if "ánna" in normal:  # letters outside ASCII before the @ are no address our mail can reach
        with pytest.raises(BadAddressError):
            normalise_email(typed)
    else:
        assert normalise_email(typed) == normal


@pytest.mark.parametrize(
    "typed", ["anna", "anna@", "@example.com", "a b@example.com", "a@b..c", "a@" + "x" * 260, "a\n@b.pl"]
)
def test_normalise_email_refuses_what_is_none(typed: str) -> None:
    with pytest.raises(BadAddressError):
        normalise_email(typed)


def test_one_address_is_one_contact(member: Member) -> None:
    first = get_or_create_contact(member.studio, email="Anna@example.com", by=member)
    again = get_or_create_contact(member.studio, email=" anna@EXAMPLE.com", name="Anna", by=member)
    assert first == again
    assert (again.name, again.email_as_typed) == ("Anna", "Anna@example.com")


def test_a_visitor_does_not_rename_a_contact(member: Member) -> None:
    get_or_create_contact(member.studio, email="anna@example.com", by=member)
    assert get_or_create_contact(member.studio, email="anna@example.com", name="Mallory").name == ""


def test_studios_have_their_own_contacts(member: Member) -> None:
    ours = get_or_create_contact(member.studio, email="anna@example.com", by=member)
    assert get_or_create_contact(make_studio(), email="anna@example.com") != ours


def test_a_contact_needs_a_name_or_an_address(member: Member) -> None:
    with pytest.raises(NamelessContactError):
        create_contact(member.studio, by=member, name=" ", phone="600")
    contact = create_contact(member.studio, by=member, name="Anna")
    with pytest.raises(NamelessContactError):
        update_contact(contact, by=member, name="")
    assert Contact.objects.get().name == "Anna"


def test_two_contacts_without_an_address_may_stand_side_by_side(member: Member) -> None:
    create_contact(member.studio, by=member, name="Anna")
    create_contact(member.studio, by=member, name="Anna")
    assert Contact.objects.count() == 2


def test_update_contact_refuses_anothers_address(member: Member) -> None:
    create_contact(member.studio, by=member, email="anna@example.com")
    other = create_contact(member.studio, by=member, email="ola@example.com")
    with pytest.raises(DuplicateContactError):
        update_contact(other, by=member, email="ANNA@example.com")


def test_update_contact_is_recorded(member: Member) -> None:
    contact = create_contact(member.studio, by=member, name="Anna")
    update_contact(contact, by=member, name="Anna Nowak", phone="")
    entry = AuditEntry.objects.get(action="contact.changed")
    assert (entry.before, entry.after) == ({"name": "Anna"}, {"name": "Anna Nowak"})
