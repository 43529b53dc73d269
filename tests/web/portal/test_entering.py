"""Coming in: who gets in, what counts as a look, who one is."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from provino.galleries.models import Gallery, Invitation, Visibility
from provino.proofing.models import Comment, Favourite
from provino.visitors.models import Activity, Device, Visitor
from provino.visitors.passwords import TRIES_PER_ADDRESS
from provino.visitors.queries import client_view
from tests.factories import make_contact, make_gallery, make_invitation, make_member, make_photo

LINK_PREVIEWS = [
    {"User-Agent": "WhatsApp/2.23"},
    {"User-Agent": "facebookexternalhit/1.1"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Purpose": "prefetch"},
]


@pytest.mark.parametrize("headers", LINK_PREVIEWS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_fetching_the_personal_link_counts_nothing(
    gallery: Gallery, invitation: Invitation, headers: dict[str, str], method: str
) -> None:
    address = f"/g/{gallery.public_id}/i/{invitation.secret}"
    response = getattr(Client(), method)(address, headers=headers, follow=True)
    assert response.status_code == 200
    assert not Visitor.objects.exists()
    invitation.refresh_from_db()
    assert invitation.opened_at is None
    assert client_view(gallery) is None


def test_fetching_viewed_counts_nothing(client_browser: Client, gallery: Gallery) -> None:
    for method in ("get", "head"):
        assert getattr(client_browser, method)(f"/g/{gallery.public_id}/viewed").status_code == 405
    client_browser.post(f"/g/{gallery.public_id}/viewed", headers={"Sec-Purpose": "prefetch"})
    assert not Activity.objects.exists()


def test_viewed_by_the_client_turns_the_banner(
    client_browser: Client, gallery: Gallery, invitation: Invitation
) -> None:
    assert client_browser.post(f"/g/{gallery.public_id}/viewed").json() == {"counted": True}
    assert client_browser.post(f"/g/{gallery.public_id}/viewed").json() == {"counted": False}
    invitation.refresh_from_db()
    assert invitation.opened_at is not None
    seen = client_view(gallery)
    assert seen is not None
    assert seen.is_client
    assert Visitor.objects.get().proven_at is not None


def test_viewed_by_a_member_counts_nothing(gallery: Gallery, invitation: Invitation) -> None:
    browser = Client()
    browser.force_login(make_member(studio=gallery.studio).user)
    browser.get(f"/g/{gallery.public_id}/i/{invitation.secret}")
    assert browser.post(f"/g/{gallery.public_id}/viewed").json() == {"counted": False}
    assert not Visitor.objects.exists()


def test_viewed_needs_the_token_of_a_page(gallery: Gallery) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(f"/g/{gallery.public_id}/")
    assert browser.post(f"/g/{gallery.public_id}/viewed").status_code == 403
    assert not Visitor.objects.exists()


def test_cookie_is_for_this_gallery_only(client_browser: Client, gallery: Gallery) -> None:
    cookie = client_browser.cookies["provino_g"]
    assert cookie["path"] == f"/g/{gallery.public_id}/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("secret", ["wrong", "\x00", "ł", "x" * 41])
def test_personal_link_with_a_wrong_secret_is_nothing(gallery: Gallery, secret: str) -> None:
    response = Client().get(f"/g/{gallery.public_id}/i/{secret}")
    assert response.status_code == 404
    assert "provino_g" not in response.cookies


def test_personal_link_of_another_gallery_is_nothing(gallery: Gallery) -> None:
    other = make_invitation()
    assert Client().get(f"/g/{gallery.public_id}/i/{other.secret}").status_code == 404


def test_personal_link_revoked_is_nothing_and_makes_a_stranger(
    client_browser: Client, gallery: Gallery, invitation: Invitation
) -> None:
    photo = gallery.photos.first()
    assert photo
    client_browser.put(f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}")
    Invitation.objects.update(revoked_at=timezone.now())
    assert Client().get(f"/g/{gallery.public_id}/i/{invitation.secret}").status_code == 404
    page = client_browser.get(f"/g/{gallery.public_id}/")
    assert "Anna</" not in page.text
    assert "Not you?" not in page.text
    assert client_browser.get(f"/g/{gallery.public_id}/favourites").context["pictures"] == []
    answer = client_browser.put(f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}")
    assert (answer.status_code, answer.json()["identify"]) == (401, True)


def test_personal_link_opened_last_says_who(client_browser: Client, gallery: Gallery) -> None:
    other = make_invitation(gallery=gallery, contact=make_contact(studio=gallery.studio, name="Ewa"))
    client_browser.post(f"/g/{gallery.public_id}/viewed")
    page = client_browser.get(f"/g/{gallery.public_id}/i/{other.secret}", follow=True)
    assert "personal link of Ewa" in page.text
    client_browser.post(f"/g/{gallery.public_id}/viewed")
    assert set(Visitor.objects.values_list("name", flat=True)) == {"Anna", "Ewa"}


def test_not_you_makes_the_browser_nobody(client_browser: Client, gallery: Gallery) -> None:
    photo = gallery.photos.first()
    assert photo
    client_browser.put(f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}")
    page = client_browser.get(f"/g/{gallery.public_id}/")
    assert "Not you?" in page.text
    client_browser.post(f"/g/{gallery.public_id}/forget")
    page = client_browser.get(f"/g/{gallery.public_id}/")
    assert "Not you?" not in page.text
    assert page.context["chosen_count"] == 0
    assert client_browser.put(f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}").status_code == 401
    assert Favourite.objects.count() == 1


def test_identify_answers_the_same_for_a_known_and_an_unknown_address(
    gallery: Gallery, client_browser: Client, invitation: Invitation
) -> None:
    photo = gallery.photos.first()
    assert photo
    client_browser.put(f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}")
    seen = []
    for email in (invitation.contact.email, "nobody@example.com"):
        browser = Client()
        browser.get(f"/g/{gallery.public_id}/")
        answer = browser.post(
            f"/g/{gallery.public_id}/identify", {"email": email}, headers={"Accept": "application/json"}
        )
        page = browser.get(f"/g/{gallery.public_id}/")
        seen.append((answer.status_code, answer.json().keys(), page.context["chosen_count"]))
        assert "Anna</" not in page.text
    assert seen[0] == seen[1]
    assert seen[0][2] == 0
    assert Visitor.objects.filter(proven_at__isnull=True, contact__isnull=True).count() == 2


def test_identify_with_nonsense_says_so_beside_the_field(stranger: Client, gallery: Gallery) -> None:
    address = f"/g/{gallery.public_id}/identify"
    answer = stranger.post(address, {"email": "nonsense"}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["message"]
    page = stranger.post(address, {"email": "nonsense"})
    assert page.status_code == 422
    assert page.context["form"].errors["email"]
    assert not Visitor.objects.exists()


def test_identify_by_form_goes_on_to_the_photos(stranger: Client, gallery: Gallery) -> None:
    assert stranger.get(f"/g/{gallery.public_id}/identify").status_code == 200
    answer = stranger.post(f"/g/{gallery.public_id}/identify", {"email": "Ola@Example.com", "name": "Ola"})
    assert answer.headers["Location"] == f"/g/{gallery.public_id}/photos"
    assert Visitor.objects.get().name == "Ola"


ADDRESSES = [
    ("get", "", None),
    ("get", "photos", None),
    ("get", "favourites", None),
    ("put", "lists/main/photos/{photo}", None),
    ("delete", "lists/main/photos/{photo}", None),
    ("post", "favourites/{photo}/form", {"chosen": "1"}),
    ("get", "photos/{photo}/comments", None),
    ("post", "photos/{photo}/comments", {"text": "Hello"}),
    ("post", "viewed", None),
    ("post", "identify", {"email": "ola@example.com"}),
]


def _fetch(browser: Client, gallery: Gallery, photo_id: str, address: tuple[str, str, object]) -> int:
    method, path, body = address
    url = f"/g/{gallery.public_id}/{path.replace('{photo}', photo_id)}"
    arguments = {} if body is None else {"data": body}
    if path.endswith("comments") and body:
        arguments["content_type"] = "application/json"
    return int(getattr(browser, method)(url, **arguments).status_code)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: f"{address[0]}-{address[1]}")
@pytest.mark.parametrize(
    "shut",
    [
        {"visibility": Visibility.CLOSED},
        {"expires_on": timezone.localdate() - timedelta(days=3)},
        {"password_hash": make_password("rosa")},
    ],
    ids=["closed", "expired", "password"],
)
@pytest.mark.parametrize("who", ["client", "stranger"])
def test_every_door_of_a_shut_gallery_is_shut(
    client_browser: Client,
    stranger: Client,
    gallery: Gallery,
    address: tuple[str, str, object],
    shut: dict[str, object],
    who: str,
) -> None:
    photo = gallery.photos.first()
    assert photo
    Gallery.objects.filter(pk=gallery.pk).update(**shut)
    browser = client_browser if who == "client" else stranger
    assert _fetch(browser, gallery, photo.public_id, address) == 403
    assert [model.objects.count() for model in (Visitor, Favourite, Comment)] == [0, 0, 0]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: f"{address[0]}-{address[1]}")
def test_every_door_of_a_draft_or_nothing_is_nothing_to_strangers(
    stranger: Client, gallery: Gallery, address: tuple[str, str, object]
) -> None:
    photo = gallery.photos.first()
    assert photo
    Gallery.objects.filter(pk=gallery.pk).update(visibility=Visibility.DRAFT)
    assert _fetch(stranger, gallery, photo.public_id, address) == 404
    Gallery.objects.filter(pk=gallery.pk).update(visibility=Visibility.OPEN, deleted_at=timezone.now())
    assert _fetch(stranger, gallery, photo.public_id, address) == 404
    for malformed in ("0", "a b", "ł", "x" * 30, "\x00"):
        assert _fetch(stranger, Gallery(public_id=malformed), photo.public_id, address) == 404


def test_draft_by_personal_link_says_not_yet(client_browser: Client, gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(visibility=Visibility.DRAFT)
    page = client_browser.get(f"/g/{gallery.public_id}/")
    assert page.status_code == 403
    assert "Not open yet" in page.text


def test_draft_is_previewed_by_its_member_and_no_other(gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(visibility=Visibility.DRAFT)
    for member, status in ((make_member(studio=gallery.studio), 200), (make_member(), 404)):
        browser = Client()
        browser.force_login(member.user)
        assert browser.get(f"/g/{gallery.public_id}/").status_code == status


def test_password_is_asked_and_remembered(stranger: Client, gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(password_hash=make_password("rosa"), title="Secret title")
    page = stranger.get(f"/g/{gallery.public_id}/")
    assert page.status_code == 403
    assert "Secret title" not in page.text
    wrong = stranger.post(f"/g/{gallery.public_id}/enter", {"password": "nope"})
    assert "This is not the password" in wrong.text
    right = stranger.post(f"/g/{gallery.public_id}/enter", {"password": "rosa"})
    assert right.status_code == 302
    assert stranger.get(f"/g/{gallery.public_id}/").status_code == 200
    Gallery.objects.filter(pk=gallery.pk).update(password_hash=make_password("lilia"))
    assert stranger.get(f"/g/{gallery.public_id}/").status_code == 403


def test_password_guessing_is_stopped(gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(password_hash=make_password("rosa"))
    for _ in range(TRIES_PER_ADDRESS):
        Client().post(f"/g/{gallery.public_id}/enter", {"password": "nope"})
    answer = Client().post(f"/g/{gallery.public_id}/enter", {"password": "rosa"})
    assert "wrong too often" in answer.text
    assert "provino_g" not in answer.cookies


def test_closed_page_names_the_studio(stranger: Client, gallery: Gallery) -> None:
    gallery.studio.reply_to = "maria@example.com"
    gallery.studio.save()
    Gallery.objects.filter(pk=gallery.pk).update(visibility=Visibility.CLOSED)
    page = stranger.get(f"/g/{gallery.public_id}/").text
    assert gallery.studio.name in page
    assert "maria@example.com" in page


def test_language_follows_the_gallery_until_the_visitor_chooses(gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(language="pl")
    browser = Client(headers={"Accept-Language": "en"})
    address = f"/g/{gallery.public_id}/"
    assert browser.get(address).headers["Content-Language"] == "pl"
    answer = browser.post(f"{address}language", {"language": "en", "next": f"{address}favourites"})
    assert answer.headers["Location"] == f"{address}favourites"
    page = browser.get(address)
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en"' in page.text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/galleries/", "/g/other/"])
def test_language_never_leaves_the_gallery(stranger: Client, gallery: Gallery, target: str) -> None:
    answer = stranger.post(f"/g/{gallery.public_id}/language", {"language": "xx", "next": target})
    assert answer.headers["Location"] == f"/g/{gallery.public_id}/"
    assert "provino_g_language" not in answer.cookies


def test_pages_stay_out_of_caches_and_search_engines(stranger: Client, gallery: Gallery) -> None:
    page = stranger.get(f"/g/{gallery.public_id}/")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert (
        '<meta name="referrer" content="same-origin">' in page.text
    )  # else forms of real browsers fail the CSRF check
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "private" in page.headers["Cache-Control"]
    assert "og:image" not in page.text


def test_visitor_of_another_gallery_is_nobody_here(client_browser: Client, gallery: Gallery) -> None:
    other = make_gallery(studio=gallery.studio)
    photo = make_photo(gallery=other)
    client_browser.cookies["provino_g"]["path"] = "/"
    answer = client_browser.put(f"/g/{other.public_id}/lists/main/photos/{photo.public_id}")
    assert answer.status_code == 401


def test_second_device_by_the_personal_link_shows_what_was_chosen_on_the_first(
    gallery: Gallery, invitation: Invitation
) -> None:
    photo = make_photo(gallery=gallery)
    link = f"/g/{gallery.public_id}/i/{invitation.secret}"
    first, second = Client(), Client()
    first.get(link)
    first.put(f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}")
    page = second.get(link, follow=True).content.decode()
    assert 'data-count="1"' in page
    assert Device.objects.count() == 1  # a look alone makes no row
    second.post(f"/g/{gallery.public_id}/viewed")
    assert Device.objects.count() == 2
    assert Visitor.objects.count() == 1
