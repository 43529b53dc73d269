"""A selection that came, and a wish to change one, are told at once and once each."""

from decimal import Decimal

import pytest

from provino.galleries.models import Gallery
from provino.mail.models import Message
from provino.notifications.telling import tell_news_task
from provino.proofing.favourites import add_favourite
from provino.proofing.lists import main_list
from provino.proofing.packages import set_package
from provino.proofing.pricing import Terms, Tier
from provino.proofing.selections import ask_to_reopen, reopen_selection, submit_selection
from provino.studios.models import Member, Role
from provino.visitors.models import Visitor
from tests.factories import make_gallery, make_member, make_photo, make_visitor


@pytest.fixture
def gallery(member: Member) -> Gallery:
    member.studio.currency = "EUR"
    member.studio.save()
    return make_gallery(studio=member.studio, title="Anna")


@pytest.fixture
def visitor(gallery: Gallery, member: Member) -> Visitor:
    set_package(gallery, terms=Terms(1, tiers=(Tier(1, Decimal(25)),)), by=member)
    visitor = make_visitor(gallery=gallery, email="ola@example.com", name="Ola")
    for _ in range(2):
        add_favourite(visitor, photo=make_photo(gallery=gallery))
    return visitor


def _told(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("pk"))


def test_selection_is_told_to_every_owner_at_once_and_once(visitor: Visitor, member: Member) -> None:
    other = make_member(studio=member.studio)
    make_member(studio=member.studio, role=Role.STAFF)
    selection = submit_selection(main_list(visitor), message="Black and white, please", seen=(2, Decimal(25)))
    tell_news_task()
    tell_news_task()
    told = _told("selection_submitted")
    assert {message.to for message in told} == {member.user.email, other.user.email}
    assert len(told) == 2
    for words in ("Ola has sent selection no. 1 with 2 photos.", "€25.00", "Black and white, please"):
        assert words in told[0].text
    assert f"/selections/{selection.public_id}" in told[0].text


def test_wish_to_change_is_told_with_its_reason_and_the_next_version_again(visitor: Visitor, member: Member) -> None:
    selection = submit_selection(main_list(visitor), seen=(2, Decimal(25)))
    tell_news_task()
    ask_to_reopen(selection, reason="One more for grandmother")
    tell_news_task()
    (asked,) = _told("reopen_asked")
    assert "One more for grandmother" in asked.text
    reopen_selection(selection, by=member)
    submit_selection(main_list(visitor), seen=(2, Decimal(25)))
    tell_news_task()
    assert [message.subject for message in _told("selection_submitted")] == [
        "Anna: selection no. 1, 2 photos",
        "Anna: selection no. 2, 2 photos",
    ]


def test_client_is_told_that_it_arrived_without_their_own_words(gallery: Gallery, visitor: Visitor) -> None:
    submit_selection(main_list(visitor), message="<b>words</b> of a stranger", seen=(2, Decimal(25)))
    (received,) = _told("selection_received")
    assert received.to == "ola@example.com"
    assert "stranger" not in received.text, "an unproven address must not carry a stranger's words"
    assert f"/g/{gallery.public_id}/favourites" in received.text
