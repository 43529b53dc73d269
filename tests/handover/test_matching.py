"""Finished files set against the choice by name."""

import pytest

from provino.galleries.models import Gallery
from provino.handover.matching import check_against_choice, photo_stem
from provino.proofing.favourites import add_favourite
from tests.factories import make_finished_file, make_gallery, make_photo, make_visitor

KNOWN = {"img_0123", "img_0123-2", "zażółć 001", "wedding-1"}


@pytest.mark.parametrize(
    ("finished", "photo"),
    [
        ("IMG_0123", "img_0123"),
        ("img_0123-Edit", "img_0123"),
        ("IMG_0123_web", "img_0123"),
        ("IMG_0123-2", "img_0123-2"),
        ("IMG_0123-2-Edit", "img_0123-2"),
        ("IMG_0123-3-Edit", "img_0123"),
        ("IMG_0123 (1)", "img_0123"),
        ("IMG_0123 kopia", "img_0123"),
        ("Zaz\u0307o\u0301łc\u0301 001", "zażółć 001"),
        ("Wedding-1", "wedding-1"),
        ("IMG_01234", ""),
        ("-Edit", ""),
    ],
)
def test_photo_stem_takes_the_whole_name_first_and_additions_one_by_one(finished: str, photo: str) -> None:
    assert photo_stem(finished, known=KNOWN) == photo


@pytest.mark.django_db
def test_check_names_what_is_missing_and_what_nobody_chose() -> None:
    gallery: Gallery = make_gallery()
    visitor = make_visitor(gallery=gallery, email="anna@example.com")
    photos = [make_photo(gallery=gallery, original_name=name) for name in ("IMG_1.CR3", "IMG_2.JPG", "IMG_3.JPG")]
    for photo in photos[:2]:
        add_favourite(visitor, photo=photo)
    make_finished_file(gallery=gallery, original_name="img_1-Edit.jpg")
    make_finished_file(gallery=gallery, original_name="IMG_3.jpg")
    make_finished_file(gallery=gallery, original_name="gift.jpg")
    check = check_against_choice(gallery)
    assert [photo.original_name for photo in check.present] == ["IMG_1.CR3"]
    assert [photo.original_name for photo in check.missing] == ["IMG_2.JPG"]
    assert sorted(file.original_name for file in check.not_chosen) == ["IMG_3.jpg", "gift.jpg"]
    assert check.marks == [True, False]
    assert not check.is_complete
