"""Who chose what."""

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Gallery
from provino.proofing.comments import add_comment, reply_as_member
from provino.proofing.favourites import add_favourite
from provino.proofing.queries import choices_of, own_comment_counts
from provino.visitors.models import Visitor
from tests.factories import make_gallery, make_member, make_photo, make_visitor


def _choosing_visitor(gallery: Gallery) -> Visitor:
    visitor = make_visitor(gallery=gallery, email="ola@example.com")
    member = make_member(studio=gallery.studio)
    for _ in range(2):
        photo = make_photo(gallery=gallery)
        add_favourite(visitor, photo=photo)
        reply_as_member(add_comment(visitor, photo=photo, text="Nice"), text="Thanks", by=member)
    return visitor


def test_choices_of_costs_the_same_for_one_and_three(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gallery = make_gallery()
    for people in (1, 2):
        for _ in range(people):
            _choosing_visitor(gallery)
        with django_assert_num_queries(3):
            choices = choices_of(gallery)
            seen = [
                (str(f.photo), f.favourite_list.name, f.note, str(c.visitor), str(c.replies.all()[0].member))
                for person in choices
                for f, c in zip(person.favourites, person.comments, strict=True)
            ]
        assert len(seen) == 2 * len(choices)
    assert len(choices) == 3


def test_choices_of_leaves_out_other_galleries_and_what_was_deleted(db: None) -> None:
    gallery = make_gallery()
    visitor = _choosing_visitor(gallery)
    _choosing_visitor(make_gallery())
    first, second = gallery.photos.order_by("id")
    gallery.photos.filter(pk=first.pk).update(deleted_at=timezone.now())
    gallery.photos.filter(pk=second.pk).update(hidden=True)
    (person,) = choices_of(gallery)
    assert person.visitor == visitor
    assert [favourite.photo for favourite in person.favourites] == [second]
    assert [comment.photo for comment in person.comments] == [second]


def test_choices_of_puts_the_latest_first(db: None) -> None:
    gallery = make_gallery()
    visitors = [_choosing_visitor(gallery) for _ in range(2)]
    assert [person.visitor for person in choices_of(gallery)] == visitors[::-1]


def test_own_comments_are_counted_with_their_answers_by_photo(db: None) -> None:
    gallery = make_gallery()
    visitor = _choosing_visitor(gallery)
    _choosing_visitor(gallery)
    first, second = gallery.photos.order_by("id")[:2]
    assert own_comment_counts(visitor) == {first.pk: 2, second.pk: 2}
