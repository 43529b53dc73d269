"""The gate: PIN, door, days of opening, what is the client's alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provino.galleries.galleries import set_client_password, set_password
from provino.galleries.models import Gallery, InvitationRole, Photo, Visibility
from provino.studios.models import Role
from provino.visitors.models import Activity, OpeningWish, Visitor
from provino.visitors.opening import tell_opened
from tests.factories import make_gallery, make_invitation, make_member, make_photo, make_section

SECRET = "Only-for-the-couple"


def page(gallery: Gallery, rest: str = "") -> str:
    return f"/g/{gallery.public_id}/{rest}"


@pytest.fixture
def private(gallery: Gallery) -> Photo:
    """A photo in a client-only section."""
    section = make_section(gallery=gallery, name=SECRET, client_only=True)
    return make_photo(gallery=gallery, section=section, original_name="private.jpg")


def by_link(gallery: Gallery, role: str) -> Client:
    browser = Client()
    browser.get(page(gallery, f"i/{make_invitation(gallery=gallery, role=role).secret}"))
    return browser


def test_pin_is_asked_for_as_digits(gallery: Gallery) -> None:
    member = make_member(studio=gallery.studio)
    set_password(gallery, password="4711", by=member)
    browser = Client()
    shown = browser.get(page(gallery))
    assert shown.status_code == 403
    assert 'inputmode="numeric"' in shown.text
    assert ">PIN<" in shown.text
    wrong = browser.post(page(gallery, "enter"), {"password": "0000"})
    assert "This is not the PIN" in wrong.text
    assert browser.post(page(gallery, "enter"), {"password": " 4711 "}).status_code == 302
    assert browser.get(page(gallery)).status_code == 200
    set_password(gallery, password="rosa", by=member)
    shown = browser.get(page(gallery))
    assert "inputmode" not in shown.text
    assert ">Password<" in shown.text


def test_gate_leads_on_to_where_one_wanted_and_nowhere_else(gallery: Gallery) -> None:
    set_password(gallery, password="4711", by=make_member(studio=gallery.studio))
    shown = Client().get(page(gallery, "favourites"))
    assert f'name="next" value="{page(gallery, "favourites")}"' in shown.text
    for wanted, goes in (
        (page(gallery, "favourites"), page(gallery, "favourites")),
        ("https://evil.example/", page(gallery)),
        ("//evil.example/", page(gallery)),
        ("", page(gallery)),
    ):
        answer = Client().post(page(gallery, "enter"), {"password": "4711", "next": wanted})
        assert answer.headers["Location"] == goes


def test_door_asks_before_anything_is_shown(gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(ask_at_door=True)
    browser = Client()
    shown = browser.get(page(gallery))
    assert shown.status_code == 403
    assert "Who is looking?" in shown.text
    assert "/media/" not in shown.text
    assert browser.get(page(gallery, "list.json")).json()["code"] == "who"
    assert not Visitor.objects.exists()
    assert browser.post(page(gallery, "identify"), {"email": "not an address"}).status_code == 422
    answer = browser.post(page(gallery, "identify"), {"email": " Ola@Example.COM ", "name": "Ola 🌷"})
    assert answer.headers["Location"] == page(gallery)
    assert browser.get(page(gallery)).status_code == 200
    assert Visitor.objects.get().name == "Ola 🌷"
    assert not Activity.objects.filter(kind="viewed").exists()


def test_door_lets_personal_links_and_members_through(gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(ask_at_door=True)
    assert by_link(gallery, InvitationRole.GUEST).get(page(gallery)).status_code == 200
    member = Client()
    member.force_login(make_member(studio=gallery.studio).user)
    assert member.get(page(gallery)).status_code == 200


def test_not_open_yet_takes_an_address_and_tells_it(gallery: Gallery) -> None:
    gallery.opens_on = timezone.localdate() + timedelta(days=3)
    gallery.save()
    browser = Client()
    shown = browser.get(page(gallery))
    assert shown.status_code == 403
    assert "Not open yet" in shown.text
    assert "/media/" not in shown.text
    bad = browser.post(page(gallery, "tell-me"), {"email": "ola@"})
    assert bad.status_code == 403
    assert not OpeningWish.objects.exists()
    told = browser.post(page(gallery, "tell-me"), {"email": " Ola@example.com "})
    assert told.status_code == 200
    assert "We write to" in told.text
    Gallery.objects.filter(pk=gallery.pk).update(opens_on=None)
    assert tell_opened() == 1
    assert browser.post(page(gallery, "tell-me"), {"email": "eva@example.com"}).status_code == 302
    assert OpeningWish.objects.count() == 1


def test_draft_by_personal_link_may_be_told_too_and_strangers_find_nothing(
    gallery: Gallery, client_browser: Client
) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(visibility=Visibility.DRAFT)
    assert client_browser.post(page(gallery, "tell-me"), {"email": "ola@example.com"}).status_code == 200
    assert Client().post(page(gallery, "tell-me"), {"email": "ola@example.com"}).status_code == 404
    assert OpeningWish.objects.count() == 1


@pytest.mark.parametrize(
    "shut", [{"visibility": Visibility.CLOSED}, {"expires_on": timezone.localdate() - timedelta(days=2)}]
)
def test_closed_and_expired_name_the_studios_contact(gallery: Gallery, shut: dict[str, object]) -> None:
    studio = gallery.studio
    studio.phone, studio.reply_to = "+48 600 100 200", "hello@studio.example"
    studio.save()
    Gallery.objects.filter(pk=gallery.pk).update(**shut)
    shown = Client().get(page(gallery))
    assert shown.status_code == 403
    assert "tel:+48 600 100 200" in shown.text
    assert "mailto:hello@studio.example" in shown.text
    assert Client().post(page(gallery, "tell-me"), {"email": "ola@example.com"}).status_code == 403
    assert not OpeningWish.objects.exists()


def test_studio_without_an_address_of_its_own_is_reached_at_its_owners(gallery: Gallery) -> None:
    make_member(studio=gallery.studio, role=Role.STAFF)
    owner = make_member(studio=gallery.studio)
    make_member(studio=gallery.studio)
    Gallery.objects.filter(pk=gallery.pk).update(visibility=Visibility.CLOSED)
    assert Client().get(page(gallery)).text.count("mailto:") == 1
    assert f"mailto:{owner.user.email}" in Client().get(page(gallery)).text


def test_guests_see_nothing_of_a_client_only_section(gallery: Gallery, private: Photo) -> None:
    guests = [Client(), by_link(gallery, InvitationRole.GUEST)]
    for browser in guests:
        for rest in ("", "photos", "list.json", "favourites"):
            text = browser.get(page(gallery, rest)).text
            assert SECRET not in text
            assert private.public_id not in text
        browser.post(page(gallery, "identify"), {"email": "ola@example.com"})
        for method, rest in (
            ("put", f"lists/main/photos/{private.public_id}"),
            ("get", f"photos/{private.public_id}/comments"),
            ("put", f"photos/{private.public_id}/hidden"),
        ):
            answer = getattr(browser, method)(page(gallery, rest))
            assert (answer.status_code, answer.json()["code"]) == (404, "photo-gone")
    client = by_link(gallery, InvitationRole.CLIENT)
    assert SECRET in client.get(page(gallery)).text
    assert client.put(page(gallery, f"lists/main/photos/{private.public_id}")).status_code == 200


def test_clients_password_shows_it_until_it_changes(gallery: Gallery, private: Photo) -> None:
    member = make_member(studio=gallery.studio)
    assert Client().get(page(gallery, "client")).status_code == 404
    set_client_password(gallery, password="1234", by=member)
    browser = Client()
    assert "I am the client" in browser.get(page(gallery)).text
    assert 'inputmode="numeric"' in browser.get(page(gallery, "client")).text
    wrong = browser.post(page(gallery, "client"), {"password": "0000"})
    assert wrong.status_code == 403
    assert "This is not the PIN" in wrong.text
    assert SECRET not in browser.get(page(gallery)).text
    assert browser.post(page(gallery, "client"), {"password": "1234"}).status_code == 302
    assert SECRET in browser.get(page(gallery)).text
    browser.post(page(gallery, "identify"), {"email": "ola@example.com"})
    assert browser.put(page(gallery, f"lists/main/photos/{private.public_id}")).status_code == 200
    set_client_password(gallery, password="5678", by=member)
    for rest in ("", "favourites", "photos"):
        shown = browser.get(page(gallery, rest))
        assert shown.status_code == 200
        assert private.public_id not in shown.text
    assert browser.put(page(gallery, f"lists/main/photos/{private.public_id}")).status_code == 404


def test_clients_password_opens_the_gate_too_and_is_forgotten_with_the_person(gallery: Gallery, private: Photo) -> None:
    member = make_member(studio=gallery.studio)
    set_password(gallery, password="rosa", by=member)
    set_client_password(gallery, password="solo", by=member)
    browser = Client()
    browser.post(page(gallery, "enter"), {"password": "solo"})
    assert SECRET in browser.get(page(gallery)).text
    browser.post(page(gallery, "forget"))
    assert browser.get(page(gallery)).status_code == 403
    guest = Client()
    guest.post(page(gallery, "enter"), {"password": "rosa"})
    assert SECRET not in guest.get(page(gallery)).text


def test_guessing_the_clients_password_is_slowed(gallery: Gallery) -> None:
    set_client_password(gallery, password="1234", by=make_member(studio=gallery.studio))
    browser = Client()
    for _ in range(10):
        browser.post(page(gallery, "client"), {"password": "0000"})
    answer = browser.post(page(gallery, "client"), {"password": "1234"})
    assert answer.status_code == 403
    assert "quarter of an hour" in answer.text


def test_client_hides_a_photo_from_guests_at_once(gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(client_may_hide=True)
    photo = gallery.photos.order_by("id")[0]
    address = page(gallery, f"photos/{photo.public_id}/hidden")
    client, guest = by_link(gallery, InvitationRole.CLIENT), Client()
    assert photo.public_id in guest.get(page(gallery)).text
    assert client.put(address).json() == {"hidden": True}
    assert photo.public_id not in guest.get(page(gallery)).text
    own = client.get(page(gallery, "list.json")).json()
    assert own["own"]["hidden"] == [photo.public_id]
    assert own["urls"]["hidden"] == page(gallery, "photos/{photo}/hidden")
    assert client.delete(address).json() == {"hidden": False}
    assert photo.public_id in guest.get(page(gallery)).text


def test_hiding_is_the_clients_and_only_where_allowed(gallery: Gallery) -> None:
    photo = gallery.photos.order_by("id")[0]
    address = page(gallery, f"photos/{photo.public_id}/hidden")
    client, guest = by_link(gallery, InvitationRole.CLIENT), by_link(gallery, InvitationRole.GUEST)
    assert client.put(address).json()["code"] == "may-not-hide"
    Gallery.objects.filter(pk=gallery.pk).update(client_may_hide=True)
    answer = guest.put(address)
    assert (answer.status_code, answer.json()["code"]) == (403, "may-not-hide")
    member = Client()
    member.force_login(make_member(studio=gallery.studio).user)
    assert member.put(address).status_code in {403, 409}
    elsewhere = make_photo(gallery=make_gallery(studio=gallery.studio))
    assert client.put(page(gallery, f"photos/{elsewhere.public_id}/hidden")).status_code == 404
    assert client.get(address).status_code == 405
    photo.refresh_from_db()
    assert not photo.hidden_from_guests
