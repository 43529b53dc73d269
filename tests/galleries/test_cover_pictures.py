"""The cover in a middle size: made once of the large view, named after it, kept by housekeeping."""

import os
import time
from pathlib import Path

import pytest
import pyvips
from pytest_django import Settings

from provino.galleries.cover_pictures import LONG_EDGE, middle_cover, middle_fingerprint
from provino.galleries.files import rendition_key, storage
from provino.galleries.models import Photo
from provino.housekeeping.files import remove_unneeded_files
from tests.factories import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(tmp_path: Path, settings: Settings) -> Photo:
    """A ready photo whose large view is on the disk."""
    settings.PROVINO_FILES = tmp_path
    photo = make_photo()
    image = pyvips.Image.black(2048, 1365, bands=3).cast("uchar").copy(interpretation="srgb")
    storage().write(_key(photo, "f" * 10, "jpg"), bytes(image.jpegsave_buffer()))
    return photo


def _key(photo: Photo, fingerprint: str, ending: str) -> str:
    return rendition_key(photo.gallery, photo.public_id, fingerprint, ending)


def test_middle_cover_is_made_once(photo: Photo) -> None:
    made = middle_cover(photo.gallery, photo)["middle"]
    path = storage().path(_key(photo, made[0], "webp"))
    image = pyvips.Image.new_from_file(str(path))
    assert (image.width, image.height) == (LONG_EDGE, 1066) == (made[1], made[2])
    written = path.stat().st_mtime_ns
    assert middle_cover(photo.gallery, photo)["middle"] == made
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (written, made[3])


def test_middle_cover_is_another_when_the_view_is(photo: Photo) -> None:
    assert middle_fingerprint("f" * 10) != middle_fingerprint("e" * 10)
    photo.renditions["cover"] = ["e" * 10, 2048, 1365, 1]  # the clean one of a gallery with a watermark
    assert middle_cover(photo.gallery, photo) == {}  # it is not there yet
    storage().write(_key(photo, "e" * 10, "jpg"), storage().read(_key(photo, "f" * 10, "jpg")))
    assert middle_cover(photo.gallery, photo)["middle"][0] == middle_fingerprint("e" * 10)


@pytest.mark.parametrize("renditions", [{}, {"view": ["f" * 10, 1600, 1000, 1]}, {"view": ["a" * 10, 2048, 1365, 1]}])
def test_no_middle_cover_where_there_is_nothing_to_make_it_of(photo: Photo, renditions: dict[str, object]) -> None:
    photo.renditions = renditions
    assert middle_cover(photo.gallery, photo) == {}


def test_no_middle_cover_of_a_broken_view(photo: Photo) -> None:
    storage().write(_key(photo, "f" * 10, "jpg"), b"no picture")
    assert middle_cover(photo.gallery, photo) == {}


def test_housekeeping_keeps_the_middle_cover(photo: Photo) -> None:
    made = middle_cover(photo.gallery, photo)["middle"]
    path = storage().path(_key(photo, made[0], "webp"))
    then = time.time() - 48 * 3600
    os.utime(path, (then, then))
    remove_unneeded_files()
    remove_unneeded_files()
    assert path.exists()
