"""News become mails: each once, collected, after some quiet."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Gallery, InvitationRole, Photo
from provino.mail import outbox
from provino.mail.models import Message
from provino.notifications.models import Cursor, Digest, Topic
from provino.notifications.reading import SETTLED_AFTER, read_news
from provino.notifications.telling import QUIET, tell_news_task
from provino.proofing.comments import reply_as_member
from provino.proofing.models import Comment, Favourite, FavouriteList
from provino.studios.models import Member, Role
from provino.visitors.activity import record
from provino.visitors.models import Activity, ActivityKind, Visitor, VisitorKind
from tests.factories import make_contact, make_gallery, make_invitation, make_member, make_photo, make_visitor


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio, title="Anna i Piotr")


@pytest.fixture
def anna(gallery: Gallery) -> Visitor:
    contact = make_contact(studio=gallery.studio, name="Anna Wiśniewska")
    invitation = make_invitation(gallery=gallery, contact=contact, role=InvitationRole.CLIENT)
    return make_visitor(
        gallery=gallery,
        contact=contact,
        invitation=invitation,
        kind=VisitorKind.CLIENT,
        name="Anna Wiśniewska",
        proven_at=timezone.now(),
    )


def choose(visitor: Visitor, *photos: Photo) -> None:
    favourites, _made = FavouriteList.objects.get_or_create(visitor=visitor)
    for photo in photos:
        Favourite.objects.create(favourite_list=favourites, photo=photo)
        record(visitor, kind=ActivityKind.FAVOURITE_ADDED, photo=photo)


def comment(visitor: Visitor, photo: Photo, text: str) -> Comment:
    made = Comment.objects.create(visitor=visitor, photo=photo, text=text)
    record(visitor, kind=ActivityKind.COMMENTED, photo=photo)
    return made


def pass_time(time: timedelta) -> None:
    """Everything that happened lies that much further back."""
    for rows, column in ((Activity.objects, "at"), (Comment.objects, "created_at"), (Digest.objects, "latest_at")):
        for row in rows.all():
            earlier: datetime = getattr(row, column) - time
            type(row).objects.filter(pk=row.pk).update(**{column: earlier})


def told(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("pk"))


def test_first_view_by_the_client_is_told_at_once_and_once(gallery: Gallery, anna: Visitor, member: Member) -> None:
    record(anna, kind=ActivityKind.VIEWED)
    tell_news_task()
    record(anna, kind=ActivityKind.VIEWED)
    tell_news_task()
    (message,) = told("client_viewed")
    assert message.to == member.user.email
    assert "the client has viewed the gallery" in message.subject
    assert "Anna Wiśniewska" in message.text
    assert f"/galleries/{gallery.public_id}/orders" in message.text


def test_view_by_somebody_is_named_as_such_and_the_clients_told_after_it(gallery: Gallery, anna: Visitor) -> None:
    record(make_visitor(gallery=gallery), kind=ActivityKind.VIEWED)
    tell_news_task()
    record(anna, kind=ActivityKind.VIEWED)
    tell_news_task()
    assert ["somebody" in message.subject for message in told("client_viewed")] == [True, False]


def test_favourites_are_told_together_after_half_an_hour_of_quiet(gallery: Gallery, anna: Visitor) -> None:
    photos = [make_photo(gallery=gallery) for _ in range(4)]
    choose(anna, *photos[:2])
    tell_news_task()
    pass_time(timedelta(minutes=20))
    choose(anna, photos[2])
    tell_news_task()
    pass_time(timedelta(minutes=20))
    tell_news_task()
    assert told("favourites_added") == []
    pass_time(timedelta(minutes=11))
    tell_news_task()
    tell_news_task()
    (message,) = told("favourites_added")
    assert "3 new chosen photos" in message.subject
    assert "Anna Wiśniewska chose 3 photos, 3 in all." in message.text
    choose(anna, photos[3])
    tell_news_task()
    pass_time(timedelta(minutes=31))
    tell_news_task()
    assert "Anna Wiśniewska chose 1 photo, 4 in all." in told("favourites_added")[1].text


def test_favourites_taken_back_are_not_told(gallery: Gallery, anna: Visitor) -> None:
    choose(anna, make_photo(gallery=gallery))
    Favourite.objects.all().delete()
    tell_news_task()
    pass_time(timedelta(minutes=31))
    tell_news_task()
    assert Message.objects.count() == 0
    assert not Digest.objects.filter(is_waiting=True).exists()


def test_comments_are_told_together(gallery: Gallery, anna: Visitor) -> None:
    photo = make_photo(gallery=gallery, original_name="IMG_1.JPG")
    comment(anna, photo, "Lovely <b>")
    comment(anna, photo, "Darker?")
    tell_news_task()
    pass_time(timedelta(minutes=11))
    tell_news_task()
    tell_news_task()
    (message,) = told("comments_added")
    assert "2 new comments" in message.subject
    assert "Anna Wiśniewska, IMG_1.JPG:\nLovely <b>" in message.text
    assert "Lovely &lt;b&gt;" in message.html


def test_comments_that_point_at_a_spot_name_its_number(gallery: Gallery, anna: Visitor) -> None:
    photo = make_photo(gallery=gallery, original_name="IMG_1.JPG")
    for text in ("Sky", "Horizon"):
        Comment.objects.filter(pk=comment(anna, photo, text).pk).update(pin_x=0.5, pin_y=0.5)
    comment(anna, photo, "All of it")
    tell_news_task()
    pass_time(timedelta(minutes=11))
    tell_news_task()
    (message,) = told("comments_added")
    assert "IMG_1.JPG, point 1:\nSky" in message.text
    assert "IMG_1.JPG, point 2:\nHorizon" in message.text
    assert "IMG_1.JPG:\nAll of it" in message.text


@pytest.mark.parametrize(("label", "called"), [("filename", "IMG_2.JPG"), ("number", "Photo 2"), ("none", "Photo 2")])
def test_reply_names_photo_and_spot_as_the_gallery_does(
    gallery: Gallery, anna: Visitor, member: Member, label: str, called: str
) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(photo_label=label, photo_order="name")
    make_photo(gallery=gallery, original_name="IMG_1.JPG")
    asked = comment(anna, make_photo(gallery=gallery, original_name="IMG_2.JPG"), "?")
    Comment.objects.filter(pk=asked.pk).update(pin_x=0.5, pin_y=0.5)
    reply_as_member(asked, text="Yes", by=member)
    tell_news_task()
    pass_time(timedelta(minutes=6))
    tell_news_task()
    (message,) = told("comment_replied")
    assert f"{called}, point 1:\nYes" in message.text
    assert ("IMG_2" in message.text) == (label == "filename")


def test_first_complete_download_is_told_once(gallery: Gallery, anna: Visitor) -> None:
    for name in ("full.zip", "web.zip"):
        record(anna, kind=ActivityKind.DOWNLOADED, detail={"what": name})
        tell_news_task()
    (message,) = told("handover_downloaded")
    assert "Anna Wiśniewska has downloaded full.zip" in message.text


def test_replies_reach_the_visitor_together_without_their_own_words(
    gallery: Gallery, anna: Visitor, member: Member
) -> None:
    photo = make_photo(gallery=gallery, original_name="IMG_1.JPG")
    asked = comment(anna, photo, "a stranger's words")
    reply_as_member(asked, text="Yes, of course.", by=member)
    reply_as_member(asked, text="Tomorrow.", by=member)
    tell_news_task()
    assert told("comment_replied") == []
    pass_time(timedelta(minutes=6))
    tell_news_task()
    tell_news_task()
    (message,) = told("comment_replied")
    assert anna.contact is not None
    assert anna.invitation is not None
    assert message.to == anna.contact.email_as_typed
    assert "Yes, of course." in message.text
    assert "Tomorrow." in message.text
    assert "a stranger's words" not in message.text
    assert anna.invitation.secret in message.text


def test_replies_to_somebody_without_an_address_or_with_a_revoked_link(
    gallery: Gallery, anna: Visitor, member: Member
) -> None:
    photo = make_photo(gallery=gallery)
    reply_as_member(comment(make_visitor(gallery=gallery), photo, "?"), text="Hi", by=member)
    assert anna.invitation is not None
    anna.invitation.revoked_at = timezone.now()
    anna.invitation.save()
    reply_as_member(comment(anna, photo, "?"), text="Hi", by=member)
    tell_news_task()
    pass_time(timedelta(minutes=6))
    tell_news_task()
    (message,) = told("comment_replied")
    assert anna.invitation.secret not in message.text
    assert f"/g/{gallery.public_id}/" in message.text


def test_every_owner_is_told_in_their_language_and_staff_are_not(
    gallery: Gallery, anna: Visitor, member: Member
) -> None:
    other = make_member(studio=member.studio)
    other.user.language = "pl"
    other.user.save()
    make_member(studio=member.studio, role=Role.STAFF)
    record(anna, kind=ActivityKind.VIEWED)
    tell_news_task()
    assert {message.to: message.language for message in told("client_viewed")} == {
        member.user.email: "en",
        other.user.email: "pl",
    }


def test_a_deleted_gallery_tells_nothing(gallery: Gallery, anna: Visitor) -> None:
    record(anna, kind=ActivityKind.VIEWED)
    gallery.deleted_at = timezone.now()
    gallery.save()
    tell_news_task()
    assert Message.objects.count() == 0


def test_news_wait_while_the_studios_allowance_is_used_up(
    gallery: Gallery, anna: Visitor, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply_as_member(comment(anna, make_photo(gallery=gallery), "?"), text="Hi", by=member)
    read_news()
    pass_time(timedelta(minutes=6))
    monkeypatch.setattr(outbox, "PER_HOUR", 0)
    tell_news_task()
    assert told("comment_replied") == []
    monkeypatch.setattr(outbox, "PER_HOUR", 10)
    tell_news_task()
    assert len(told("comment_replied")) == 1


def test_cursor_leaves_the_youngest_rows_to_be_read_again(gallery: Gallery, anna: Visitor) -> None:
    old = record(anna, kind=ActivityKind.VIEWED)
    pass_time(SETTLED_AFTER + timedelta(seconds=1))
    record(anna, kind=ActivityKind.VIEWED)
    read_news()
    assert Cursor.objects.get(stream="activity").position == old.pk


@pytest.mark.parametrize("galleries", [1, 3])
def test_reading_costs_the_same_for_one_and_many(
    member: Member, galleries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(galleries):
        visitor = make_visitor(gallery=make_gallery(studio=member.studio))
        record(visitor, kind=ActivityKind.VIEWED)
    read_news()
    pass_time(SETTLED_AFTER * 2)
    with django_assert_num_queries(12):
        read_news()


def test_every_topic_has_its_quiet() -> None:
    assert set(QUIET) == set(Topic)
