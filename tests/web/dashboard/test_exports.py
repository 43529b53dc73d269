"""The export's page and file."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Gallery
from provino.proofing.models import Favourite, FavouriteList
from provino.studios.models import Member, Role
from provino.visitors.models import Visitor
from tests.factories import make_gallery, make_member, make_photo, make_visitor


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio)


def choose(gallery: Gallery, *names: str) -> Visitor:
    visitor = make_visitor(gallery=gallery)
    favourites = FavouriteList.objects.create(visitor=visitor)
    for name in names:
        photo = make_photo(gallery=gallery, original_name=name)
        Favourite.objects.create(favourite_list=favourites, photo=photo)
    return visitor


def url(gallery: Gallery, tail: str = "") -> str:
    return f"/galleries/{gallery.public_id}/export{tail}"


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("", "IMG_1, IMG_2</textarea>"),
        ("capture_one", "IMG_1 IMG_2</textarea>"),
        ("plain_text", "IMG_1.JPG\nIMG_2.JPG"),
    ],
)
def test_page_shows_list_counts_and_instructions(signed_in: Client, gallery: Gallery, program: str, words: str) -> None:
    choose(gallery, "IMG_1.JPG", "IMG_2.JPG")
    page = signed_in.get(url(gallery, f"?program={program}")).content.decode()
    assert words in page
    assert "2 photos" in page
    assert "Copy 2 names" in page
    assert page.count("<li><span>") == 3


def test_page_warns_of_names_inside_others(signed_in: Client, gallery: Gallery) -> None:
    choose(gallery, "W-1.JPG", "W-2.JPG")
    make_photo(gallery=gallery, original_name="W-10.JPG")
    page = " ".join(signed_in.get(url(gallery)).content.decode().split())
    assert "1 of the 2 names is not safe in this program." in page
    assert "also finds W-10.JPG." in page


def test_page_escapes_names(signed_in: Client, gallery: Gallery) -> None:
    choose(gallery, "</textarea><script>.jpg")
    assert "<script>.jpg" not in signed_in.get(url(gallery)).content.decode()


def test_page_keeps_a_leading_blank_and_line_end_in_the_list(signed_in: Client, gallery: Gallery) -> None:
    choose(gallery, " spacja.jpg")
    assert ">\n spacja</textarea>" in signed_in.get(url(gallery)).content.decode()


def test_empty_export_says_so(signed_in: Client, gallery: Gallery) -> None:
    assert "nothing to export" in signed_in.get(url(gallery)).content.decode()


def test_file_holds_the_names_byte_for_byte(signed_in: Client, gallery: Gallery) -> None:
    names = ["Zaz\u0307o\u0301łc\u0301 1.jpg", "a;b.JPG"]
    choose(gallery, *names)
    response = signed_in.get(url(gallery, ".txt?program=plain-text"))
    assert sorted(response.content.split(b"\n")) == sorted([b"", *(name.encode() for name in names)])
    assert response["Content-Disposition"] == 'attachment; filename="provino-plain-text.txt"'


def test_file_of_one_person(signed_in: Client, gallery: Gallery) -> None:
    choose(gallery, "A.JPG")
    halina = choose(gallery, "H.JPG")
    assert signed_in.get(url(gallery, f".txt?who={halina.public_id}")).content == b"H"


@pytest.mark.parametrize("tail", ["?who=nobody", ".txt?who=nobody", "?program=photoshop", ".txt?program=photoshop"])
def test_unknown_person_or_program_is_not_found(signed_in: Client, gallery: Gallery, tail: str) -> None:
    choose(gallery, "A.JPG")
    assert signed_in.get(url(gallery, tail)).status_code == 404


@pytest.mark.parametrize("tail", ["", ".txt"])
def test_rights(member: Member, gallery: Gallery, tail: str) -> None:
    def ask(who: Member | None, where: str) -> Any:
        client = Client()
        if who:
            client.force_login(who.user)
        return client.get(where)

    assert ask(make_member(studio=member.studio, role=Role.STAFF), url(gallery, tail)).status_code == 200
    assert ask(make_member(), url(gallery, tail)).status_code == 404
    assert ask(None, url(gallery, tail))["Location"].startswith("/account/login/")
    assert ask(member, f"/galleries/nothing/export{tail}").status_code == 404


def lists_of_ola(gallery: Gallery) -> tuple[FavouriteList, FavouriteList]:
    """Two lists of one person: the first one with A and B, "Album" with B and C; somebody else chose D."""
    ola = make_visitor(gallery=gallery, name="Ola <b>")
    main, album = (FavouriteList.objects.create(visitor=ola, name=name) for name in ("", "Album <i>"))
    photos = [make_photo(gallery=gallery, original_name=f"{name}.JPG") for name in "ABC"]
    for one, into in ((photos[0], main), (photos[1], main), (photos[1], album), (photos[2], album)):
        Favourite.objects.create(favourite_list=into, photo=one)
    choose(gallery, "D.JPG")
    return main, album


def test_page_offers_each_list_of_those_who_have_several(signed_in: Client, gallery: Gallery) -> None:
    main, album = lists_of_ola(gallery)
    page = signed_in.get(url(gallery)).content.decode()
    assert f'list={main.public_id}#export">Ola &lt;b&gt;: Favourites (2)</a>' in page
    assert f'list={album.public_id}#export">Ola &lt;b&gt;: Album &lt;i&gt; (2)</a>' in page
    assert page.count("&amp;list=") == 2


def test_one_list_alone_is_shown_and_taken(signed_in: Client, gallery: Gallery) -> None:
    main, album = lists_of_ola(gallery)
    page = signed_in.get(url(gallery, f"?list={album.public_id}")).content.decode()
    assert "B, C</textarea>" in page
    assert "2 photos in “Album &lt;i&gt;” of Ola &lt;b&gt;." in page
    assert f'export.txt?program=lightroom&amp;list={album.public_id}"' in page
    assert f'?program=capture_one&amp;list={album.public_id}#export"' in page
    assert signed_in.get(url(gallery, f".txt?list={album.public_id}")).content == b"B, C"
    assert signed_in.get(url(gallery, f".txt?list={main.public_id}")).content == b"A, B"


@pytest.mark.parametrize("tail", ["", ".txt"])
def test_list_of_another_gallery_or_malformed_is_not_found(signed_in: Client, gallery: Gallery, tail: str) -> None:
    choose(gallery, "A.JPG")
    elsewhere = FavouriteList.objects.create(visitor=make_visitor(gallery=make_gallery(studio=gallery.studio)))
    for wrong in (elsewhere.public_id, "nothing", "%00", "%ED%A0%80"):
        assert signed_in.get(url(gallery, f"{tail}?list={wrong}")).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_page_with_lists_costs_a_constant_number_of_queries(
    signed_in: Client, gallery: Gallery, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        lists_of_ola(gallery)
    signed_in.get(url(gallery))
    with django_assert_num_queries(10):
        signed_in.get(url(gallery))
