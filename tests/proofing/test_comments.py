"""Words about a photo."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from provino.lib.errors import NotFoundError
from provino.proofing.comments import (
    Pin,
    add_comment,
    delete_comment,
    edit_comment,
    own_comment,
    reply_as_member,
    resolve_comment,
    unresolve_comment,
)
from provino.proofing.errors import (
    CommentAnsweredError,
    CommentEmptyError,
    CommentGoneError,
    CommentResolvedError,
    CommentsOffError,
    CommentTooLongError,
    PinOutsideError,
)
from provino.proofing.models import Comment
from provino.proofing.queries import own_comments, pin_numbers, pin_numbers_beside
from provino.visitors.errors import IdentifyFirstError, PhotoGoneError
from provino.visitors.models import Activity, Visitor
from tests.factories import make_gallery, make_member, make_photo, make_visitor


@pytest.fixture
def visitor(db: None) -> Visitor:
    return make_visitor(gallery=make_gallery(), email="ola@example.com")


def test_add_comment_keeps_the_words_as_text(visitor: Visitor) -> None:
    words = "<b>Ładne</b>\r\n  ale ciemne \x00"
    comment = add_comment(visitor, photo=make_photo(gallery=visitor.gallery), text=words)
    assert comment.text == "<b>Ładne</b>\n  ale ciemne"


def test_add_comment_repeated_request_is_one_comment(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    first = add_comment(visitor, photo=photo, text="Once", request_key="k")
    assert add_comment(visitor, photo=photo, text="Once", request_key="k") == first
    add_comment(visitor, photo=photo, text="Twice", request_key="l")
    assert (Comment.objects.count(), Activity.objects.count()) == (2, 2)


def test_add_comment_refuses_nothing_and_too_much(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    with pytest.raises(CommentEmptyError):
        add_comment(visitor, photo=photo, text=" \n ")
    with pytest.raises(CommentTooLongError):
        add_comment(visitor, photo=photo, text="x" * 4001)
    assert add_comment(visitor, photo=photo, text="x" * 4000)


def test_add_comment_obeys_gallery_and_photo(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    photo.gallery.comments_on = False
    with pytest.raises(CommentsOffError):
        add_comment(visitor, photo=photo, text="Hello")
    photo.gallery.comments_on = True
    with pytest.raises(PhotoGoneError):
        add_comment(visitor, photo=make_photo(), text="Hello")
    with pytest.raises(IdentifyFirstError):
        add_comment(make_visitor(gallery=visitor.gallery), photo=make_photo(gallery=visitor.gallery), text="Hello")


def test_own_comments_show_own_words_and_their_answers_only(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    other = make_visitor(gallery=visitor.gallery, email="ola@example.com")
    member = make_member(studio=visitor.gallery.studio)
    mine = add_comment(visitor, photo=photo, text="Mine")
    theirs = add_comment(other, photo=photo, text="Theirs")
    answer = reply_as_member(mine, text="To you", by=member)
    reply_as_member(theirs, text="To them", by=member)
    assert own_comments(visitor, photo=photo) == [mine, answer]


def test_reply_as_member_of_another_studio_finds_nothing(visitor: Visitor) -> None:
    comment = add_comment(visitor, photo=make_photo(gallery=visitor.gallery), text="Hello")
    with pytest.raises(NotFoundError):
        reply_as_member(comment, text="Hello", by=make_member())


def test_delete_comment_takes_back_only_ones_own_and_unanswered(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    comment = add_comment(visitor, photo=photo, text="Hello")
    with pytest.raises(CommentGoneError):
        delete_comment(comment, by=make_visitor(gallery=visitor.gallery))
    delete_comment(comment, by=visitor)
    delete_comment(comment, by=visitor)
    assert own_comments(visitor, photo=photo) == []
    with pytest.raises(CommentGoneError):
        reply_as_member(comment, text="Too late", by=make_member(studio=visitor.gallery.studio))
    answered = add_comment(visitor, photo=photo, text="Again")
    reply_as_member(answered, text="Yes", by=make_member(studio=visitor.gallery.studio))
    with pytest.raises(CommentAnsweredError):
        delete_comment(answered, by=visitor)


def test_add_comment_keeps_the_spot_it_points_at(visitor: Visitor) -> None:
    comment = add_comment(visitor, photo=make_photo(gallery=visitor.gallery), text="Here", pin=(0.25, 1.0))
    comment.refresh_from_db()
    assert (comment.pin_x, comment.pin_y) == (0.25, 1.0)


@pytest.mark.parametrize("pin", [(-0.01, 0.5), (0.5, 1.01), (float("nan"), 0.5), (0.5, float("inf"))])
def test_a_spot_beside_the_picture_is_refused(visitor: Visitor, pin: Pin) -> None:
    photo = make_photo(gallery=visitor.gallery)
    with pytest.raises(PinOutsideError):
        add_comment(visitor, photo=photo, text="Here", pin=pin)
    comment = add_comment(visitor, photo=photo, text="Here")
    with pytest.raises(PinOutsideError):
        edit_comment(comment, text="Here", pin=pin, by=visitor)
    comment.refresh_from_db()
    assert (comment.pin_x, comment.edited_at) == (None, None)


def test_own_comment_is_found_by_its_author_alone(visitor: Visitor) -> None:
    comment = add_comment(visitor, photo=make_photo(gallery=visitor.gallery), text="Mine")
    assert own_comment(visitor, comment.public_id) == comment
    other = make_visitor(gallery=visitor.gallery, email="ola@example.com")
    for who, public_id in ((other, comment.public_id), (visitor, "nothing"), (visitor, "0"), (visitor, "\x00")):
        with pytest.raises(CommentGoneError):
            own_comment(who, public_id)


def test_edit_comment_changes_words_and_spot_and_says_when(visitor: Visitor) -> None:
    comment = add_comment(visitor, photo=make_photo(gallery=visitor.gallery), text="Darker", pin=(0.5, 0.5))
    same = edit_comment(comment, text=" Darker ", pin=(0.5, 0.5), by=visitor)
    assert same.edited_at is None
    changed = edit_comment(comment, text="Lighter", pin=None, by=visitor)
    assert (changed.text, changed.pin_x, changed.pin_y) == ("Lighter", None, None)
    assert changed.edited_at is not None
    assert Activity.objects.count() == 1


def test_edit_comment_refuses_nothing_too_much_and_what_was_taken_back(visitor: Visitor) -> None:
    comment = add_comment(visitor, photo=make_photo(gallery=visitor.gallery), text="Hello")
    with pytest.raises(CommentEmptyError):
        edit_comment(comment, text=" ", pin=None, by=visitor)
    with pytest.raises(CommentTooLongError):
        edit_comment(comment, text="x" * 4001, pin=None, by=visitor)
    with pytest.raises(CommentGoneError):
        edit_comment(comment, text="Hi", pin=None, by=make_visitor(gallery=visitor.gallery, email="x@example.com"))
    comment.photo.gallery.comments_on = False
    with pytest.raises(CommentsOffError):
        edit_comment(comment, text="Hi", pin=None, by=visitor)
    comment.photo.gallery.comments_on = True
    delete_comment(comment, by=visitor)
    with pytest.raises(CommentGoneError):
        edit_comment(comment, text="Hi", pin=None, by=visitor)
    comment.refresh_from_db()
    assert comment.text == "Hello"


def test_a_comment_stays_once_it_is_answered_or_done(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    member = make_member(studio=visitor.gallery.studio)
    answered = add_comment(visitor, photo=photo, text="One")
    reply_as_member(answered, text="Yes", by=member)
    with pytest.raises(CommentAnsweredError):
        edit_comment(answered, text="Two", pin=None, by=visitor)
    done = add_comment(visitor, photo=photo, text="Three")
    resolve_comment(done, by=member)
    with pytest.raises(CommentResolvedError):
        edit_comment(done, text="Four", pin=None, by=visitor)
    with pytest.raises(CommentResolvedError):
        delete_comment(done, by=visitor)
    unresolve_comment(done, by=member)
    delete_comment(done, by=visitor)


def test_resolve_comment_is_the_studios_and_said_once(visitor: Visitor) -> None:
    member = make_member(studio=visitor.gallery.studio)
    comment = add_comment(visitor, photo=make_photo(gallery=visitor.gallery), text="Hello")
    assert [resolve_comment(comment, by=member), resolve_comment(comment, by=member)] == [True, False]
    comment.refresh_from_db()
    first = comment.resolved_at
    assert first is not None
    assert [unresolve_comment(comment, by=member), unresolve_comment(comment, by=member)] == [True, False]
    for verb in (resolve_comment, unresolve_comment):
        with pytest.raises(NotFoundError):
            verb(comment, by=make_member())
    delete_comment(comment, by=visitor)
    with pytest.raises(CommentGoneError):
        resolve_comment(comment, by=member)


def test_pins_are_numbered_a_person_and_a_photo(visitor: Visitor) -> None:
    photo, other_photo = make_photo(gallery=visitor.gallery), make_photo(gallery=visitor.gallery)
    other = make_visitor(gallery=visitor.gallery, email="ola@example.com")
    taken_back = add_comment(visitor, photo=photo, text="0", pin=(0.1, 0.1))
    comments = [
        add_comment(who, photo=where, text="!", pin=pin)
        for who, where, pin in (
            (visitor, photo, (0.1, 0.1)),
            (other, photo, (0.2, 0.2)),
            (visitor, photo, None),
            (visitor, photo, (0.0, 0.0)),
            (visitor, other_photo, (0.4, 0.4)),
        )
    ]
    delete_comment(taken_back, by=visitor)
    numbers = pin_numbers(comments)
    assert [numbers.get(comment.pk) for comment in comments] == [1, 1, None, 2, 1]
    assert pin_numbers_beside([comments[3]])[comments[3].pk] == 2


@pytest.mark.django_db(transaction=True)
def test_add_comment_repeated_at_once_is_one_comment() -> None:
    visitor = make_visitor(email="ola@example.com")
    photo = make_photo(gallery=visitor.gallery)

    def say(_: int) -> int:
        try:
            return add_comment(visitor, photo=photo, text="Hello", request_key="k").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(say, range(8)))) == 1
    assert (Comment.objects.count(), Activity.objects.count()) == (1, 1)
