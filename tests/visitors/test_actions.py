"""Actions that arrive twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from provino.visitors.actions import KEPT, check_action_key, first_time, forget_actions, merge_actions, was_done
from provino.visitors.errors import BadActionKeyError
from provino.visitors.models import HandledAction, Visitor
from tests.factories import make_gallery, make_visitor


@pytest.fixture
def visitor(db: None) -> Visitor:
    return make_visitor(gallery=make_gallery(), email="ola@example.com")


def test_first_time_is_once_per_key_and_visitor(visitor: Visitor) -> None:
    other = make_visitor(gallery=visitor.gallery)
    done = [first_time(visitor, "one"), first_time(visitor, "one"), first_time(visitor, "two")]
    assert done == [True, False, True]
    assert first_time(other, "one")
    assert was_done(visitor, "one")
    assert not was_done(other, "two")
    assert not was_done(visitor, "")


def test_first_time_of_what_was_refused_may_come_again(visitor: Visitor) -> None:
    with transaction.atomic():
        assert first_time(visitor, "one")
        transaction.set_rollback(True)
    assert first_time(visitor, "one")


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "ł", "a\x00", "a\n"])
def test_check_action_key_refuses_what_no_page_of_ours_makes(key: str) -> None:
    with pytest.raises(BadActionKeyError):
        check_action_key(key)


def test_check_action_key_lets_64_characters_through() -> None:
    assert check_action_key("a-_Z" * 16) == "a-_Z" * 16


def test_merge_actions_keeps_what_either_did(visitor: Visitor) -> None:
    other = make_visitor(gallery=visitor.gallery)
    for one, key in ((visitor, "both"), (other, "both"), (other, "theirs")):
        first_time(one, key)
    merge_actions(other, into=visitor)
    other.delete()
    assert sorted(visitor.handled_actions.values_list("key", flat=True)) == ["both", "theirs"]


def test_forget_actions_after_a_week(visitor: Visitor) -> None:
    for key in ("old", "new"):
        first_time(visitor, key)
    HandledAction.objects.filter(key="old").update(created_at=timezone.now() - KEPT - timedelta(minutes=1))
    assert forget_actions() == 1
    assert HandledAction.objects.get().key == "new"


@pytest.mark.django_db(transaction=True)
def test_first_time_of_two_at_once_is_one() -> None:
    visitor = make_visitor(gallery=make_gallery())

    def act(_: int) -> bool:
        try:
            with transaction.atomic():
                return first_time(visitor, "same")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(act, range(8))) == 1
    assert HandledAction.objects.count() == 1
