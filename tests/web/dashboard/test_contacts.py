"""The pages of the address book."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.contacts.models import Contact
from provino.studios.models import Member
from tests.factories import make_contact, make_gallery
from tests.web.dashboard.people import other_studio_browser, staff_browser

pytestmark = pytest.mark.django_db


def test_an_empty_list_has_one_sentence_and_one_main_button(signed_in: Client) -> None:
    page = signed_in.get("/contacts/").content.decode()
    assert "Clients appear here" in page
    assert page.count("btn-primary") == 1


def test_list_is_sorted_and_searched(member: Member, signed_in: Client) -> None:
    make_contact(studio=member.studio, name="Zofia", email="a@example.com")
    make_contact(studio=member.studio, name="Łucja", email="b@example.com")
    by_name, by_email = (signed_in.get(f"/contacts/?sort={sort}").content.decode() for sort in ("newest", "email"))
    assert by_name.index("Łucja") < by_name.index("Zofia")
    assert by_email.index("Zofia") < by_email.index("Łucja")
    found = signed_in.get("/contacts/?q=łucja").content.decode()
    assert "Łucja" in found
    assert "Zofia" not in found
    assert "Nobody with" in signed_in.get("/contacts/?q=<b>").content.decode()


def test_list_counts_galleries_that_are_there(member: Member, signed_in: Client) -> None:
    contact = make_contact(studio=member.studio)
    for _ in range(2):
        make_gallery(studio=member.studio, client=contact)
    page = signed_in.get("/contacts/")
    assert page.context["page"][0].gallery_count == 2


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99", "sort=password", "q=%00", "q=" + "x " * 300])
def test_strange_queries_do_no_harm(member: Member, signed_in: Client, query: str) -> None:
    make_contact(studio=member.studio)
    assert signed_in.get(f"/contacts/?{query}").status_code == 200


def test_a_contact_is_made_and_changed(member: Member, signed_in: Client) -> None:
    address = signed_in.post("/contacts/new", {"name": "Anna", "email": "Anna@Example.com"})["Location"]
    assert "Anna@Example.com" in signed_in.get(address).content.decode()
    signed_in.post(address, {"name": "Anna Nowak", "email": "anna@example.com", "notes": "likes dogs"})
    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.notes) == ("Anna Nowak", "anna@example.com", "likes dogs")


@pytest.mark.parametrize(
    ("values", "field"), [({"email": "x"}, "email"), ({}, "name"), ({"email": "taken@example.com"}, "email")]
)
def test_what_is_wrong_stands_beside_the_field(
    member: Member, signed_in: Client, values: dict[str, str], field: str
) -> None:
    make_contact(studio=member.studio, email="taken@example.com")
    response = signed_in.post("/contacts/new", values)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert Contact.objects.count() == 1


def test_a_record_names_the_galleries(member: Member, signed_in: Client) -> None:
    contact = make_contact(studio=member.studio)
    make_gallery(studio=member.studio, client=contact, title="Ślub w Rzymie")
    assert "Ślub w Rzymie" in signed_in.get(f"/contacts/{contact.public_id}/").content.decode()


def test_records_are_sealed(member: Member, signed_in: Client, client: Client) -> None:
    contact = make_contact(studio=member.studio)
    address = f"/contacts/{contact.public_id}/"
    assert staff_browser(member).get(address).status_code == 200
    for method in ("get", "post"):
        assert getattr(other_studio_browser(), method)(address, {"name": "Mallory"}).status_code == 404
    assert client.get(address).status_code == 302
    assert signed_in.get("/contacts/nobody/").status_code == 404
    contact.refresh_from_db()
    assert contact.name == "Anna"


def test_words_of_a_contact_are_escaped(member: Member, signed_in: Client) -> None:
    contact = make_contact(studio=member.studio, name="<script>alert(1)</script>")
    for address in ("/contacts/", f"/contacts/{contact.public_id}/", "/search?q=script"):
        assert "<script>alert" not in signed_in.get(address).content.decode()


def test_the_list_needs_a_constant_number_of_queries(
    member: Member, signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_contact(studio=member.studio)
    with django_assert_num_queries(5) as first:
        signed_in.get("/contacts/")
    for _ in range(3):
        make_gallery(studio=member.studio, client=make_contact(studio=member.studio))
    with django_assert_num_queries(len(first)):
        signed_in.get("/contacts/")
