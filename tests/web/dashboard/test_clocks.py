"""The page of the cameras' clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from provino.galleries.models import Gallery, Photo
from provino.studios.models import Member
from tests.factories import make_gallery, make_photo

CANON, SONY = "Canon EOS R6", "SONY ILCE-7M4"
NOON = datetime(2025, 6, 14, 12, tzinfo=UTC)


@pytest.fixture
def gallery(member: Member) -> Gallery:
    gallery = make_gallery(studio=member.studio)
    for number in range(4):
        at = NOON + timedelta(minutes=number)
        make_photo(gallery=gallery, original_name=f"IMG_{number}.JPG", taken_at=at, taken_sort=at, camera=CANON)
    late = NOON - timedelta(minutes=58, seconds=30)
    make_photo(gallery=gallery, original_name="DSC1.jpg", taken_at=late, taken_sort=late, camera=SONY)
    return gallery


def order(gallery: Gallery) -> list[str]:
    return [photo.original_name for photo in Photo.objects.filter(gallery=gallery).in_order("taken")]


def test_page_lists_cameras_in_their_own_time(signed_in: Client, gallery: Gallery) -> None:
    text = signed_in.get(f"/galleries/{gallery.public_id}/clocks").content.decode()
    assert CANON in text
    assert "14 Jun 2025, 11:01:30" in text, "as the camera wrote it, in no time zone"


def test_gallery_without_times_says_so(signed_in: Client, member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    make_photo(gallery=gallery)
    text = signed_in.get(f"/galleries/{gallery.public_id}/clocks").content.decode()
    assert "No photo here says when it was taken." in text


def test_preview_shows_the_new_order_and_changes_nothing(signed_in: Client, gallery: Gallery) -> None:
    asked = {"camera": SONY, "direction": "behind", "hours": "1"}
    response = signed_in.get(f"/galleries/{gallery.public_id}/clocks", asked)
    [stretch] = response.context["stretches"]
    assert [item["photo"].original_name for item in stretch] == [
        "IMG_0.JPG",
        "IMG_1.JPG",
        "DSC1.jpg",
        "IMG_2.JPG",
        "IMG_3.JPG",
    ]
    assert [item["at"] for item in stretch][2] == "12:01:30"
    assert order(gallery)[0] == "DSC1.jpg"


def test_shift_is_saved_shown_and_taken_back(signed_in: Client, gallery: Gallery) -> None:
    address = f"/galleries/{gallery.public_id}/clocks"
    response = signed_in.post(address, {"camera": SONY, "direction": "behind", "hours": "1"}, follow=True)
    assert order(gallery)[2] == "DSC1.jpg"
    assert "+1:00:00" in response.content.decode()
    signed_in.post(address, {"camera": SONY, "direction": "behind", "hours": "0"})
    assert order(gallery)[0] == "DSC1.jpg"
    signed_in.post(address, {"camera": CANON, "direction": "ahead", "days": "1", "seconds": "5"})
    assert order(gallery)[-1] == "DSC1.jpg"


@pytest.mark.parametrize(
    "wrong", [{"camera": "Leica"}, {"direction": "sideways"}, {"hours": "24"}, {"minutes": "-1"}, {"days": "x"}]
)
def test_nonsense_is_refused(signed_in: Client, gallery: Gallery, wrong: dict[str, str]) -> None:
    asked = {"camera": SONY, "direction": "behind", "hours": "1", **wrong}
    response = signed_in.post(f"/galleries/{gallery.public_id}/clocks", asked)
    assert response.status_code == 422
    assert order(gallery)[0] == "DSC1.jpg"
