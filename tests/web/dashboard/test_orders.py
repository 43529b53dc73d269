"""The Client orders tab."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.galleries.invitations import Recipient, send_gallery
from provino.galleries.models import Gallery, InvitationRole
from provino.mail.models import Message, MessageState, Trouble
from provino.proofing.models import Comment, Favourite, FavouriteList
from provino.studios.models import Member, Role
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor, VisitorKind
from tests.factories import make_contact, make_gallery, make_invitation, make_member, make_photo, make_visitor


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio)


def url(gallery: Gallery, tail: str = "") -> str:
    return f"/galleries/{gallery.public_id}/orders{tail}"


def text_of(client: Client, gallery: Gallery, tail: str = "") -> str:
    response = client.get(url(gallery, tail))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def make_client(gallery: Gallery, name: str = "Anna Wiśniewska") -> Visitor:
    contact = make_contact(studio=gallery.studio, name=name)
    invitation = make_invitation(gallery=gallery, contact=contact)
    return make_visitor(
        gallery=gallery,
        contact=contact,
        invitation=invitation,
        kind=VisitorKind.CLIENT,
        name=name,
        proven_at=timezone.now(),
    )


def choose(visitor: Visitor, *names: str, note: str = "") -> list[Favourite]:
    favourites, _made = FavouriteList.objects.get_or_create(visitor=visitor)
    return [
        Favourite.objects.create(
            favourite_list=favourites, photo=make_photo(gallery=visitor.gallery, original_name=name), note=note
        )
        for name in names
    ]


def test_banner_is_yellow_until_the_client_looked(signed_in: Client, gallery: Gallery) -> None:
    page = text_of(signed_in, gallery)
    assert "The client has not viewed the gallery yet." in page
    assert "It has not been sent to a client." in page
    assert "banner--ok" not in page


@pytest.mark.parametrize(
    ("state", "trouble", "words"),
    [
        (MessageState.SENT, "", "Message delivered"),
        (MessageState.QUEUED, Trouble.NO_SERVER, "PROVINO_SMTP_HOST"),
        (MessageState.BOUNCED, Trouble.ADDRESS_REFUSED, "did not arrive"),
    ],
)
def test_banner_says_what_became_of_the_message(
    signed_in: Client, member: Member, gallery: Gallery, state: str, trouble: str, words: str
) -> None:
    send_gallery(gallery, recipients=[Recipient("anna@example.com")], by=member)
    Message.objects.update(state=state, trouble=trouble, sent_at=timezone.now())
    page = text_of(signed_in, gallery)
    assert words in page
    assert "Send again" in page


def test_banner_is_green_when_the_client_looked(signed_in: Client, gallery: Gallery) -> None:
    record(make_client(gallery), kind=ActivityKind.VIEWED)
    page = text_of(signed_in, gallery)
    assert "banner--ok" in page
    assert "The client viewed the gallery <time" in page
    assert "Anna Wiśniewska, last seen" in page


def test_banner_names_somebody_else_as_such(signed_in: Client, gallery: Gallery) -> None:
    record(make_visitor(gallery=gallery), kind=ActivityKind.VIEWED)
    page = text_of(signed_in, gallery)
    assert "by someone." in page
    assert "banner--ok" not in page


def test_page_lists_who_chose_what_with_notes_comments_and_replies(
    signed_in: Client, member: Member, gallery: Gallery
) -> None:
    anna = make_client(gallery)
    first, _second = choose(anna, "IMG_1.JPG", "IMG_2.JPG", note="<i>black and white</i>")
    comment = Comment.objects.create(photo=first.photo, visitor=anna, text="Lovely\n<b>!</b>")
    Comment.objects.create(photo=first.photo, member=member, reply_to=comment, text="Thank you")
    page = text_of(signed_in, gallery)
    assert "2 photos chosen" in page
    assert "1 comment" in page
    assert "&lt;i&gt;black and white&lt;/i&gt;" in page
    assert "Lovely<br>&lt;b&gt;!&lt;/b&gt;" in page
    assert "Thank you" in page
    assert f"/galleries/{gallery.public_id}/#photo-{first.photo.public_id}" in page
    assert "IMG_1, IMG_2" in page
    assert f'/activity?who={anna.public_id}" aria-label="Activity of Anna Wiśniewska"' in page


def test_page_filters_by_person_list_and_export_alike(signed_in: Client, gallery: Gallery) -> None:
    anna, halina = make_client(gallery), make_client(gallery, "Halina")
    choose(anna, "A.JPG")
    choose(halina, "H.JPG")
    page = text_of(signed_in, gallery, f"?who={halina.public_id}")
    assert "H.JPG" in page
    assert "A.JPG" not in page
    everybody = text_of(signed_in, gallery)
    assert "A.JPG" in everybody
    assert "H.JPG" in everybody


def test_empty_page_is_one_sentence_and_one_button(signed_in: Client, gallery: Gallery) -> None:
    page = text_of(signed_in, gallery)
    assert "What your client chooses appears here" in page
    assert "Export photos" not in page


def test_reply_is_saved_as_the_studios(signed_in: Client, member: Member, gallery: Gallery) -> None:
    comment = Comment.objects.create(photo=make_photo(gallery=gallery), visitor=make_client(gallery), text="?")
    response = signed_in.post(url(gallery, f"/comments/{comment.public_id}/reply"), {"text": "Yes"})
    assert response["Location"].endswith(f"#comment-{comment.public_id}")
    answer = Comment.objects.get(reply_to=comment)
    assert (answer.text, answer.member) == ("Yes", member)


@pytest.mark.parametrize("text", ["", " ", "x" * 4001])
def test_reply_refused_is_said_beside_the_comment(signed_in: Client, gallery: Gallery, text: str) -> None:
    comment = Comment.objects.create(photo=make_photo(gallery=gallery), visitor=make_client(gallery), text="?")
    response = signed_in.post(url(gallery, f"/comments/{comment.public_id}/reply"), {"text": text})
    assert response.status_code == 400
    assert 'id="reply_error"' in response.content.decode()
    assert not Comment.objects.filter(reply_to=comment).exists()


def test_pins_are_drawn_on_the_picture_and_numbered_beside_the_words(signed_in: Client, gallery: Gallery) -> None:
    anna = make_client(gallery)
    photo = make_photo(gallery=gallery, original_name="P.JPG")
    Comment.objects.create(photo=photo, visitor=anna, text="Sky", pin_x=0.5, pin_y=0.25)
    Comment.objects.create(photo=photo, visitor=anna, text="All of it")
    Comment.objects.create(photo=photo, visitor=anna, text="Horizon", pin_x=1, pin_y=1)
    page = text_of(signed_in, gallery)
    assert 'viewBox="0 0 240 160"' in page
    assert 'transform="translate(120 40)"' in page
    assert 'transform="translate(240 160)"' in page
    assert 'aria-label="The photo with points 1, 2"' in page
    assert page.count("pin--li") == 2
    assert "</span>2</span>Horizon" in page


def test_comment_is_marked_as_done_and_as_still_to_do(signed_in: Client, gallery: Gallery) -> None:
    comment = Comment.objects.create(photo=make_photo(gallery=gallery), visitor=make_client(gallery), text="?")
    address = url(gallery, f"/comments/{comment.public_id}/resolve")
    assert signed_in.post(address, {"done": "1"})["Location"].endswith(f"#comment-{comment.public_id}")
    assert Comment.objects.filter(resolved_at__isnull=False).count() == 1
    page = text_of(signed_in, gallery)
    assert "Done <time" in page
    assert "Not done yet" in page
    signed_in.post(address, {"done": "0"})
    assert Comment.objects.filter(resolved_at__isnull=True).count() == 1
    assert "Mark as done" in text_of(signed_in, gallery)


def test_comment_changed_by_its_author_says_when(signed_in: Client, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    Comment.objects.create(photo=photo, visitor=make_client(gallery), text="?", edited_at=timezone.now())
    assert ", changed <time" in text_of(signed_in, gallery)


@pytest.mark.parametrize("act", ["reply", "resolve"])
def test_comment_taken_back_or_malformed_is_not_found(signed_in: Client, gallery: Gallery, act: str) -> None:
    comment = Comment.objects.create(
        photo=make_photo(gallery=gallery), visitor=make_client(gallery), text="?", deleted_at=timezone.now()
    )
    for public_id in (comment.public_id, "nothing", "0"):
        body = {"text": "Hi", "done": "1"}
        assert signed_in.post(url(gallery, f"/comments/{public_id}/{act}"), body).status_code == 404


@pytest.mark.parametrize("act", ["reply", "resolve"])
def test_another_gallerys_comment_is_not_found(signed_in: Client, gallery: Gallery, act: str) -> None:
    elsewhere = make_gallery()
    comment = Comment.objects.create(photo=make_photo(gallery=elsewhere), visitor=make_client(elsewhere), text="?")
    response = signed_in.post(url(gallery, f"/comments/{comment.public_id}/{act}"), {"text": "Hi", "done": "1"})
    assert response.status_code == 404


@pytest.mark.parametrize(
    ("method", "tail"), [("get", ""), ("post", "/comments/{comment}/reply"), ("post", "/comments/{comment}/resolve")]
)
def test_rights(member: Member, gallery: Gallery, method: str, tail: str) -> None:
    comment = Comment.objects.create(photo=make_photo(gallery=gallery), visitor=make_client(gallery), text="?")
    address = url(gallery, tail.format(comment=comment.public_id))

    def ask(who: Member | None, where: str = address) -> Any:
        client = Client()
        if who:
            client.force_login(who.user)
        return getattr(client, method)(where, {"text": "Hi"})

    assert ask(make_member(studio=member.studio, role=Role.STAFF)).status_code in {200, 302}
    assert ask(make_member()).status_code == 404
    assert ask(None)["Location"].startswith("/account/login/")
    assert ask(member, address.replace(gallery.public_id, "nothing")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_a_constant_number_of_queries(
    signed_in: Client, gallery: Gallery, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        visitor = make_client(gallery, f"Person {number}")
        for favourite in choose(visitor, *(f"P{number}-{n}.JPG" for n in range(count))):
            Comment.objects.create(photo=favourite.photo, visitor=visitor, text="!")
        record(visitor, kind=ActivityKind.VIEWED)
    signed_in.get(url(gallery))
    with django_assert_num_queries(14):
        signed_in.get(url(gallery))


def test_invitation_role_is_what_makes_a_client(signed_in: Client, gallery: Gallery) -> None:
    guest = make_client(gallery)
    guest.kind = VisitorKind.GUEST
    guest.save()
    assert guest.invitation is not None
    guest.invitation.role = InvitationRole.GUEST
    guest.invitation.save()
    record(guest, kind=ActivityKind.VIEWED)
    Visitor.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    assert "banner--ok" not in text_of(signed_in, gallery)
