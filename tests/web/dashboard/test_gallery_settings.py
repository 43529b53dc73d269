"""The settings tab of a gallery."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from provino.contacts.models import Contact
from provino.galleries.models import Gallery, PhotoLabel, Visibility
from provino.studios.models import Member
from tests.factories import make_contact, make_gallery, make_photo


@pytest.fixture
def gallery(member: Member) -> Gallery:
    client = make_contact(studio=member.studio, name="Anna", email="anna@example.com")
    return make_gallery(studio=member.studio, title="Before", client=client)


def save(browser: Client, gallery: Gallery, **changed: Any) -> Any:
    values = {
        "title": gallery.title,
        "language": gallery.language,
        "visibility": gallery.visibility,
        "photo_label": gallery.photo_label,
        "photo_order": gallery.photo_order,
        "favourites_on": "on",
        "comments_on": "on",
        "client_name": "Anna",
        "client_email": "anna@example.com",
        **changed,
    }
    return browser.post(
        f"/galleries/{gallery.public_id}/settings", {name: value for name, value in values.items() if value is not None}
    )


def test_form_shows_what_is_set(signed_in: Client, gallery: Gallery) -> None:
    text = signed_in.get(f"/galleries/{gallery.public_id}/settings").content.decode()
    assert 'value="Before"' in text
    assert 'value="anna@example.com"' in text
    assert "Draft: only you and your studio." in text


def test_everything_is_saved(signed_in: Client, gallery: Gallery) -> None:
    response = save(
        signed_in,
        gallery,
        title="After",
        subtitle="Wedding",
        date="2026-06-14",
        language="pl",
        visibility="closed",
        expires_on="2027-01-01",
        choosing_deadline="2026-12-01",
        photo_label="filename",
        favourites_on=None,
    )
    assert response.status_code == 302
    gallery.refresh_from_db()
    assert (gallery.title, gallery.subtitle, gallery.language) == ("After", "Wedding", "pl")
    assert (gallery.visibility, gallery.photo_label) == (Visibility.CLOSED, PhotoLabel.FILENAME)
    assert (gallery.expires_on, gallery.choosing_deadline) == (datetime.date(2027, 1, 1), datetime.date(2026, 12, 1))
    assert (gallery.favourites_on, gallery.comments_on) == (False, True)


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"visibility": "secret"}, {"expires_on": "soon"}, {"client_email": "a@"}]
)
def test_mistakes_stand_beside_their_field_and_change_nothing(
    signed_in: Client, gallery: Gallery, wrong: dict[str, str]
) -> None:
    response = save(signed_in, gallery, **({"subtitle": "Changed"} | wrong))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == wrong.keys()
    gallery.refresh_from_db()
    assert (gallery.title, gallery.subtitle) == ("Before", "")


def test_client_is_kept_renamed_replaced_or_removed(signed_in: Client, gallery: Gallery) -> None:
    anna = Contact.objects.get()
    save(signed_in, gallery)
    assert Contact.objects.get() == anna
    save(signed_in, gallery, client_name="Anna Nowak", client_email="ANNA@example.com")
    anna.refresh_from_db()
    assert anna.name == "Anna Nowak"
    save(signed_in, gallery, client_name="Piotr", client_email="piotr@example.com")
    gallery.refresh_from_db()
    assert gallery.client
    assert gallery.client.email == "piotr@example.com"
    assert Contact.objects.count() == 2
    save(signed_in, gallery, client_name="", client_email="")
    gallery.refresh_from_db()
    assert gallery.client is None


def test_password_is_set_changed_and_removed(signed_in: Client, gallery: Gallery) -> None:
    address = f"/galleries/{gallery.public_id}/settings/password"
    assert signed_in.post(address, {"password": "abc"}).status_code == 422
    assert signed_in.post(address, {"password": "sekret"}).status_code == 302
    gallery.refresh_from_db()
    assert check_password("sekret", gallery.password_hash)
    text = signed_in.get(f"/galleries/{gallery.public_id}/settings").content.decode()
    assert "sekret" not in text
    assert "Remove password" in text
    signed_in.post(address, {"remove": "1"})
    gallery.refresh_from_db()
    assert not gallery.has_password


def test_settings_are_copied_from_own_galleries_only(signed_in: Client, member: Member, gallery: Gallery) -> None:
    mine = make_gallery(studio=member.studio, photo_label=PhotoLabel.NUMBER)
    theirs = make_gallery(photo_label=PhotoLabel.FILENAME)
    address = f"/galleries/{gallery.public_id}/settings/copy"
    assert signed_in.post(address, {"source": theirs.public_id}).status_code == 422
    assert signed_in.post(address, {"source": gallery.public_id}).status_code == 422
    assert signed_in.post(address, {"source": mine.public_id}).status_code == 302
    gallery.refresh_from_db()
    assert (gallery.title, gallery.photo_label) == ("Before", PhotoLabel.NUMBER)


def test_cover_point_is_saved_in_percent(signed_in: Client, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    address = f"/galleries/{gallery.public_id}/settings/cover"
    signed_in.post(address, {"photo": photo.public_id, "focal_x": "25", "focal_y": "100"})
    gallery.refresh_from_db()
    assert (gallery.cover_photo, gallery.cover_focal_x, gallery.cover_focal_y) == (photo, 0.25, 1.0)
    signed_in.post(address, {"photo": photo.public_id, "focal_x": "101", "focal_y": "0"})
    gallery.refresh_from_db()
    assert gallery.cover_focal_x == 0.25
    stranger = make_photo()
    answer = signed_in.post(address, {"photo": stranger.public_id, "focal_x": "1", "focal_y": "1"})
    assert answer.status_code == 404


def test_who_may_look_is_saved(signed_in: Client, gallery: Gallery) -> None:
    save(signed_in, gallery, opens_on="2099-01-02", ask_at_door="on", client_may_hide="on")
    gallery.refresh_from_db()
    assert gallery.opens_on == datetime.date(2099, 1, 2)
    assert (gallery.ask_at_door, gallery.client_may_hide) == (True, True)
    save(signed_in, gallery, opens_on="")
    saved = Gallery.objects.values_list("opens_on", "ask_at_door", "client_may_hide").get(pk=gallery.pk)
    assert saved == (None, False, False)


def test_gallery_that_ends_before_it_opens_is_refused_beside_the_field(signed_in: Client, gallery: Gallery) -> None:
    answer = save(signed_in, gallery, title="After", opens_on="2099-01-02", expires_on="2099-01-01")
    assert answer.status_code == 422
    assert "opens_on" in answer.context["form"].errors
    gallery.refresh_from_db()
    assert (gallery.title, gallery.opens_on) == ("Before", None)


def test_day_of_opening_darkens_addresses_given_out(signed_in: Client, gallery: Gallery) -> None:
    before = gallery.access_version
    save(signed_in, gallery, opens_on="2099-01-02")
    gallery.refresh_from_db()
    assert gallery.access_version > before


def test_digits_make_a_pin(signed_in: Client, gallery: Gallery) -> None:
    address = f"/galleries/{gallery.public_id}/settings/password"
    for password, is_pin in (("4711", True), ("rosa1", False), ("١٢٣٤", False)):
        signed_in.post(address, {"password": password})
        gallery.refresh_from_db()
        assert check_password(password, gallery.password_hash)
        assert gallery.password_is_pin is is_pin
    signed_in.post(address, {"password": "4711"})
    signed_in.post(address, {"remove": "1"})
    gallery.refresh_from_db()
    assert (gallery.has_password, gallery.password_is_pin) == (False, False)


def test_clients_password_is_set_and_removed(signed_in: Client, gallery: Gallery) -> None:
    address = f"/galleries/{gallery.public_id}/settings/client-password"
    assert signed_in.post(address, {"password": "123"}).status_code == 422
    assert signed_in.post(address, {"password": "1234"}).status_code == 302
    gallery.refresh_from_db()
    assert check_password("1234", gallery.client_password_hash)
    assert gallery.client_password_is_pin
    assert not gallery.has_password
    signed_in.post(address, {"remove": "1"})
    gallery.refresh_from_db()
    assert not gallery.has_client_password


def test_both_passwords_may_not_be_the_same(signed_in: Client, gallery: Gallery) -> None:
    address = f"/galleries/{gallery.public_id}/settings"
    signed_in.post(f"{address}/password", {"password": "rosa"})
    answer = signed_in.post(f"{address}/client-password", {"password": "rosa"})
    assert answer.status_code == 422
    assert "must differ" in answer.content.decode()
    signed_in.post(f"{address}/client-password", {"password": "solo"})
    answer = signed_in.post(f"{address}/password", {"password": "solo"})
    assert answer.status_code == 422
    gallery.refresh_from_db()
    assert check_password("rosa", gallery.password_hash)
