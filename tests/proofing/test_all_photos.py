"""Taking every photo at once for the price for all."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from provino.galleries.models import Gallery, Visibility
from provino.lib.errors import ProvinoError
from provino.notifications.news import new_favourites
from provino.proofing.all_photos import give_back, last_taken, take_all, taken_count
from provino.proofing.errors import (
    AllChangedError,
    AllNotOfferedError,
    GalleryShutError,
    SelectionLockedError,
    TooManyChosenError,
)
from provino.proofing.favourites import add_favourite, set_note
from provino.proofing.lists import main_list
from provino.proofing.models import Favourite, FavouriteList
from provino.proofing.packages import SectionLimit, remove_package, set_package
from provino.proofing.pricing import Terms, Tier
from provino.proofing.selections import price_of, submit_selection
from provino.visitors.errors import IdentifyFirstError
from provino.visitors.models import ActivityKind, Visitor, VisitorKind
from tests.factories import make_gallery, make_member, make_photo, make_section, make_visitor

SEEN = (4, Decimal(50))


def _priced(gallery: Gallery, *, maximum: int | None = None, sections: list[SectionLimit] | None = None) -> Gallery:
    """One photo included, each further one 30, all of them 50."""
    terms = Terms(included=1, maximum=maximum, tiers=(Tier(1, Decimal(30)),), price_for_all=Decimal(50))
    set_package(gallery, terms=terms, sections=sections or [], by=make_member(studio=gallery.studio))
    return gallery


def _visitor() -> Visitor:
    gallery = _priced(make_gallery())
    for _ in range(4):
        make_photo(gallery=gallery)
    make_photo(gallery=gallery, hidden=True)
    return make_visitor(gallery=gallery, email="ola@example.com", kind=VisitorKind.CLIENT)


@pytest.fixture
def visitor(db: None) -> Visitor:
    return _visitor()


def test_take_all_chooses_every_photo_one_sees_for_the_price_for_all(visitor: Visitor) -> None:
    first = visitor.gallery.photos.order_by("id")[0]
    set_note(visitor, photo=first, note="This one large")
    taken = take_all(visitor, seen=SEEN)
    chosen = main_list(visitor)
    assert price_of(chosen, visitor=visitor).total == Decimal(50)
    assert (chosen.favourites.count(), taken_count(visitor, taken=taken)) == (4, 3)
    assert chosen.favourites.get(photo=first).note == "This one large"
    assert visitor.activity.get(kind=ActivityKind.ALL_TAKEN).detail == {"photos": 3, "taken": taken}


def test_take_all_again_changes_nothing(visitor: Visitor) -> None:
    taken = take_all(visitor, seen=SEEN, request_key="one")
    assert take_all(visitor, seen=SEEN, request_key="one") == taken == last_taken(visitor)
    give_back(visitor, taken=taken)
    assert take_all(visitor, seen=SEEN, request_key="one") == taken, "a repeated action, not a new one"
    assert not Favourite.objects.exists()
    assert take_all(visitor, seen=SEEN, request_key="two") != taken
    assert take_all(visitor, seen=SEEN, request_key="three") == ""
    assert Favourite.objects.count() == 4


def test_give_back_leaves_what_was_chosen_before_and_what_has_a_note_since(visitor: Visitor) -> None:
    before, noted, *_others = visitor.gallery.photos.order_by("id")
    add_favourite(visitor, photo=before)
    taken = take_all(visitor, seen=SEEN)
    set_note(visitor, photo=noted, note="Keep")
    assert give_back(visitor, taken=taken) == 2
    assert set(Favourite.objects.values_list("photo", flat=True)) == {before.pk, noted.pk}
    assert give_back(visitor, taken=taken) == 0
    assert visitor.activity.get(kind=ActivityKind.ALL_GIVEN_BACK).detail == {"photos": 2}


@pytest.mark.parametrize("taken", ["", "x", "\x00", "20200101T000000.000000Z"])
def test_give_back_of_nothing_known_changes_nothing(visitor: Visitor, taken: str) -> None:
    take_all(visitor, seen=SEEN)
    assert give_back(visitor, taken=taken) == taken_count(visitor, taken=taken) == 0
    assert Favourite.objects.count() == 4


def test_take_all_of_another_sum_or_number_is_refused(visitor: Visitor) -> None:
    for seen in ((3, Decimal(50)), (4, Decimal(49))):
        with pytest.raises(AllChangedError):
            take_all(visitor, seen=seen)
    assert not Favourite.objects.exists()


def test_take_all_obeys_the_maximum_and_the_rules_of_sections(visitor: Visitor) -> None:
    gallery = visitor.gallery
    _priced(gallery, maximum=3)
    with pytest.raises(TooManyChosenError, match="3 photos here, so not all 4"):
        take_all(visitor, seen=SEEN)
    section = make_section(gallery=gallery, name="Ceremony")
    gallery.photos.filter(hidden=False).update(section=section)
    _priced(gallery, sections=[SectionLimit(section, maximum=2)])
    with pytest.raises(TooManyChosenError, match="Ceremony"):
        take_all(visitor, seen=SEEN)
    assert not Favourite.objects.exists()


def test_take_all_is_refused_where_it_is_not_offered(visitor: Visitor) -> None:
    guest = make_visitor(gallery=visitor.gallery, email="jan@example.com", kind=VisitorKind.GUEST)
    unknown = make_visitor(gallery=visitor.gallery)
    cases: list[tuple[Visitor, type[ProvinoError]]] = [(guest, AllNotOfferedError), (unknown, IdentifyFirstError)]
    for who, error in cases:
        with pytest.raises(error):
            take_all(who, seen=SEEN)
    remove_package(visitor.gallery, by=make_member(studio=visitor.gallery.studio))
    with pytest.raises(AllNotOfferedError):
        take_all(visitor, seen=SEEN)
    visitor.gallery.visibility = Visibility.CLOSED
    for verb in (lambda: take_all(visitor, seen=SEEN), lambda: give_back(visitor, taken="x")):
        with pytest.raises(GalleryShutError):
            verb()


def test_take_all_of_a_submitted_list_is_refused(visitor: Visitor) -> None:
    add_favourite(visitor, photo=visitor.gallery.photos.order_by("id")[0])
    price = price_of(main_list(visitor), visitor=visitor)
    submit_selection(main_list(visitor), seen=(price.count, price.total))
    for verb in (lambda: take_all(visitor, seen=SEEN), lambda: give_back(visitor, taken="x")):
        with pytest.raises(SelectionLockedError):
            verb()


def test_photographer_is_told_how_many_were_added(visitor: Visitor) -> None:
    add_favourite(visitor, photo=visitor.gallery.photos.order_by("id")[0])
    _news, after = new_favourites(visitor.gallery, after=0)
    taken = take_all(visitor, seen=SEEN)
    news, _after = new_favourites(visitor.gallery, after=after)
    assert [(one.visitor, one.added, one.total) for one in news] == [(visitor, 3, 4)]
    give_back(visitor, taken=taken)
    assert new_favourites(visitor.gallery, after=after)[0] == []


@pytest.mark.django_db(transaction=True)
def test_take_all_by_two_devices_at_once_is_one_taking() -> None:
    visitor = _visitor()

    def take(number: int) -> str:
        try:
            return take_all(visitor, seen=SEEN, request_key=f"key{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(bool(taken) for taken in pool.map(take, range(3))) == 1
    assert (Favourite.objects.count(), FavouriteList.objects.count()) == (4, 1)
    assert visitor.activity.filter(kind=ActivityKind.ALL_TAKEN).count() == 1
