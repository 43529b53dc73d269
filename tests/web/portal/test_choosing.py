"""Hearts, comments and the list of one's own, through their addresses."""

import pytest
from django.test import Client

from provino.galleries.models import Gallery
from provino.proofing.comments import reply_as_member
from provino.proofing.models import Comment, Favourite
from provino.visitors.models import Visitor
from tests.factories import make_gallery, make_member, make_photo


def _heart(gallery: Gallery, photo_id: str) -> str:
    return f"/g/{gallery.public_id}/lists/main/photos/{photo_id}"


def _form(gallery: Gallery, photo_id: str) -> str:
    return f"/g/{gallery.public_id}/favourites/{photo_id}/form"


def _comments(gallery: Gallery, photo_id: str) -> str:
    return f"/g/{gallery.public_id}/photos/{photo_id}/comments"


@pytest.fixture
def photo_id(gallery: Gallery) -> str:
    return gallery.photos.order_by("id")[0].public_id


def test_heart_by_personal_link_asks_nothing(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    for method, left in (("put", 1), ("put", 1), ("delete", 0), ("delete", 0)):
        assert getattr(client_browser, method)(_heart(gallery, photo_id)).status_code == 200
        assert Favourite.objects.count() == left
    assert Visitor.objects.get().contact is not None


def test_heart_of_a_guest_asks_once_who(stranger: Client, gallery: Gallery, photo_id: str) -> None:
    answer = stranger.put(_heart(gallery, photo_id))
    assert answer.status_code == 401
    assert answer.json()["identify"] is True
    stranger.post(f"/g/{gallery.public_id}/identify", {"email": "ola@example.com"})
    assert stranger.put(_heart(gallery, photo_id)).status_code == 200
    assert Visitor.objects.get().email == "ola@example.com"


def test_heart_of_a_second_device_is_in_the_same_list(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    client_browser.put(_heart(gallery, photo_id))
    second = Client()
    invitation = gallery.invitations.get()
    second.get(f"/g/{gallery.public_id}/i/{invitation.secret}")
    second.put(_heart(gallery, photo_id))
    assert second.get(f"/g/{gallery.public_id}/").context["chosen_count"] == 1
    assert (Visitor.objects.count(), Favourite.objects.count()) == (1, 1)


def test_heart_by_a_member_is_not_saved(gallery: Gallery, photo_id: str) -> None:
    browser = Client()
    browser.force_login(make_member(studio=gallery.studio).user)
    assert browser.put(_heart(gallery, photo_id)).status_code == 409
    assert not Visitor.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete"])
def test_heart_of_a_photo_elsewhere_or_gone_is_404_with_words(
    client_browser: Client, gallery: Gallery, method: str
) -> None:
    gone = [
        make_photo(gallery=make_gallery(studio=gallery.studio)).public_id,
        make_photo().public_id,
        make_photo(gallery=gallery, hidden=True).public_id,
        "0",
        "nothing",
        "ł",
    ]
    for photo_id in gone:
        answer = getattr(client_browser, method)(_heart(gallery, photo_id))
        assert answer.status_code == 404
        assert answer.json()["message"]
        assert client_browser.get(_comments(gallery, photo_id)).status_code == 404
        assert client_browser.post(_form(gallery, photo_id), {"chosen": "1"}).status_code == 404
    assert not Favourite.objects.exists()


def test_heart_after_the_deadline_says_when_choosing_ended(
    client_browser: Client, gallery: Gallery, photo_id: str
) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(choosing_deadline="2020-03-17")
    answer = client_browser.put(_heart(gallery, photo_id))
    assert answer.status_code == 409
    assert "2020" in answer.json()["message"]
    page = client_browser.post(_form(gallery, photo_id), {"chosen": "1"})
    assert page.status_code == 409
    assert "2020" in page.text


def test_heart_by_form_comes_back_to_its_page(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    target = f"/g/{gallery.public_id}/photos?page=1"
    answer = client_browser.post(_form(gallery, photo_id), {"chosen": "1", "next": target})
    assert answer.headers["Location"] == target
    away = client_browser.post(_form(gallery, photo_id), {"chosen": "0", "next": "https://evil.example"})
    assert away.headers["Location"] == f"/g/{gallery.public_id}/favourites"
    assert not Favourite.objects.exists()


def test_heart_by_form_of_a_guest_asks_who(stranger: Client, gallery: Gallery, photo_id: str) -> None:
    answer = stranger.post(_form(gallery, photo_id), {"chosen": "1"})
    assert answer.headers["Location"] == f"/g/{gallery.public_id}/identify"


def test_heart_needs_the_token_of_a_page(gallery: Gallery, photo_id: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(f"/g/{gallery.public_id}/")
    assert browser.put(_heart(gallery, photo_id)).status_code == 403


def test_favourites_page_shows_own_choice_and_puts_back(
    client_browser: Client, stranger: Client, gallery: Gallery, photo_id: str
) -> None:
    client_browser.put(_heart(gallery, photo_id))
    client_browser.post(_comments(gallery, photo_id), {"text": "<b>Lighter</b>"}, content_type="application/json")
    page = client_browser.get(f"/g/{gallery.public_id}/favourites")
    assert photo_id in page.text
    assert "&lt;b&gt;Lighter" in page.text
    assert photo_id not in stranger.get(f"/g/{gallery.public_id}/favourites").text
    removed = client_browser.get(f"/g/{gallery.public_id}/favourites?removed={photo_id}")
    assert "Put it back" in removed.text
    assert "Put it back" not in client_browser.get(f"/g/{gallery.public_id}/favourites?removed=nothing").text


def test_comment_is_saved_once_and_read_back(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    for _ in range(2):
        answer = client_browser.post(
            _comments(gallery, photo_id),
            {"text": "Brighter, please"},
            content_type="application/json",
            headers={"Provino-Action": "one"},
        )
        assert answer.status_code == 201
        assert answer.json()["text"] == "Brighter, please"
    assert Comment.objects.count() == 1
    member = make_member(studio=gallery.studio)
    reply_as_member(Comment.objects.get(), text="Will do", by=member)
    items = client_browser.get(_comments(gallery, photo_id)).json()["items"]
    assert [item["text"] for item in items] == ["Brighter, please", "Will do"]
    assert items[1]["reply_to"] == items[0]["id"]
    assert items[1]["name"] == member.user.name
    assert "<" not in items[0]["when"]


def test_comments_of_others_are_not_sent(
    client_browser: Client, stranger: Client, gallery: Gallery, photo_id: str
) -> None:
    client_browser.post(_comments(gallery, photo_id), {"text": "Only for you"}, content_type="application/json")
    stranger.post(f"/g/{gallery.public_id}/identify", {"email": "ola@example.com"})
    assert stranger.get(_comments(gallery, photo_id)).json() == {"items": []}
    assert "Only for you" not in stranger.get(f"/g/{gallery.public_id}/").text


@pytest.mark.parametrize(
    "body", ["", "[]", "null", '"text"', "{", '{"text": null}', '{"text": " "}', '{"text": "\\u0000"}']
)
def test_comment_of_nonsense_is_refused_with_words(
    client_browser: Client, gallery: Gallery, photo_id: str, body: str
) -> None:
    answer = client_browser.post(_comments(gallery, photo_id), body, content_type="application/json")
    assert answer.status_code in {409, 422}
    assert answer.json()["message"]
    assert not Comment.objects.exists()


def test_comment_with_half_a_character_is_saved_without_it(
    client_browser: Client, gallery: Gallery, photo_id: str
) -> None:
    answer = client_browser.post(_comments(gallery, photo_id), '{"text": "a\\ud800b"}', content_type="application/json")
    assert answer.json()["text"] == "ab"


def test_comment_of_a_guest_asks_who(stranger: Client, gallery: Gallery, photo_id: str) -> None:
    answer = stranger.post(_comments(gallery, photo_id), {"text": "Hi"}, content_type="application/json")
    assert answer.json()["identify"] is True
    assert not Comment.objects.exists()
