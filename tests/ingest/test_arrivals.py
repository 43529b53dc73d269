import pytest

from provino.galleries.models import Gallery, Photo, Section
from provino.ingest.arrivals import upload_path
from tests.ingest.conftest import Arrive
from tests.photos import jpeg_bytes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("filename", "relative_path", "path"),
    [
        ("a.jpg", "", "a.jpg"),
        ("a.jpg", "null", "a.jpg"),
        ("a.jpg", "Party/a.jpg", "Party/a.jpg"),
        ("a.jpg", "Party/", "Party/a.jpg"),
        ("a.jpg", "Party", "Party/a.jpg"),
        ("a.jpg", "Party\\a.jpg", "Party/a.jpg"),
        ("", "Party/a.jpg", "Party/a.jpg"),
        ("Za\u017co\u0301.jpg", "Za\u017c\u00f3.jpg", "Za\u017c\u00f3.jpg"),  # NFD and NFC of one name
    ],
)
def test_upload_path_joins_folders_and_name(filename: str, relative_path: str, path: str) -> None:
    assert upload_path(filename, relative_path) == path


def names(gallery: Gallery) -> list[str]:
    return list(gallery.sections.values_list("name", flat=True))


def test_sections_come_from_folders_in_the_order_of_their_names(gallery: Gallery, arrive: Arrive) -> None:
    for number, path in enumerate(
        ["10 Party/1.jpg", "2 Church/1.jpg", "1.jpg", "2 Church/Choir/1.jpg", "10 Party/2.jpg"]
    ):
        arrive(jpeg_bytes(60, 40, seed=number), path)
    assert names(gallery) == ["2 Church", "2 Church / Choir", "10 Party"]
    assert Photo.objects.get(relative_path="1.jpg").section is None
    assert gallery.photos.filter(section__name="10 Party").count() == 2


def test_new_section_comes_last_where_the_order_was_made_by_hand(gallery: Gallery, arrive: Arrive) -> None:
    Section.objects.create(gallery=gallery, name="Party", position=1)
    Section.objects.create(gallery=gallery, name="Church", position=2)
    arrive(jpeg_bytes(60, 40), "Arrival/1.jpg")
    assert names(gallery) == ["Party", "Church", "Arrival"]


def test_section_name_is_one_in_both_unicode_forms(gallery: Gallery, arrive: Arrive) -> None:
    arrive(jpeg_bytes(60, 40, seed=1), "Wesele u Zo\u0301si/1.jpg")
    arrive(jpeg_bytes(60, 40, seed=2), "Wesele u Z\u00f3si/2.jpg")
    assert names(gallery) == ["Wesele u Z\u00f3si"]


def test_deleted_photo_may_come_again(gallery: Gallery, arrive: Arrive) -> None:
    content = jpeg_bytes(60, 40)
    first = arrive(content).picture
    Photo.objects.update(deleted_at="2026-01-01T00:00Z")
    assert arrive(content).picture.public_id != first.public_id


def test_hand_over_folders_are_apart(arrive: Arrive) -> None:
    content = jpeg_bytes(60, 40)
    outcomes = [arrive(content, into=folder).outcome for folder in ("full", "web", "full", "photos")]
    assert outcomes == ["added", "added", "skipped", "added"]
