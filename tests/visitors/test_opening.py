"""Who comes too early is told when the gallery opens, once."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from provino.contacts.errors import BadAddressError
from provino.galleries.models import Gallery, Visibility
from provino.mail.errors import TooManyToAddressError
from provino.mail.models import Message
from provino.visitors import opening
from provino.visitors.errors import TooManyMailsError
from provino.visitors.models import OpeningWish
from provino.visitors.opening import forget_told, tell_opened, wish_to_be_told
from tests.factories import make_gallery

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.1"


@pytest.fixture
def early(db: None) -> Gallery:
    return make_gallery(title="Wesele", opens_on=timezone.now().date() + timedelta(days=3))


def opens(gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(opens_on=None)


def test_told_once_after_it_opened(early: Gallery) -> None:
    wish_to_be_told(early, email=" Ola@Example.com", address=ADDRESS)
    wish_to_be_told(early, email="ola@example.com", address=ADDRESS)
    assert tell_opened() == 0
    opens(early)
    assert tell_opened() == 1
    assert tell_opened() == 0
    letter = Message.objects.get()
    assert letter.to == "ola@example.com"
    assert "Wesele" in letter.subject
    assert early.public_id in letter.text


@pytest.mark.parametrize(
    "shut",
    [
        {"visibility": Visibility.DRAFT},
        {"visibility": Visibility.CLOSED},
        {"expires_on": timezone.now().date() - timedelta(days=3)},
        {"deleted_at": timezone.now()},
    ],
)
def test_nobody_is_told_of_a_gallery_that_does_not_open(early: Gallery, shut: dict[str, object]) -> None:
    wish_to_be_told(early, email="ola@example.com", address=ADDRESS)
    Gallery.objects.filter(pk=early.pk).update(**{"opens_on": None, **shut})
    assert tell_opened() == 0
    assert not Message.objects.exists()


def test_title_stays_unsaid_behind_a_password(early: Gallery) -> None:
    wish_to_be_told(early, email="ola@example.com", address=ADDRESS)
    Gallery.objects.filter(pk=early.pk).update(password_hash=make_password("rosa"))
    opens(early)
    assert tell_opened() == 1
    letter = Message.objects.get()
    assert "Wesele" not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("bad", ["", "ola", "a b@example.com"])
def test_bad_address_is_refused(early: Gallery, bad: str) -> None:
    with pytest.raises(BadAddressError):
        wish_to_be_told(early, email=bad, address=ADDRESS)
    assert not OpeningWish.objects.exists()


def test_wishes_are_limited(early: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provino.visitors.codes.PER_HOUR_FROM_ONE", 3)
    for number in range(3):
        wish_to_be_told(early, email=f"a{number}@example.com", address=ADDRESS)
    with pytest.raises(TooManyMailsError):
        wish_to_be_told(early, email="a9@example.com", address=ADDRESS)
    assert OpeningWish.objects.count() == 3


def test_what_the_outbox_refuses_waits(early: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    wish_to_be_told(early, email="ola@example.com", address=ADDRESS)
    opens(early)

    def refuse(wish: OpeningWish) -> None:
        raise TooManyToAddressError

    with monkeypatch.context() as patch:
        patch.setattr(opening, "opening_letter", refuse)
        assert tell_opened() == 0
    assert tell_opened() == 1


def test_addresses_are_forgotten_a_month_after_they_were_told(early: Gallery) -> None:
    wish_to_be_told(early, email="ola@example.com", address=ADDRESS)
    opens(early)
    tell_opened()
    assert forget_told() == 0
    OpeningWish.objects.update(told_at=timezone.now() - timedelta(days=31))
    assert forget_told() == 1
