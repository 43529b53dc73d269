"""The list of galleries, a new one, delete and restore."""

import datetime
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provino.contacts.models import Contact
from provino.galleries.models import Gallery, PhotoLabel, Visibility
from provino.handover.models import Handover
from provino.proofing.models import Favourite, FavouriteList
from provino.studios.models import Member, Role
from provino.visitors.models import Activity, ActivityKind
from tests.factories import make_contact, make_gallery, make_member, make_photo, make_visitor


def choose(gallery: Gallery) -> None:
    visitor = make_visitor(gallery=gallery)
    favourites = FavouriteList.objects.create(visitor=visitor)
    Favourite.objects.create(favourite_list=favourites, photo=make_photo(gallery=gallery))


def view(gallery: Gallery) -> None:
    Activity.objects.create(gallery=gallery, visitor=make_visitor(gallery=gallery), kind=ActivityKind.VIEWED)


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/galleries/{query}")
    assert response.status_code == 200
    return response.content.decode()


def titles(client: Client, query: str) -> list[str]:
    response = client.get(f"/galleries/{query}")
    return [line.gallery.title for line in response.context["lines"]]


def test_empty_studio_is_offered_its_first_gallery(signed_in: Client) -> None:
    text = page(signed_in)
    assert "/galleries/new" in text
    assert "<table" not in text


def test_each_state_is_derived_from_what_happened(signed_in: Client, member: Member) -> None:
    now, studio = timezone.now(), member.studio
    make_gallery(studio=studio, title="Draft", visibility=Visibility.DRAFT)
    make_gallery(studio=studio, title="Open, not sent")
    make_gallery(studio=studio, title="Sent", sent_at=now)
    view(make_gallery(studio=studio, title="Viewed", sent_at=now))
    choosing = make_gallery(studio=studio, title="Choosing", sent_at=now)
    view(choosing)
    choose(choosing)
    handed = make_gallery(studio=studio, title="Handed over", sent_at=now)
    choose(handed)
    Handover.objects.create(gallery=handed, round=1)
    make_gallery(studio=studio, title="Closed", visibility=Visibility.CLOSED)
    yesterday = timezone.localdate() - timedelta(days=2)
    expired = make_gallery(studio=studio, title="Expired", expires_on=yesterday)
    choose(expired)
    response = signed_in.get("/galleries/")
    assert {line.gallery.title: line.state for line in response.context["lines"]} == {
        name: name
        for name in ("Draft", "Open, not sent", "Sent", "Viewed", "Choosing", "Handed over", "Closed", "Expired")
    }
    for value, title in [("draft", "Draft"), ("handed-over", "Handed over"), ("expired", "Expired")]:
        assert titles(signed_in, f"?state={value}") == [title]
    counts = {entry.value: entry.count for entry in response.context["filters"]}
    assert counts[""] == 8
    assert counts["choosing"] == 1


def test_search_finds_titles_clients_and_files_in_any_case(signed_in: Client, member: Member) -> None:
    client = make_contact(studio=member.studio, name="Żaneta Łuczak", email="zaneta@example.com")
    make_gallery(studio=member.studio, title="Łucja i Staś", client=client)
    make_photo(gallery=make_gallery(studio=member.studio, title="Files"), original_name="DSC_0042.NEF")
    make_gallery(studio=member.studio, title="100% (a+b)")
    assert titles(signed_in, "?q=łucja") == ["Łucja i Staś"]
    assert titles(signed_in, "?q=żaneta") == ["Łucja i Staś"]
    assert titles(signed_in, "?q=ZANETA@") == ["Łucja i Staś"]
    assert titles(signed_in, "?q=dsc_0042") == ["Files"]
    assert titles(signed_in, "?q=%25 (a%2Bb") == ["100% (a+b)"]
    assert titles(signed_in, "?q=%00") != []
    assert "Nothing found for “nobody”" in page(signed_in, "?q=nobody")


def test_sort_by_each_column(signed_in: Client, member: Member) -> None:
    studio = member.studio
    one = make_gallery(studio=studio, title="B", choosing_deadline=datetime.date(2030, 1, 2))
    two = make_gallery(studio=studio, title="A", choosing_deadline=datetime.date(2030, 1, 1))
    make_gallery(studio=studio, title="C")
    make_photo(gallery=one)
    make_photo(gallery=one)
    choose(two)
    assert titles(signed_in, "?sort=title") == ["A", "B", "C"]
    assert titles(signed_in, "?sort=-title") == ["C", "B", "A"]
    assert titles(signed_in, "?sort=-photos") == ["B", "A", "C"]
    assert titles(signed_in, "?sort=-favourites")[0] == "A"
    assert titles(signed_in, "?sort=deadline") == ["A", "B", "C"], "those without a day come last"
    assert titles(signed_in, "?sort=-deadline") == ["B", "A", "C"]
    assert titles(signed_in, "?sort=password_hash") == titles(signed_in, "")


def test_list_has_pages_and_keeps_the_question(signed_in: Client, member: Member) -> None:
    for number in range(27):
        make_gallery(studio=member.studio, title=f"Gallery {number:02}")
    assert len(titles(signed_in, "?sort=title")) == 25
    assert titles(signed_in, "?sort=title&page=2") == ["Gallery 25", "Gallery 26"]
    assert "sort=title&amp;page=2" in page(signed_in, "?sort=title")
    assert titles(signed_in, "?page=nonsense&sort=title")[0] == "Gallery 00"


def test_list_costs_the_same_for_one_and_many(signed_in: Client, member: Member) -> None:
    def fill() -> None:
        gallery = make_gallery(studio=member.studio, client=make_contact(studio=member.studio))
        choose(gallery)
        view(gallery)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(signed_in)
        return len(queries)

    fill()
    count()
    one = count()
    fill()
    fill()
    assert count() == one


