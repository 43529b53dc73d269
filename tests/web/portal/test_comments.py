"""A visitor's own comments through their addresses: with a pin, changed, taken back."""

from typing import Any

import pytest
from django.test import Client

from provino.galleries.models import Gallery, Visibility
from provino.proofing.comments import reply_as_member, resolve_comment
from provino.proofing.models import Comment
from provino.studios.models import Member
from tests.factories import make_gallery, make_member, make_photo

WORDS = {"text": "Brighter, please", "pin": {"x": 0.5, "y": 0.25}}


@pytest.fixture
def photo_id(gallery: Gallery) -> str:
    return gallery.photos.order_by("id")[0].public_id


@pytest.fixture
def studio_member(gallery: Gallery) -> Member:
    return make_member(studio=gallery.studio)


def comments_of(gallery: Gallery, photo_id: str, tail: str = "") -> str:
    return f"/g/{gallery.public_id}/photos/{photo_id}/comments{tail}"


def written(browser: Client, gallery: Gallery, photo_id: str, **more: Any) -> dict[str, Any]:
    answer = browser.post(comments_of(gallery, photo_id), {**WORDS, **more}, content_type="application/json")
    assert answer.status_code == 201
    item: dict[str, Any] = answer.json()
    return item


def change(browser: Client, gallery: Gallery, photo_id: str, comment: str, body: Any) -> Any:
    return browser.patch(comments_of(gallery, photo_id, f"/{comment}"), body, content_type="application/json")


def take_back(browser: Client, gallery: Gallery, photo_id: str, comment: str) -> Any:
    return browser.delete(comments_of(gallery, photo_id, f"/{comment}"))


