"""The wedding of the corpus, ingested as it is: the second camera one hour behind, and the counter 9999 → 0001."""

import hashlib
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from provino.galleries.clocks import cameras, preview_shift, shift_clock
from provino.galleries.models import Gallery, Photo
from provino.ingest.arrivals import ArrivedFile, add_photo
from provino.ingest.pictures import run_waiting_pictures
from provino.studios.models import Member
from tests.conftest import CORPUS
from tests.factories import make_gallery

SONY = "SONY ILCE-7M4"
# By the true time; where two cameras were at the same place, both are among one another.
TRUE_ORDER = [
    *("IMG_4020.JPG", "DSC04020.jpg", "IMG_4021.JPG", "DSC04021.jpg", "IMG_4022.JPG", "IMG_4025.JPG", "DSC04022.jpg"),
    *("IMG_4026.JPG", "IMG_9998.JPG", "IMG_9999.JPG", "IMG_0001.JPG", "IMG_0002.JPG", "IMG_0003.JPG"),
]


@pytest.fixture
def wedding(db: None, tmp_path: Path) -> Iterator[Gallery]:
    with override_settings(PROVINO_DATA=tmp_path, PROVINO_FILES=tmp_path / "files", PROVINO_INCOMING=tmp_path / "in"):
        gallery = make_gallery()
        (tmp_path / "in").mkdir()
        session = Path(CORPUS) / "session-wedding"
        for number, path in enumerate(sorted(session.rglob("*.[jJ][pP][gG]"))):
            _arrive(gallery, path, copy=tmp_path / "in" / str(number))
        run_waiting_pictures()
        yield gallery


def _arrive(gallery: Gallery, path: Path, *, copy: Path) -> None:
    shutil.copyfile(path, copy)
    content = path.read_bytes()
    # Without its folders: sections would part the cameras, and the order over all of them is the point.
    relative = path.name if "Karta" not in str(path) else f"second-{path.name}"
    add_photo(
        gallery,
        file=ArrivedFile(copy, relative, hashlib.sha256(content).hexdigest(), zlib.crc32(content), len(content)),
    )


def _order(gallery: Gallery) -> list[str]:
    photos = Photo.objects.filter(gallery=gallery).in_order("taken")
    return [photo.relative_path for photo in photos if photo.relative_path in TRUE_ORDER]


def test_second_camera_and_roll_over_find_their_places(wedding: Gallery, member: Member) -> None:
    before = _order(wedding)
    assert before.index("IMG_9999.JPG") < before.index("IMG_0001.JPG"), "time, not the counter"
    assert before.index("DSC04020.jpg") < before.index("IMG_4020.JPG"), "one hour too early"
    assert {camera.name: camera.photos for camera in cameras(wedding)}[SONY] == 3
    shown = [
        entry.photo.relative_path
        for stretch in preview_shift(wedding, camera=SONY, shift_seconds=3600)
        for entry in stretch
    ]
    assert shift_clock(wedding, camera=SONY, shift_seconds=3600, by=member) == 3
    assert _order(wedding) == TRUE_ORDER
    assert [name for name in shown if name in TRUE_ORDER] == [name for name in TRUE_ORDER if name in shown]