def test_covers_are_signed_for_members(signed_in: Client, member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    make_photo(gallery=gallery)
    cover = make_photo(gallery=gallery)
    Gallery.objects.filter(pk=gallery.pk).update(cover_photo=cover)
    [line] = signed_in.get("/galleries/").context["lines"]
    assert line.cover.startswith("/media/")
    assert cover.public_id in line.cover


def test_titles_are_escaped(signed_in: Client, member: Member) -> None:
    make_gallery(studio=member.studio, title="<script>alert(1)</script>", subtitle='"><img src=x>')
    text = page(signed_in)
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_new_gallery_needs_only_a_title_and_goes_on_to_upload(signed_in: Client, member: Member) -> None:
    response = signed_in.post("/galleries/new", {"title": "Anna i Piotr", "language": "pl"})
    gallery = Gallery.objects.get()
    assert response.headers["Location"] == f"/galleries/{gallery.public_id}/upload"
    assert (gallery.studio, gallery.language, gallery.visibility) == (member.studio, "pl", Visibility.DRAFT)


def test_new_gallery_with_everything(signed_in: Client, member: Member) -> None:
    like = make_gallery(studio=member.studio, photo_label=PhotoLabel.NUMBER)
    signed_in.post(
        "/galleries/new",
        {
            "title": "Wedding",
            "subtitle": "Town house",
            "date": "2026-06-14",
            "client_name": "Anna",
            "client_email": "Anna@Example.com",
            "language": "en",
            "like": like.public_id,
        },
    )
    gallery = Gallery.objects.get(title="Wedding")
    assert (gallery.subtitle, gallery.date) == ("Town house", datetime.date(2026, 6, 14))
    assert gallery.client == Contact.objects.get(email="anna@example.com", name="Anna")
    assert gallery.photo_label == PhotoLabel.NUMBER


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"client_email": "nobody"}, {"language": "xx"}, {"date": "yesterday"}, {"like": "elsewhere"}],
)
def test_new_gallery_says_what_is_wrong_and_makes_nothing(signed_in: Client, wrong: dict[str, str]) -> None:
    response = signed_in.post("/galleries/new", {"title": "New", "language": "en", **wrong})
    assert response.context["form"].errors.keys() == wrong.keys()
    assert not Gallery.objects.exists()
    assert not Contact.objects.exists()


def test_settings_of_another_studio_cannot_be_taken(signed_in: Client) -> None:
    theirs = make_gallery()
    response = signed_in.post("/galleries/new", {"title": "New", "language": "en", "like": theirs.public_id})
    assert "like" in response.context["form"].errors


def test_delete_offers_undo_and_undo_restores(signed_in: Client, member: Member) -> None:
    gallery = make_gallery(studio=member.studio, title="Zosia")
    response = signed_in.post(f"/galleries/{gallery.public_id}/delete", follow=True)
    text = response.content.decode()
    assert "Zosia" in text
    assert f"/galleries/{gallery.public_id}/restore" in text
    assert signed_in.get(f"/galleries/{gallery.public_id}/").status_code == 404
    assert titles(signed_in, "?state=deleted") == ["Zosia"]
    signed_in.post(f"/galleries/{gallery.public_id}/restore")
    assert signed_in.get(f"/galleries/{gallery.public_id}/").status_code == 200


ADDRESSES = [
    ("get", "/galleries/{}/"),
    ("get", "/galleries/{}/upload"),
    ("get", "/galleries/{}/settings"),
    ("get", "/galleries/{}/clocks"),
    ("get", "/galleries/{}/sections"),
    ("get", "/galleries/{}/photos/nobody"),
    ("post", "/galleries/{}/photos/nobody/act"),
    ("post", "/galleries/{}/photos"),
    ("post", "/galleries/{}/order"),
    ("post", "/galleries/{}/retry"),
    ("post", "/galleries/{}/delete"),
    ("post", "/galleries/{}/restore"),
    ("post", "/galleries/{}/settings"),
    ("post", "/galleries/{}/settings/password"),
    ("post", "/galleries/{}/settings/copy"),
    ("post", "/galleries/{}/settings/cover"),
    ("post", "/galleries/{}/clocks"),
    ("post", "/galleries/{}/sections"),
    ("post", "/galleries/{}/sections/nobody"),
    ("post", "/galleries/{}/sections/restore"),
]


@pytest.mark.parametrize(("method", "address"), [*ADDRESSES, ("get", "/galleries/"), ("get", "/galleries/new")])
@pytest.mark.django_db
def test_strangers_are_sent_to_the_door(client: Client, method: str, address: str) -> None:
    make_member()
    gallery = make_gallery()
    response = getattr(client, method)(address.format(gallery.public_id))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_other_studios_and_malformed_ids_find_nothing(signed_in: Client, method: str, address: str) -> None:
    theirs = make_gallery()
    for public_id in (theirs.public_id, "0OIl", "x" * 60, "%00", "ż"):
        assert getattr(signed_in, method)(address.format(public_id)).status_code == 404


@pytest.mark.parametrize("role", [Role.OWNER, Role.STAFF])
@pytest.mark.django_db
def test_owner_and_staff_may_do_everything_with_galleries(client: Client, role: str) -> None:
    member = make_member(role=role)
    client.force_login(member.user)
    gallery = make_gallery(studio=member.studio)
    make_photo(gallery=gallery)
    for method, address in [*ADDRESSES, ("get", "/galleries/"), ("get", "/galleries/new")]:
        if "nobody" in address or "restore" in address or "delete" in address:
            continue
        status = getattr(client, method)(address.format(gallery.public_id)).status_code
        assert status in (200, 302, 400, 422), address
    assert client.post(f"/galleries/{gallery.public_id}/delete").status_code == 302