def test_comment_points_at_a_spot(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    item = written(client_browser, gallery, photo_id)
    assert item["pin"] == {"x": 0.5, "y": 0.25}
    assert (item["may_change"], item["edited"], item["resolved"], item["studio"]) == (True, None, False, None)
    assert client_browser.get(comments_of(gallery, photo_id)).json()["items"] == [item]


@pytest.mark.parametrize(
    "pin",
    [
        "middle",
        [0.5, 0.5],
        {"x": 0.5},
        {"x": 2, "y": 0},
        {"x": True, "y": 0},
        {"x": "0.5", "y": 0},
        {"x": 10**400, "y": 0},
    ],
)
def test_comment_that_points_nowhere_is_refused_with_words(
    client_browser: Client, gallery: Gallery, photo_id: str, pin: object
) -> None:
    answer = client_browser.post(
        comments_of(gallery, photo_id), {"text": "Here", "pin": pin}, content_type="application/json"
    )
    assert answer.status_code == 422
    assert answer.json()["message"] == "Point at a spot on the photo."
    assert not Comment.objects.exists()


def test_comment_of_5000_characters_is_refused_with_the_limit(
    client_browser: Client, gallery: Gallery, photo_id: str
) -> None:
    answer = client_browser.post(comments_of(gallery, photo_id), {"text": "x" * 5000}, content_type="application/json")
    assert answer.status_code == 409
    assert "4,000" in answer.json()["message"]
    assert not Comment.objects.exists()


def test_author_changes_words_and_spot(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    item = written(client_browser, gallery, photo_id)
    changed = change(client_browser, gallery, photo_id, item["id"], {"text": "Darker"}).json()
    assert (changed["text"], changed["pin"]) == ("Darker", {"x": 0.5, "y": 0.25})
    assert changed["edited"]
    without = change(client_browser, gallery, photo_id, item["id"], {"text": "Darker", "pin": None}).json()
    assert without["pin"] is None


def test_author_takes_back(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    item = written(client_browser, gallery, photo_id)
    assert take_back(client_browser, gallery, photo_id, item["id"]).status_code == 204
    assert client_browser.get(comments_of(gallery, photo_id)).json() == {"items": []}
    assert take_back(client_browser, gallery, photo_id, item["id"]).status_code == 404


@pytest.mark.parametrize("how", ["answered", "done"])
def test_answered_or_done_stays_with_words(
    client_browser: Client, gallery: Gallery, photo_id: str, studio_member: Member, how: str
) -> None:
    item = written(client_browser, gallery, photo_id)
    comment = Comment.objects.get()
    if how == "answered":
        reply_as_member(comment, text="Of course", by=studio_member)
    else:
        resolve_comment(comment, by=studio_member)
    shown = client_browser.get(comments_of(gallery, photo_id)).json()["items"]
    assert (shown[0]["may_change"], shown[0]["resolved"]) == (False, how == "done")
    for answer in (
        change(client_browser, gallery, photo_id, item["id"], {"text": "Other"}),
        take_back(client_browser, gallery, photo_id, item["id"]),
    ):
        assert answer.status_code == 409
        assert "already" in answer.json()["message"]
    comment.refresh_from_db()
    assert (comment.text, comment.deleted_at) == (WORDS["text"], None)


def test_answer_bears_the_name_of_the_member_and_of_the_studio(
    client_browser: Client, gallery: Gallery, photo_id: str, studio_member: Member
) -> None:
    written(client_browser, gallery, photo_id)
    reply_as_member(Comment.objects.get(), text="Of course", by=studio_member)
    answer = client_browser.get(comments_of(gallery, photo_id)).json()["items"][1]
    assert (answer["name"], answer["studio"]) == (studio_member.user.name, gallery.studio.name)
    assert answer["may_change"] is False
    studio_member.delete()
    orphan = client_browser.get(comments_of(gallery, photo_id)).json()["items"][1]
    assert (orphan["name"], orphan["studio"]) == (gallery.studio.name, None)


def test_nobody_else_changes_or_takes_back(
    client_browser: Client, stranger: Client, gallery: Gallery, photo_id: str, studio_member: Member
) -> None:
    item = written(client_browser, gallery, photo_id)
    guest = Client()
    guest.post(f"/g/{gallery.public_id}/identify", {"email": "ola@example.com"})
    written(guest, gallery, photo_id)
    preview = Client()
    preview.force_login(studio_member.user)
    for browser, status in ((stranger, 404), (guest, 404), (preview, 409)):
        assert change(browser, gallery, photo_id, item["id"], {"text": "Mine now"}).status_code == status
        assert take_back(browser, gallery, photo_id, item["id"]).status_code == status
    assert Comment.objects.get(public_id=item["id"]).text == WORDS["text"]
    assert Comment.objects.get(public_id=item["id"]).deleted_at is None


def test_comment_elsewhere_or_malformed_is_404(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    item = written(client_browser, gallery, photo_id)
    elsewhere = make_gallery(studio=gallery.studio)
    other_photo = make_photo(gallery=gallery).public_id
    places = [
        (gallery, photo_id, "nothing"),
        (gallery, photo_id, "0"),
        (gallery, photo_id, "ł"),
        (gallery, other_photo, item["id"]),
        (gallery, "nothing", item["id"]),
        (elsewhere, make_photo(gallery=elsewhere).public_id, item["id"]),
    ]
    for where, photo, comment in places:
        assert change(client_browser, where, photo, comment, {"text": "Other"}).status_code == 404
        assert take_back(client_browser, where, photo, comment).status_code == 404
    assert Comment.objects.get().text == WORDS["text"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"text": ""}', '{"text": "a", "pin": 1}'])
def test_change_of_nonsense_is_refused_and_nothing_changed(
    client_browser: Client, gallery: Gallery, photo_id: str, body: str
) -> None:
    item = written(client_browser, gallery, photo_id)
    answer = change(client_browser, gallery, photo_id, item["id"], body)
    assert answer.status_code in {409, 422}
    assert answer.json()["message"]
    assert Comment.objects.get().text == WORDS["text"]


def test_closed_gallery_takes_no_words(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    item = written(client_browser, gallery, photo_id)
    Gallery.objects.filter(pk=gallery.pk).update(visibility=Visibility.CLOSED)
    assert change(client_browser, gallery, photo_id, item["id"], {"text": "Late"}).status_code == 403
    assert take_back(client_browser, gallery, photo_id, item["id"]).status_code == 403
    assert (
        client_browser.post(comments_of(gallery, photo_id), WORDS, content_type="application/json").status_code == 403
    )


def test_comments_switched_off_take_no_words(client_browser: Client, gallery: Gallery, photo_id: str) -> None:
    item = written(client_browser, gallery, photo_id)
    Gallery.objects.filter(pk=gallery.pk).update(comments_on=False)
    answer = change(client_browser, gallery, photo_id, item["id"], {"text": "Late"})
    assert answer.status_code == 409
    assert "switched off" in answer.json()["message"]
