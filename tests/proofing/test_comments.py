"""Words about a photo."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from provino.lib.errors import NotFoundError
from provino.proofing.comments import add_comment, delete_comment, reply_as_member
from provino.proofing.errors import (
    CommentAnsweredError,
    CommentEmptyError,
    CommentGoneError,
    CommentsOffError,
    CommentTooLongError,
)
from provino.proofing.models import Comment
from provino.proofing.queries import own_comments
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
