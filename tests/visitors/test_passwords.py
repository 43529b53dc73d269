"""Guessing a gallery's password."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from provino.galleries.models import Gallery
from provino.visitors.errors import TooManyTriesError, WrongPasswordError
from provino.visitors.limits import address_prefix
from provino.visitors.models import PasswordTries
from provino.visitors.passwords import TRIES_PER_ADDRESS, check_any_password, has_proof
from tests.factories import make_gallery


def _guess(gallery: Gallery, address: str = "192.0.2.1") -> None:
    with pytest.raises(WrongPasswordError):
        check_any_password(gallery, password="wrong", address=address)


@pytest.fixture
def gallery(db: None) -> Gallery:
    return make_gallery(password_hash=make_password("rosa"))


def test_check_any_password_gives_a_proof(gallery: Gallery) -> None:
    proof = check_any_password(gallery, password="rosa", address="192.0.2.1").password
    assert has_proof(gallery, proof=proof)
    assert not has_proof(gallery, proof="")


def test_check_any_password_locks_an_address_even_for_the_right_one(gallery: Gallery) -> None:
    for _ in range(TRIES_PER_ADDRESS):
        _guess(gallery)
    with pytest.raises(TooManyTriesError):
        check_any_password(gallery, password="rosa", address="192.0.2.1")
    assert check_any_password(gallery, password="rosa", address="192.0.2.2").password


def test_check_any_password_opens_again_after_the_window(gallery: Gallery) -> None:
    for _ in range(TRIES_PER_ADDRESS):
        _guess(gallery)
    PasswordTries.objects.update(window_start=timezone.now() - timedelta(minutes=15))
    assert check_any_password(gallery, password="rosa", address="192.0.2.1").password


def test_check_any_password_counts_ipv6_by_its_network(gallery: Gallery) -> None:
    for number in range(TRIES_PER_ADDRESS):
        _guess(gallery, f"2001:db8::{number + 1:x}")
    with pytest.raises(TooManyTriesError):
        check_any_password(gallery, password="rosa", address="2001:db8::ffff")


def test_check_any_password_counts_all_addresses_together(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provino.visitors.passwords.TRIES_PER_GALLERY", 3)
    for number in range(3):
        _guess(gallery, f"192.0.2.{number}")
    with pytest.raises(TooManyTriesError):
        check_any_password(gallery, password="rosa", address="198.51.100.1")


def test_check_any_password_success_forgives_the_address(gallery: Gallery) -> None:
    for _ in range(TRIES_PER_ADDRESS - 1):
        _guess(gallery)
    check_any_password(gallery, password="rosa", address="192.0.2.1")
    _guess(gallery)


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::/64", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_address_prefix_is_what_one_person_has(address: str, prefix: str) -> None:
    assert address_prefix(address) == prefix


def _try(gallery: Gallery, password: str, address: str) -> str:
    """What came of one try: compared (and right or wrong), or refused unseen."""
    try:
        check_any_password(gallery, password=password, address=address)
    except WrongPasswordError:
        return "wrong"
    except TooManyTriesError:
        return "refused"
    finally:
        connection.close()
    return "right"


@pytest.mark.django_db(transaction=True)
def test_check_any_password_parallel_guesses_do_not_overrun_the_limit() -> None:
    gallery = make_gallery(password_hash=make_password("rosa"))
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: _try(gallery, "wrong", "192.0.2.1"), range(TRIES_PER_ADDRESS + 14)))
    assert (outcomes.count("wrong"), outcomes.count("refused")) == (TRIES_PER_ADDRESS, 14)


@pytest.mark.django_db(transaction=True)
def test_check_any_password_parallel_guesses_from_everywhere_do_not_overrun_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("provino.visitors.passwords.TRIES_PER_GALLERY", 5)
    gallery = make_gallery(password_hash=make_password("rosa"))
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda number: _try(gallery, "wrong", f"192.0.2.{number}"), range(12)))
    assert (outcomes.count("wrong"), outcomes.count("refused")) == (5, 7)


@pytest.mark.django_db(transaction=True)
def test_check_any_password_of_a_family_at_once_behind_one_address_opens_for_all() -> None:
    """A success clears the counter under the hands of the others: nobody stumbles over it."""
    gallery = make_gallery(password_hash=make_password("rosa"))
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: _try(gallery, "rosa", "192.0.2.1"), range(32)))
    assert outcomes == ["right"] * 32
