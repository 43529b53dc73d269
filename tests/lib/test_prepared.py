"""Queries whose SQL is written once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import CharField, Value
from django.test.utils import CaptureQueriesContext

from provino.galleries.models import Gallery, Photo
from provino.lib.prepared import PreparedQuery
from tests.factories import make_gallery, make_photo

PHOTO = PreparedQuery(
    lambda gallery, public_id: Photo.objects.filter(gallery=gallery, public_id=public_id).select_related("gallery")[:1],
    gallery=int,
    public_id=str,
)
PHOTOS = PreparedQuery(
    lambda gallery: Photo.objects.filter(gallery=gallery).annotate(word=Value("so", CharField())).order_by("-pk"),
    gallery=int,
)


@pytest.fixture
def gallery(db: None) -> Gallery:
    return make_gallery()


def test_prepared_query_gives_what_the_query_gives(gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    asked = Photo.objects.select_related("gallery").get(pk=photo.pk)
    found = PHOTO.first(gallery=gallery.pk, public_id=photo.public_id)
    assert found is not None
    for field in Photo._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(asked, field.attname)
    with CaptureQueriesContext(connection) as queries:
        assert found.gallery.title == gallery.title
    assert not queries


def test_prepared_query_asks_each_time_anew_with_one_statement(gallery: Gallery) -> None:
    first, other = make_photo(gallery=gallery), make_photo(gallery=gallery)
    with CaptureQueriesContext(connection) as queries:
        found = [PHOTO.first(gallery=gallery.pk, public_id=one.public_id) for one in (first, other, first)]
    assert (found, len(queries)) == ([first, other, first], 3)
    Photo.objects.filter(pk=first.pk).update(original_name="other.jpg")
    again = PHOTO.first(gallery=gallery.pk, public_id=first.public_id)
    assert again is not None
    assert again.original_name == "other.jpg"


def test_prepared_query_finds_nothing_elsewhere(gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    assert PHOTO.first(gallery=make_gallery().pk, public_id=photo.public_id) is None
    assert PHOTO.first(gallery=gallery.pk, public_id="'; DROP TABLE galleries_photo; --") is None
    assert PHOTO.first(gallery=gallery.pk, public_id="%s") is None


def test_prepared_query_keeps_order_and_annotations(gallery: Gallery) -> None:
    made = [make_photo(gallery=gallery) for _ in range(3)]
    found = PHOTOS.rows(gallery=gallery.pk)
    assert found == made[::-1]
    assert [row.word for row in found] == ["so"] * 3  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_prepared_query_is_asked_by_many_threads_at_once() -> None:
    gallery = make_gallery()
    ids = [make_photo(gallery=gallery).public_id for _ in range(20)]

    def ask(public_id: str) -> str:
        try:
            found = PHOTO.first(gallery=gallery.pk, public_id=public_id)
            return found.public_id if found else ""
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(ask, ids)) == ids
