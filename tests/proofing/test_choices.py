"""Which photos were chosen."""

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Photo
from provino.proofing.choices import chosen_photos
from provino.proofing.models import Favourite, FavouriteList
from provino.visitors.models import Visitor
from tests.factories import make_gallery, make_photo, make_visitor


def _choose(visitor: Visitor, *photos: Photo) -> None:
    favourites = FavouriteList.objects.create(visitor=visitor)
    for photo in photos:
        Favourite.objects.create(favourite_list=favourites, photo=photo)


def test_chosen_photos_keep_hidden_and_drop_deleted(db: None) -> None:
    gallery = make_gallery()
    kept = make_photo(gallery=gallery, hidden=True)
    _choose(make_visitor(gallery=gallery), kept, make_photo(gallery=gallery, deleted_at=timezone.now()))
    assert chosen_photos(gallery) == [kept]


def test_chosen_photos_of_another_gallery_stay_out(db: None) -> None:
    gallery, other = make_gallery(), make_gallery()
    _choose(make_visitor(gallery=other), make_photo(gallery=other))
    make_photo(gallery=gallery)
    assert chosen_photos(gallery) == []


def test_chosen_photos_cost_one_query(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    gallery = make_gallery()
    _choose(make_visitor(gallery=gallery), *(make_photo(gallery=gallery) for _ in range(3)))
    with django_assert_num_queries(1):
        assert len(chosen_photos(gallery)) == 3


def test_chosen_photos_stand_once_whoever_and_however_often(db: None) -> None:
    gallery = make_gallery()
    photos = [make_photo(gallery=gallery, original_name=name) for name in ("B.JPG", "A.JPG", "C.JPG")]
    anna, halina = make_visitor(gallery=gallery), make_visitor(gallery=gallery)
    for visitor, name, chosen in ((anna, "", photos[:2]), (anna, "Album", photos[:1]), (halina, "", photos[1:2])):
        favourites = FavouriteList.objects.create(visitor=visitor, name=name)
        Favourite.objects.bulk_create(Favourite(favourite_list=favourites, photo=photo) for photo in chosen)
    assert chosen_photos(gallery) == [photos[1], photos[0]]
    assert chosen_photos(gallery, visitor=anna) == [photos[1], photos[0]]
    assert chosen_photos(gallery, visitor=halina) == [photos[1]]
    assert chosen_photos(gallery, within=anna.favourite_lists.get(name="Album")) == [photos[0]]
