"""Submitting a list, opening it again, limits that hold for two devices at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from provino.galleries.models import Gallery, Photo
from provino.lib.errors import NotFoundError
from provino.proofing.errors import (
    NotForGuestsError,
    NotSubmittedError,
    ProofingError,
    SelectionLockedError,
    SumChangedError,
    TooFewChosenError,
    TooManyChosenError,
)
from provino.proofing.favourites import add_favourite, remove_favourite, set_note
from provino.proofing.lists import main_list
from provino.proofing.models import Favourite, FavouriteList, Selection
from provino.proofing.packages import SectionLimit, set_package
from provino.proofing.pricing import Terms, Tier
from provino.proofing.selections import ask_to_reopen, price_of, reopen_selection, submit_selection
from provino.studios.models import AuditEntry, Member
from provino.visitors.models import ActivityKind, Visitor, VisitorKind
from tests.factories import make_gallery, make_member, make_photo, make_section, make_visitor


@pytest.fixture
def member(db: None) -> Member:
    return make_member()


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio)


@pytest.fixture
def visitor(gallery: Gallery) -> Visitor:
    return make_visitor(gallery=gallery, email="ola@example.com")


def _choose(visitor: Visitor, count: int) -> list[Photo]:
    photos = [make_photo(gallery=visitor.gallery) for _ in range(count)]
    for photo in photos:
        add_favourite(visitor, photo=photo)
    return photos


def _submit(favourite_list: FavouriteList, **given: str) -> Selection:
    price = price_of(favourite_list, visitor=favourite_list.visitor)
    return submit_selection(favourite_list, seen=(price.count, price.total), **given)


def test_submit_freezes_photos_notes_and_price(gallery: Gallery, visitor: Visitor, member: Member) -> None:
    terms = Terms(included=2, tiers=(Tier(1, Decimal(25)),))
    set_package(gallery, terms=terms, by=member)
    photos = _choose(visitor, 3)
    set_note(visitor, photo=photos[1], note="black and white")
    selection = _submit(main_list(visitor), message=" Thank you!\x00 ")
    assert (selection.number, selection.version, selection.count, selection.total) == (1, 1, 3, Decimal(25))
    assert (selection.message, selection.currency) == ("Thank you!", gallery.studio.currency)
    assert [line["kind"] for line in selection.price_lines] == ["included", "extra"]
    assert [one.original_name for one in selection.photos.all()] == [photo.original_name for photo in photos]
    assert [one.note for one in selection.photos.all()] == ["", "black and white", ""]
    set_package(gallery, terms=Terms(), by=member)
    photos[0].delete()
    selection.refresh_from_db()
    assert (selection.total, selection.photos.count()) == (Decimal(25), 3)


def test_submitted_list_is_locked_until_it_is_opened_again(visitor: Visitor, member: Member) -> None:
    photos = _choose(visitor, 2)
    selection = _submit(main_list(visitor))
    more = make_photo(gallery=visitor.gallery)
    changes: list[Callable[[], object]] = [
        lambda: add_favourite(visitor, photo=more),
        lambda: remove_favourite(visitor, photo=photos[0]),
        lambda: set_note(visitor, photo=photos[0], note="no"),
    ]
    for change in changes:
        with pytest.raises(SelectionLockedError):
            change()
    reopen_selection(selection, by=member)
    add_favourite(visitor, photo=more)
    second = _submit(main_list(visitor))
    assert (second.number, second.version, second.count) == (2, 2, 3)
    assert selection.photos.count() == 2
    assert AuditEntry.objects.filter(action="selection.reopened").count() == 1


def test_submit_twice_makes_one(visitor: Visitor) -> None:
    _choose(visitor, 1)
    assert _submit(main_list(visitor)) == _submit(main_list(visitor))
    assert list(visitor.activity.filter(kind=ActivityKind.SUBMITTED).values_list("detail__count", flat=True)) == [1]


def test_submit_something_else_than_was_seen_is_refused(visitor: Visitor) -> None:
    _choose(visitor, 2)
    for seen in ((1, Decimal(0)), (2, Decimal(25))):
        with pytest.raises(SumChangedError):
            submit_selection(main_list(visitor), seen=seen)
    assert not Selection.objects.exists()


def test_guests_do_not_submit_and_have_no_limit(gallery: Gallery, member: Member) -> None:
    set_package(gallery, terms=Terms(maximum=1), by=member)
    guest = make_visitor(gallery=gallery, email="ciocia@example.com", kind=VisitorKind.GUEST)
    _choose(guest, 2)
    with pytest.raises(NotForGuestsError):
        _submit(main_list(guest))


def test_minimum_is_asked_for_in_words(gallery: Gallery, visitor: Visitor, member: Member) -> None:
    with pytest.raises(TooFewChosenError, match="Choose 1 more photo,"):
        _submit(main_list(visitor))
    set_package(gallery, terms=Terms(minimum=3), by=member)
    _choose(visitor, 1)
    with pytest.raises(TooFewChosenError, match="Choose 2 more photos,"):
        _submit(main_list(visitor))


def test_maximum_refuses_the_next_photo_and_keeps_the_others(
    gallery: Gallery, visitor: Visitor, member: Member
) -> None:
    set_package(gallery, terms=Terms(maximum=2), by=member)
    photos = _choose(visitor, 2)
    with pytest.raises(TooManyChosenError, match="2 photos"):
        add_favourite(visitor, photo=make_photo(gallery=gallery))
    assert add_favourite(visitor, photo=photos[0]) is False
    assert Favourite.objects.count() == 2
    assert visitor.activity.count() == 2


def test_hidden_photos_take_no_room(gallery: Gallery, visitor: Visitor, member: Member) -> None:
    set_package(gallery, terms=Terms(maximum=2), by=member)
    photos = _choose(visitor, 2)
    Photo.objects.filter(pk=photos[0].pk).update(hidden=True)
    assert add_favourite(visitor, photo=make_photo(gallery=gallery))
    assert price_of(main_list(visitor), visitor=visitor).count == 2


def test_section_limits_hold_when_choosing_and_when_submitting(
    gallery: Gallery, visitor: Visitor, member: Member
) -> None:
    section = make_section(gallery=gallery, name="Ceremony")
    set_package(gallery, terms=Terms(), sections=[SectionLimit(section, 2, 2)], by=member)
    photos = [make_photo(gallery=gallery, section=section) for _ in range(3)]
    add_favourite(visitor, photo=photos[0])
    with pytest.raises(TooFewChosenError, match="Ceremony"):
        _submit(main_list(visitor))
    add_favourite(visitor, photo=photos[1])
    with pytest.raises(TooManyChosenError, match="Ceremony"):
        add_favourite(visitor, photo=photos[2])
    assert _submit(main_list(visitor)).count == 2


def test_maximum_lowered_after_choosing_refuses_to_submit(gallery: Gallery, visitor: Visitor, member: Member) -> None:
    _choose(visitor, 3)
    set_package(gallery, terms=Terms(maximum=2), by=member)
    with pytest.raises(TooManyChosenError, match="2 photos at most"):
        _submit(main_list(visitor))


def test_asking_to_reopen_is_noted_once(visitor: Visitor) -> None:
    _choose(visitor, 1)
    selection = _submit(main_list(visitor))
    first = ask_to_reopen(selection, reason="One more, please")
    again = ask_to_reopen(selection, reason="Hello?")
    assert (again.reopen_asked_at, again.reopen_reason) == (first.reopen_asked_at, "One more, please")
    assert visitor.activity.filter(kind=ActivityKind.REOPEN_ASKED).count() == 1


def test_reopen_what_is_open_is_refused(visitor: Visitor, member: Member) -> None:
    _choose(visitor, 1)
    selection = reopen_selection(_submit(main_list(visitor)), by=member)
    with pytest.raises(NotSubmittedError):
        reopen_selection(selection, by=member)
    with pytest.raises(NotSubmittedError):
        ask_to_reopen(selection)


def test_member_of_another_studio_cannot_reopen(visitor: Visitor) -> None:
    _choose(visitor, 1)
    with pytest.raises(NotFoundError):
        reopen_selection(_submit(main_list(visitor)), by=make_member())


def _both(*calls: Callable[[], object]) -> list[object]:
    def run(call: Callable[[], object]) -> object:
        try:
            return call()
        except ProofingError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_stay_below_the_maximum() -> None:
    member = make_member()
    gallery = make_gallery(studio=member.studio)
    visitor = make_visitor(gallery=gallery, email="ola@example.com")
    set_package(gallery, terms=Terms(maximum=3), by=member)
    _choose(visitor, 2)
    photos = [make_photo(gallery=gallery) for _ in range(4)]
    outcome = _both(*[lambda photo=photo: add_favourite(visitor, photo=photo) for photo in photos])
    assert sorted(map(str, outcome)) == ["True", *["too-many-chosen"] * 3]
    assert Favourite.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_submitting_on_two_devices_at_once_makes_one_selection() -> None:
    visitor = make_visitor(gallery=make_gallery(), email="ola@example.com")
    _choose(visitor, 2)
    favourite_list = main_list(visitor)
    outcome = _both(*[lambda: submit_selection(favourite_list, seen=(2, Decimal(0)))] * 3)
    assert len(set(outcome)) == 1
    assert Selection.objects.get().photos.count() == 2


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_when_two_people_submit_at_once() -> None:
    gallery = make_gallery()
    visitors = [make_visitor(gallery=gallery, email=f"v{n}@example.com") for n in range(3)]
    for visitor in visitors:
        _choose(visitor, 1)
    lists = [main_list(visitor) for visitor in visitors]
    _both(*[lambda one=one: submit_selection(one, seen=(1, Decimal(0))) for one in lists])
    assert sorted(Selection.objects.values_list("number", flat=True)) == [1, 2, 3]
