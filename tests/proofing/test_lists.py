"""A visitor's lists."""

import pytest

from provino.galleries.models import Gallery, Visibility
from provino.proofing.errors import (
    GalleryShutError,
    ListGoneError,
    ListIdError,
    ListNameMissingError,
    ListNameTakenError,
    ListsOffError,
    SelectionLockedError,
    TooManyListsError,
)
from provino.proofing.favourites import add_favourite, set_note
from provino.proofing.lists import (
    MOST_LISTS,
    delete_list,
    list_of,
    main_list,
    make_list,
    rename_list,
    share_list,
    shared_list,
    unshare_list,
)
from provino.proofing.models import FavouriteList
from provino.proofing.selections import price_of, submit_selection
from provino.visitors.errors import IdentifyFirstError
from provino.visitors.models import Visitor
from tests.factories import make_gallery, make_photo, make_visitor

ID = "9aBcDeFgHjKmNpQr2"


@pytest.fixture
def gallery(db: None) -> Gallery:
    return make_gallery(several_lists_on=True)


@pytest.fixture
def visitor(gallery: Gallery) -> Visitor:
    return make_visitor(gallery=gallery, email="ola@example.com")


def test_main_list_is_made_once(visitor: Visitor) -> None:
    assert main_list(visitor) == main_list(visitor) == list_of(visitor, "main")
    assert FavouriteList.objects.count() == 1


@pytest.mark.parametrize("public_id", ["nothing-here", "1" * 17, "\x00", ""])
def test_list_of_finds_only_ones_own(visitor: Visitor, public_id: str) -> None:
    with pytest.raises(ListGoneError):
        list_of(visitor, public_id)


def test_list_of_another_visitor_is_not_found(visitor: Visitor) -> None:
    other = make_visitor(gallery=visitor.gallery, email="jan@example.com")
    with pytest.raises(ListGoneError):
        list_of(visitor, make_list(other, name="Album").public_id)


def test_make_list_cleans_its_name(visitor: Visitor) -> None:
    assert make_list(visitor, name="  For   the album\x00 ").name == "For the album"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_make_list_needs_a_name(visitor: Visitor, name: str) -> None:
    with pytest.raises(ListNameMissingError):
        make_list(visitor, name=name)


def test_list_names_are_taken_once_a_visitor(visitor: Visitor) -> None:
    make_list(visitor, name="Album")
    with pytest.raises(ListNameTakenError):
        make_list(visitor, name="Album")
    other = make_list(visitor, name="Parents")
    with pytest.raises(ListNameTakenError):
        rename_list(other, name="Album")
    other.refresh_from_db()
    assert other.name == "Parents"


def test_make_list_where_only_one_is_allowed(db: None) -> None:
    with pytest.raises(ListsOffError):
        make_list(make_visitor(email="ola@example.com"), name="Album")


def test_make_list_needs_to_know_who(gallery: Gallery) -> None:
    with pytest.raises(IdentifyFirstError):
        make_list(make_visitor(gallery=gallery), name="Album")


def test_make_list_in_a_closed_gallery(visitor: Visitor) -> None:
    visitor.gallery.visibility = Visibility.CLOSED
    with pytest.raises(GalleryShutError):
        make_list(visitor, name="Album")


def test_lists_have_an_end(visitor: Visitor) -> None:
    FavouriteList.objects.bulk_create(FavouriteList(visitor=visitor, name=f"L{n}") for n in range(MOST_LISTS))
    with pytest.raises(TooManyListsError):
        make_list(visitor, name="One more")


def test_deleted_list_comes_back_with_its_notes(visitor: Visitor) -> None:
    album = make_list(visitor, name="Album")
    photos = [make_photo(gallery=visitor.gallery) for _ in range(3)]
    for photo in photos:
        set_note(visitor, photo=photo, note=f"on {photo.pk}", of=album)
    kept = delete_list(album)
    assert not FavouriteList.objects.filter(name="Album").exists()
    again = make_list(visitor, name="Album", photos=kept)
    assert [(one.photo, one.note) for one in again.favourites.order_by("id")] == [
        (photo, f"on {photo.pk}") for photo in photos
    ]


def test_make_list_takes_no_photos_of_another_gallery(visitor: Visitor) -> None:
    album = make_list(visitor, name="Album", photos={make_photo().public_id: "", "nothing": ""})
    assert not album.favourites.exists()


def test_first_list_is_neither_renamed_nor_deleted(visitor: Visitor) -> None:
    main = main_list(visitor)
    with pytest.raises(ListGoneError):
        rename_list(main, name="Album")
    with pytest.raises(ListGoneError):
        delete_list(main)


def test_submitted_list_is_not_deleted(visitor: Visitor) -> None:
    album = make_list(visitor, name="Album")
    add_favourite(visitor, photo=make_photo(gallery=visitor.gallery), to=album)
    price = price_of(album, visitor=visitor)
    submit_selection(album, seen=(price.count, price.total))
    with pytest.raises(SelectionLockedError):
        delete_list(album)


def test_shared_list_opens_by_its_link_until_it_is_taken_back(visitor: Visitor) -> None:
    main = main_list(visitor)
    secret = share_list(main)
    assert share_list(main) == secret
    assert shared_list(visitor.gallery, secret) == main
    with pytest.raises(ListGoneError):
        shared_list(make_gallery(), secret)
    unshare_list(main)
    for wrong in (secret, "", "1" * 28, "\x00"):
        with pytest.raises(ListGoneError):
            shared_list(visitor.gallery, wrong)
    assert share_list(main) != secret


def test_make_list_with_the_same_key_twice_is_one_list(visitor: Visitor) -> None:
    made = make_list(visitor, name="Album", public_id=ID, request_key="one")
    assert made.public_id == ID
    rename_list(made, name="Grandmother")
    again = make_list(visitor, name="Album", public_id=ID, request_key="one")
    assert (again, again.name) == (made, "Grandmother"), "as it is now"
    assert make_list(visitor, name="Plain", request_key="two") == make_list(visitor, name="Plain", request_key="two")
    delete_list(made)
    with pytest.raises(ListGoneError):
        make_list(visitor, name="Album", public_id=ID, request_key="one")
    assert visitor.activity.filter(kind="list-made").count() == 2


@pytest.mark.parametrize("public_id", ["short", "0" * 17, "x" * 23, "main", "\x00" * 17])
def test_make_list_takes_only_what_could_be_an_id(visitor: Visitor, public_id: str) -> None:
    with pytest.raises(ListIdError):
        make_list(visitor, name="Album", public_id=public_id)


def test_make_list_under_the_id_of_another_list_is_refused(visitor: Visitor) -> None:
    other = make_list(make_visitor(gallery=visitor.gallery, email="jan@example.com"), name="Album")
    with pytest.raises(ListIdError):
        make_list(visitor, name="Mine", public_id=other.public_id, request_key="one")
    assert not visitor.favourite_lists.exists()
    assert make_list(visitor, name="Mine", request_key="one"), "what was refused was not done"
