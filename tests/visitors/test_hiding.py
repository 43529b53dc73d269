"""The client hides photos from guests, where the photographer allows it."""

import pytest

from provino.galleries.models import Gallery, Photo, PhotoQuerySet
from provino.visitors.errors import MayNotHideError
from provino.visitors.hiding import hide_from_guests, show_to_guests
from provino.visitors.models import Activity, ActivityKind, Visitor, VisitorKind
from tests.factories import make_gallery, make_photo, make_visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(db: None) -> Photo:
    return make_photo(gallery=make_gallery(client_may_hide=True))


@pytest.fixture
def client(photo: Photo) -> Visitor:
    return make_visitor(gallery=photo.gallery, kind=VisitorKind.CLIENT)


def seen_by_guests(photo: Photo) -> bool:
    return PhotoQuerySet(Photo).visible_to("g").filter(pk=photo.pk).exists()


def test_hidden_photo_is_gone_for_guests_and_comes_back(client: Visitor, photo: Photo) -> None:
    before = Gallery.objects.get().content_version
    assert hide_from_guests(client, photo=photo)
    assert not hide_from_guests(client, photo=photo)
    assert not seen_by_guests(photo)
    assert Gallery.objects.get().content_version > before
    assert show_to_guests(client, photo=photo)
    assert seen_by_guests(photo)
    kinds = list(Activity.objects.order_by("id").values_list("kind", "photo"))
    assert kinds == [(ActivityKind.PHOTO_HIDDEN, photo.pk), (ActivityKind.PHOTO_SHOWN, photo.pk)]


def test_late_repetition_undoes_nothing(client: Visitor, photo: Photo) -> None:
    hide_from_guests(client, photo=photo, request_key="a")
    show_to_guests(client, photo=photo, request_key="b")
    assert not hide_from_guests(client, photo=photo, request_key="a")
    assert seen_by_guests(photo)


@pytest.mark.parametrize("kind", [VisitorKind.GUEST, VisitorKind.UNKNOWN])
def test_guests_may_not_hide(photo: Photo, kind: str) -> None:
    guest = make_visitor(gallery=photo.gallery, kind=kind)
    for verb in (hide_from_guests, show_to_guests):
        with pytest.raises(MayNotHideError):
            verb(guest, photo=photo)
    assert not Activity.objects.exists()


def test_switched_off_the_client_may_only_show_again(client: Visitor, photo: Photo) -> None:
    hide_from_guests(client, photo=photo)
    photo.gallery.client_may_hide = False
    with pytest.raises(MayNotHideError):
        hide_from_guests(client, photo=photo)
    assert show_to_guests(client, photo=photo)
