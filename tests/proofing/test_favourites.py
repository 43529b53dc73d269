"""Hearts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from provino.galleries.models import Gallery, Visibility
from provino.lib.errors import ProvinoError
from provino.proofing.errors import ChoosingEndedError, ChoosingOffError, GalleryShutError
from provino.proofing.favourites import add_favourite, remove_favourite
from provino.proofing.models import Favourite, FavouriteList
from provino.visitors.errors import IdentifyFirstError, PhotoGoneError
from provino.visitors.gate import studio_today
from provino.visitors.models import Activity, ActivityKind, Visitor
from tests.factories import make_gallery, make_photo, make_visitor


@pytest.fixture
def gallery(db: None) -> Gallery:
    return make_gallery()


@pytest.fixture
def visitor(gallery: Gallery) -> Visitor:
    return make_visitor(gallery=gallery, email="ola@example.com")


def _kinds(visitor: Visitor) -> list[str]:
    return list(visitor.activity.order_by("id").values_list("kind", flat=True))


def test_add_favourite_twice_changes_once(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    assert [add_favourite(visitor, photo=photo), add_favourite(visitor, photo=photo)] == [True, False]
    assert Favourite.objects.get().created_at <= timezone.now()
    assert _kinds(visitor) == [ActivityKind.FAVOURITE_ADDED]


def test_remove_favourite_twice_changes_once(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    add_favourite(visitor, photo=photo)
    assert [remove_favourite(visitor, photo=photo), remove_favourite(visitor, photo=photo)] == [True, False]
    assert not Favourite.objects.exists()
    assert _kinds(visitor) == [ActivityKind.FAVOURITE_ADDED, ActivityKind.FAVOURITE_REMOVED]


def test_add_favourite_needs_to_know_who(gallery: Gallery) -> None:
    with pytest.raises(IdentifyFirstError):
        add_favourite(make_visitor(gallery=gallery), photo=make_photo(gallery=gallery))


def test_add_favourite_of_another_gallery_is_refused(visitor: Visitor) -> None:
    with pytest.raises(PhotoGoneError):
        add_favourite(visitor, photo=make_photo())


@pytest.mark.parametrize("gone", [{"hidden": True}, {"deleted_at": timezone.now()}, {"state": "failed"}])
def test_add_favourite_of_an_unseen_photo_is_refused(visitor: Visitor, gone: dict[str, object]) -> None:
    with pytest.raises(PhotoGoneError):
        add_favourite(visitor, photo=make_photo(gallery=visitor.gallery, **gone))


@pytest.mark.parametrize("verb", [add_favourite, remove_favourite])
def test_favourites_obey_the_gallery(visitor: Visitor, verb: object) -> None:
    gallery = visitor.gallery
    today = studio_today(gallery)
    cases: list[tuple[dict[str, object], type[ProvinoError]]] = [
        ({"visibility": Visibility.CLOSED}, GalleryShutError),
        ({"expires_on": today - timedelta(days=1)}, GalleryShutError),
        ({"choosing_deadline": today - timedelta(days=1)}, ChoosingEndedError),
        ({"favourites_on": False}, ChoosingOffError),
    ]
    photo = make_photo(gallery=gallery)
    for change, error in cases:
        other = Gallery.objects.get(pk=gallery.pk)
        for name, value in change.items():
            setattr(other, name, value)
        photo.gallery = other
        with pytest.raises(error):
            verb(visitor, photo=photo)  # type: ignore[operator]
    assert not Activity.objects.exists()


def test_choosing_is_open_on_the_day_of_the_deadline(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    photo.gallery.choosing_deadline = studio_today(visitor.gallery)
    assert add_favourite(visitor, photo=photo)


def test_choosing_ended_names_the_day(visitor: Visitor) -> None:
    photo = make_photo(gallery=visitor.gallery)
    photo.gallery.choosing_deadline = (timezone.now() - timedelta(days=400)).date()
    with pytest.raises(ChoosingEndedError, match=str(photo.gallery.choosing_deadline.year)):
        add_favourite(visitor, photo=photo)


@pytest.mark.django_db(transaction=True)
def test_add_favourite_by_two_devices_at_once_is_one_heart() -> None:
    visitor = make_visitor(email="ola@example.com")
    photo = make_photo(gallery=visitor.gallery)

    def choose(_: int) -> bool:
        try:
            return add_favourite(visitor, photo=photo)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(choose, range(8))) == 1
    assert (Favourite.objects.count(), FavouriteList.objects.count(), Activity.objects.count()) == (1, 1, 1)
