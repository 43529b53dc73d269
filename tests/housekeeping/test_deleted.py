"""Deleted things leave for good after 30 days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from provino.galleries.models import Gallery, Photo
from provino.handover.models import FinishedFile
from provino.housekeeping import deleted
from provino.proofing.models import Favourite, FavouriteList
from tests.factories import make_finished_file, make_gallery, make_invitation, make_photo, make_visitor

pytestmark = pytest.mark.django_db


def ago(days: float) -> dict[str, object]:
    return {"deleted_at": timezone.now() - timedelta(days=days)}


def test_only_what_was_deleted_long_ago_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deleted, "BATCH", 2)
    gallery = make_gallery()
    alive, fresh = make_photo(gallery=gallery), make_photo(gallery=gallery, **ago(29.9))
    for _number in range(5):
        make_photo(gallery=gallery, **ago(30.1))
    make_finished_file(gallery=gallery, **ago(31))
    kept = make_finished_file(gallery=gallery)
    assert deleted.remove_deleted() == 6
    assert set(Photo.objects.all()) == {alive, fresh}
    assert FinishedFile.objects.get() == kept
    assert deleted.remove_deleted() == 0


def test_a_deleted_gallery_takes_everything_along_and_no_other() -> None:
    gone, stays = make_gallery(**ago(31)), make_gallery(**ago(1))
    for gallery in (gone, stays):
        photo = make_photo(gallery=gallery)
        make_finished_file(gallery=gallery, photo=photo)
        make_invitation(gallery=gallery)
        favourites = FavouriteList.objects.create(visitor=make_visitor(gallery=gallery))
        Favourite.objects.create(favourite_list=favourites, photo=photo)
        Gallery.objects.filter(pk=gallery.pk).update(cover_photo=photo)
    deleted.remove_deleted()
    assert Gallery.objects.get() == stays
    assert Photo.objects.get().gallery == stays
    assert Favourite.objects.count() == 1
