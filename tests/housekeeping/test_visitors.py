"""What was done on a device before its personal link was opened becomes the contact's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from provino.downloads.models import Download
from provino.galleries.models import Gallery, Invitation
from provino.housekeeping.visitors import arrive_as_one, merge_visitor
from provino.proofing.comments import add_comment, reply_as_member
from provino.proofing.favourites import add_favourite
from provino.proofing.models import Comment, Favourite, FavouriteList
from provino.visitors.devices import arrive, visitor_of_device
from provino.visitors.identities import identify
from provino.visitors.models import Activity, ActivityKind, Visitor
from provino.visitors.views import record_view
from tests.factories import make_gallery, make_invitation, make_member, make_photo


@pytest.fixture
def gallery(db: None) -> Gallery:
    return make_gallery()


@pytest.fixture
def invitation(gallery: Gallery) -> Invitation:
    return make_invitation(gallery=gallery)


def guest_of(gallery: Gallery, *, device: str = "tablet") -> Visitor:
    """A browser that came by the plain link and has said a name."""
    visitor, _ = arrive(gallery, invitation=None, secret=device)
    return identify(visitor, email="ola@example.com", name="Ola")


def chosen_by(visitor: Visitor) -> set[int]:
    return set(Favourite.objects.filter(favourite_list__visitor=visitor).values_list("photo_id", flat=True))


def test_everything_done_on_the_device_becomes_the_contacts(gallery: Gallery, invitation: Invitation) -> None:
    one, two, three = (make_photo(gallery=gallery) for _ in range(3))
    client, _ = arrive(gallery, invitation=invitation, secret="phone")
    add_favourite(client, photo=one)
    add_favourite(client, photo=two)
    guest = guest_of(gallery)
    record_view(guest)
    add_favourite(guest, photo=two)
    add_favourite(guest, photo=three)
    comment = add_comment(guest, photo=one, text="Piękne", request_key="k")
    download = Download.objects.create(gallery=gallery, visitor=guest, kind="single", what="a.jpg", bytes_expected=1)
    before = Activity.objects.count()

    arrival = arrive_as_one(gallery, invitation=invitation, secret="tablet")

    assert (arrival.visitor, arrival.is_new, arrival.merged) == (client, False, 3)
    assert chosen_by(client) == {one.pk, two.pk, three.pk}
    assert Favourite.objects.count() == 3
    assert FavouriteList.objects.get().visitor == client
    comment.refresh_from_db()
    download.refresh_from_db()
    assert (comment.visitor, download.visitor) == (client, client)
    assert client.activity.count() == Activity.objects.count() == before
    assert visitor_of_device(gallery, secret="tablet") == client
    assert list(Visitor.objects.all()) == [client]
    told = client.activity.get(kind=ActivityKind.IDENTIFIED)
    assert told.detail == {"name": "Ola", "email": "ola@example.com"}


def test_first_arrival_by_link_takes_over_too_and_once(gallery: Gallery, invitation: Invitation) -> None:
    guest = guest_of(gallery)
    add_favourite(guest, photo=make_photo(gallery=gallery))
    first = arrive_as_one(gallery, invitation=invitation, secret="tablet")
    assert (first.is_new, first.merged, first.visitor.contact) == (True, 1, invitation.contact)
    assert Visitor.objects.get().first_seen_at == guest.first_seen_at
    again = arrive_as_one(gallery, invitation=invitation, secret="tablet")
    assert (again.visitor, again.is_new, again.merged) == (first.visitor, False, 0)


def test_visitor_proven_as_somebody_else_stays_apart(gallery: Gallery, invitation: Invitation) -> None:
    photo = make_photo(gallery=gallery)
    anna, _ = arrive(gallery, invitation=invitation, secret="tablet")
    add_favourite(anna, photo=photo)
    arrival = arrive_as_one(gallery, invitation=make_invitation(gallery=gallery), secret="tablet")
    assert arrival.visitor != anna
    assert arrival.merged == 0
    assert (chosen_by(anna), chosen_by(arrival.visitor)) == ({photo.pk}, set())
    assert merge_visitor(anna, into=arrival.visitor) == 0
    assert Visitor.objects.count() == 2


def test_plain_link_takes_over_nothing(gallery: Gallery) -> None:
    guest = guest_of(gallery)
    arrival = arrive_as_one(gallery, invitation=None, secret="tablet")
    assert (arrival.visitor, arrival.is_new, arrival.merged) == (guest, False, 0)


def test_other_gallerys_visitor_of_the_same_browser_is_untouched(gallery: Gallery, invitation: Invitation) -> None:
    elsewhere = guest_of(make_gallery(studio=gallery.studio), device="other")
    guest_of(gallery)
    arrive_as_one(gallery, invitation=invitation, secret="tablet")
    assert Visitor.objects.filter(pk=elsewhere.pk, devices__isnull=False).exists()


def test_double_heart_keeps_the_earlier_time_and_both_notes(gallery: Gallery, invitation: Invitation) -> None:
    photo = make_photo(gallery=gallery)
    client, _ = arrive(gallery, invitation=invitation, secret="phone")
    guest = guest_of(gallery)
    add_favourite(client, photo=photo)
    add_favourite(guest, photo=photo)
    earlier = timezone.now() - timedelta(days=1)
    Favourite.objects.filter(favourite_list__visitor=client).update(note="big print")
    Favourite.objects.filter(favourite_list__visitor=guest).update(note="album", created_at=earlier)
    arrive_as_one(gallery, invitation=invitation, secret="tablet")
    left = Favourite.objects.get()
    assert (left.favourite_list.visitor, left.note, left.created_at) == (client, "big print\nalbum", earlier)


def test_named_lists_move_whole(gallery: Gallery, invitation: Invitation) -> None:
    photo = make_photo(gallery=gallery)
    guest = guest_of(gallery)
    album = FavouriteList.objects.create(visitor=guest, name="Album")
    Favourite.objects.create(favourite_list=album, photo=photo)
    client = arrive_as_one(gallery, invitation=invitation, secret="tablet").visitor
    album.refresh_from_db()
    assert (album.visitor, album.favourites.get().photo) == (client, photo)


def test_comment_sent_again_after_the_link_stands_once_with_its_answer(
    gallery: Gallery, invitation: Invitation
) -> None:
    photo = make_photo(gallery=gallery)
    client, _ = arrive(gallery, invitation=invitation, secret="phone")
    guest = guest_of(gallery)
    first = add_comment(guest, photo=photo, text="Piękne", request_key="same")
    answer = reply_as_member(first, text="Thanks", by=make_member(studio=gallery.studio))
    kept = add_comment(client, photo=photo, text="Piękne", request_key="same")
    add_comment(guest, photo=photo, text="Mine", request_key="other")
    add_comment(client, photo=photo, text="Hers", request_key="other")
    arrive_as_one(gallery, invitation=invitation, secret="tablet")
    answer.refresh_from_db()
    assert answer.reply_to == kept
    said = Comment.objects.filter(visitor=client).values_list("text", flat=True)
    assert sorted(said) == ["Hers", "Mine", "Piękne"]


def test_merging_knows_every_table_that_points_to_a_visitor() -> None:
    pointing = {relation.get_accessor_name() for relation in Visitor._meta.related_objects}
    assert pointing == {
        *("devices", "activity", "favourite_lists", "comments", "downloads"),
        *("email_codes", "handled_actions"),
    }


@pytest.mark.django_db(transaction=True)
def test_two_tabs_opening_the_link_at_once_merge_once() -> None:
    gallery = make_gallery()
    invitation = make_invitation(gallery=gallery)
    photos = [make_photo(gallery=gallery) for _ in range(3)]
    guest = guest_of(gallery)
    for photo in photos:
        add_favourite(guest, photo=photo)

    def open_link(_: int) -> tuple[int, int]:
        try:
            arrival = arrive_as_one(gallery, invitation=invitation, secret="tablet")
            return arrival.visitor.pk, arrival.merged
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        arrivals = list(pool.map(open_link, range(4)))
    client = Visitor.objects.get()
    assert {pk for pk, _merged in arrivals} == {client.pk}
    assert sum(merged for _pk, merged in arrivals) == 3
    assert chosen_by(client) == {photo.pk for photo in photos}
