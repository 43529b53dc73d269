"""How many visitors one network may bring into a gallery."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from provino.galleries.models import Gallery
from provino.visitors import devices
from provino.visitors.devices import WINDOW, arrive
from provino.visitors.errors import TooManyVisitorsError
from provino.visitors.limits import forget_counts
from provino.visitors.models import NewVisitors, PasswordTries, Visitor
from tests.factories import make_gallery, make_invitation

LIMIT = 3


@pytest.fixture(autouse=True)
def _small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "NEW_PER_ADDRESS", LIMIT)


@pytest.fixture
def gallery(db: None) -> Gallery:
    return make_gallery()


def come(gallery: Gallery, secret: object, *, address: str | None = "192.0.2.1") -> None:
    arrive(gallery, invitation=None, secret=str(secret), address=address)


def full(gallery: Gallery) -> None:
    for number in range(LIMIT):
        come(gallery, number)
    with pytest.raises(TooManyVisitorsError):
        come(gallery, "one more")


def test_one_address_brings_so_many_visitors_and_no_more(gallery: Gallery) -> None:
    full(gallery)
    assert Visitor.objects.count() == LIMIT


def test_who_is_here_already_goes_on(gallery: Gallery) -> None:
    full(gallery)
    come(gallery, 0)
    assert Visitor.objects.count() == LIMIT


def test_other_addresses_galleries_and_personal_links_are_not_held_up(gallery: Gallery) -> None:
    full(gallery)
    come(gallery, "a", address="192.0.2.2")
    come(make_gallery(studio=gallery.studio), "b")
    come(gallery, "c", address=None)
    arrive(gallery, invitation=make_invitation(gallery=gallery), secret="d", address="192.0.2.1")
    assert Visitor.objects.count() == LIMIT + 4


def test_ipv6_is_counted_by_its_network(gallery: Gallery) -> None:
    for number in range(LIMIT):
        come(gallery, number, address=f"2001:db8::{number + 1:x}")
    with pytest.raises(TooManyVisitorsError):
        come(gallery, "x", address="2001:db8::ffff")


def test_limit_is_over_after_the_window(gallery: Gallery) -> None:
    full(gallery)
    NewVisitors.objects.update(window_start=timezone.now() - WINDOW)
    come(gallery, "later")


def test_addresses_are_forgotten_after_a_day(gallery: Gallery) -> None:
    full(gallery)
    PasswordTries.objects.create(gallery=gallery, prefix="*", window_start=timezone.now())
    assert forget_counts() == 0
    NewVisitors.objects.update(window_start=timezone.now() - timedelta(days=2))
    assert forget_counts() == 1
    assert not NewVisitors.objects.exists()
    assert PasswordTries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_parallel_arrivals_do_not_overrun_the_limit() -> None:
    gallery = make_gallery()

    def act(number: int) -> bool:
        try:
            come(gallery, number)
        except TooManyVisitorsError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        let_in = list(pool.map(act, range(3 * LIMIT)))
    assert sum(let_in) == Visitor.objects.count() == LIMIT
