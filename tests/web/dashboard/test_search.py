"""Search from anywhere."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.studios.models import Member
from tests.factories import make_contact, make_gallery, make_photo
from tests.web.dashboard.people import other_studio_browser

pytestmark = pytest.mark.django_db


def test_search_finds_galleries_contacts_and_file_names(member: Member, signed_in: Client) -> None:
    anna = make_contact(studio=member.studio, name="Anna Żak")
    gallery = make_gallery(studio=member.studio, title="Ślub w Rzymie", client=anna)
    make_photo(gallery=gallery, original_name="DSC_żak.NEF")
    page = signed_in.get("/search?q=żak")
    found = page.context["found"]
    assert (len(found.galleries), len(found.contacts), len(found.photos)) == (1, 1, 1)
    assert "DSC_żak.NEF" in page.content.decode()


def test_every_word_must_be_there(member: Member, signed_in: Client) -> None:
    make_gallery(studio=member.studio, title="Anna i Piotr", subtitle="Plener")
    assert signed_in.get("/search?q=anna+plener").context["found"].galleries
    assert signed_in.get("/search?q=anna+studniówka").context["found"].is_empty


def test_search_shows_nothing_deleted_and_nothing_of_others(member: Member, signed_in: Client) -> None:
    gone = make_gallery(studio=member.studio, title="Anna", deleted_at=timezone.now())
    make_photo(gallery=gone, original_name="anna.jpg")
    make_gallery(title="Anna")
    assert signed_in.get("/search?q=anna").context["found"].is_empty
    make_gallery(studio=member.studio, title="Anna")
    assert other_studio_browser().get("/search?q=anna").context["found"].is_empty


def test_search_box_gets_the_list_alone(member: Member, signed_in: Client) -> None:
    make_gallery(studio=member.studio, title="Anna")
    part = signed_in.get("/search?q=anna", headers={"HX-Request": "true"}).content.decode()
    assert "Anna" in part
    assert "<html" not in part


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=%25", "q=" + "x" * 5000, "q='%20OR%201=1"])
def test_strange_queries_find_nothing(member: Member, signed_in: Client, query: str) -> None:
    make_gallery(studio=member.studio, title="Anna")
    response = signed_in.get(f"/search?{query}")
    assert response.status_code == 200
    assert response.context["found"].is_empty


def test_search_is_for_members(member: Member, client: Client) -> None:
    assert client.get("/search?q=anna")["Location"] == "/account/login/?next=%2Fsearch%3Fq%3Danna"


def test_search_needs_a_constant_number_of_queries(
    member: Member, signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill() -> None:
        gallery = make_gallery(studio=member.studio, title="Anna", client=make_contact(studio=member.studio))
        make_photo(gallery=gallery, original_name="anna.jpg")

    fill()
    with django_assert_num_queries(6) as first:
        signed_in.get("/search?q=anna")
    for _ in range(12):
        fill()
    with django_assert_num_queries(len(first)):
        page = signed_in.get("/search?q=anna")
    assert len(page.context["found"].photos) == 8
