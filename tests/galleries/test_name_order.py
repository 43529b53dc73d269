"""The order of names: the same on both databases, and the same as Python's."""

import pytest
from django.db import connection, models

from provino.galleries.models import Photo, PhotoOrder
from provino.handover.models import FinishedFile
from provino.lib.filenames import natural_sort_key
from tests.factories import make_finished_file, make_gallery, make_photo

pytestmark = pytest.mark.django_db
# As people count, signs before letters; a language's own order would skip the signs or put them elsewhere.
NAMES = [
    "(copy) a.jpg",
    "9.jpg",
    "10.jpg",
    "IMG_9.jpg",
    "img_10.jpg",
    "IMG_0010b.jpg",
    "_x.jpg",
    "a b.jpg",
    "a-b.jpg",
    "a/z.jpg",
    "A_b.jpg",
    "ab.jpg",
    "Ąc.jpg",
    "Lad.jpg",
    "Łąka.jpg",
    "lb.jpg",
    "żaba.jpg",
    "ファイル.jpg",
    "📷.jpg",
]


def test_photos_stand_in_the_order_of_bytes() -> None:
    gallery = make_gallery()
    for name in reversed(NAMES):
        make_photo(gallery=gallery, original_name=name, relative_path=name)
    ordered = Photo.objects.filter(gallery=gallery).in_order(PhotoOrder.NAME)
    found = [photo.original_name for photo in ordered]
    assert found == sorted(NAMES, key=natural_sort_key)
    numbered = [name for name in found if name[0].isdigit() or name.lower().startswith("img")]
    assert numbered == ["9.jpg", "10.jpg", "IMG_9.jpg", "img_10.jpg", "IMG_0010b.jpg"]
    assert found.index("Lad.jpg") < found.index("Łąka.jpg") < found.index("lb.jpg")


def test_finished_files_stand_in_the_same_order() -> None:
    gallery = make_gallery()
    for name in reversed(NAMES):
        make_finished_file(gallery=gallery, original_name=name, relative_path=name)
    ordered = FinishedFile.objects.filter(gallery=gallery).order_by("name_sort", "id")
    assert [file.original_name for file in ordered] == sorted(NAMES, key=natural_sort_key)


@pytest.mark.parametrize("model", [Photo, FinishedFile])
def test_column_has_no_language(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
    collation = next(column.collation for column in columns if column.name == "name_sort")
    assert collation == ("C" if connection.vendor == "postgresql" else None)
