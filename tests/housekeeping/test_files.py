"""Files that no row needs leave a day later, and only those."""

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from provino.galleries.files import logo_key, manifest_key, original_key, rendition_key, storage, watermark_key
from provino.galleries.invitations import Recipient, send_gallery
from provino.galleries.models import Gallery, Photo, PictureState, WatermarkKind
from provino.handover.models import FinishedFile
from provino.housekeeping import files as housekeeping_files
from provino.housekeeping.files import Needed, remove_unneeded_files
from provino.ingest.leases import claim_picture
from provino.ingest.pictures import run_waiting_pictures
from provino.ingest.rendering import make_ready, render_outdated
from provino.lib.imaging.decoder import Decoder
from provino.lib.imaging.recipes import RECIPES
from provino.lib.imaging.results import Job, Rendered
from provino.mail.models import Message, MessageState
from provino.studios.icons import icon_keys
from provino.studios.models import Studio
from tests.factories import make_finished_file, make_gallery, make_member, make_photo, make_studio, make_watermark
from tests.photos import jpeg_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]


@pytest.fixture
def files(tmp_path: Path) -> object:
    with override_settings(PROVINO_FILES=tmp_path):
        yield


def put(key: str, *, hours: float = 48) -> str:
    path = storage().write(key, b"bytes")
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return key


def files_of(gallery: Gallery) -> tuple[Photo, FinishedFile, list[str]]:
    photo, finished = make_photo(gallery=gallery), make_finished_file(gallery=gallery)
    keys = [original_key(gallery, row.sha256) for row in (photo, finished)]
    for row in (photo, finished):
        keys += [rendition_key(gallery, row.public_id, made[0], "jpg") for made in row.renditions.values()]
    return photo, finished, [put(key) for key in [*keys, manifest_key(gallery, "f" * 32)]]


def two_days() -> int:
    return remove_unneeded_files() + remove_unneeded_files()


def test_needed_files_stay_however_old() -> None:
    gallery = make_gallery()
    *_rows, keys = files_of(gallery)
    logo = put(logo_key(gallery.studio, "1" * 64))
    Studio.objects.update(logo_key=logo)
    assert two_days() == 0
    assert all(storage().exists(key) for key in [*keys, logo])


def test_logos_and_watermarks_that_nothing_shows_go() -> None:
    studio = make_studio()
    old, present = put(logo_key(studio, "1" * 64)), put(logo_key(studio, "2" * 64))
    unused, used = put(watermark_key(studio, "3" * 64)), put(watermark_key(studio, "4" * 64))
    half = put(f"studios/{studio.public_id}/branding/.x.1.y")
    Studio.objects.update(logo_key=present)
    mark = make_watermark(studio=studio, kind=WatermarkKind.IMAGE, image_key=used, deleted_at=timezone.now())
    assert two_days() == 3
    assert [storage().exists(key) for key in (old, unused, half, present, used)] == [False] * 3 + [True] * 2
    mark.delete()
    assert two_days() == 1
    assert not storage().exists(used)


def test_logo_stays_as_long_as_a_mail_that_shows_it_waits() -> None:
    member = make_member()
    Studio.objects.update(logo_key=put(logo_key(member.studio, "1" * 64)))
    member.studio.refresh_from_db()
    send_gallery(make_gallery(studio=member.studio), recipients=[Recipient("anna@example.com")], by=member)
    logo = member.studio.logo_key
    Studio.objects.update(logo_key="")
    Message.objects.update(state=MessageState.FAILED)
    assert two_days() == 0
    assert storage().exists(logo)
    Message.objects.update(state=MessageState.SENT)
    assert two_days() == 1
    assert not storage().exists(logo)


def test_icons_go_when_the_studio_looks_otherwise() -> None:
    studio = make_studio(name="Anna")
    old = {put(key) for key in icon_keys(studio)}
    assert two_days() == 0
    Studio.objects.update(name="Zofia")
    studio.refresh_from_db()
    assert not old & icon_keys(studio)
    assert two_days() == len(old)


def test_a_removed_studio_leaves_nothing() -> None:
    studio = make_studio()
    keys = [put(logo_key(studio, "1" * 64)), put(watermark_key(studio, "2" * 64))]
    Studio.objects.update(logo_key=keys[0])
    studio.delete()
    assert two_days() == 2
    assert not any(storage().exists(key) for key in keys)


def test_unneeded_files_go_on_the_second_day() -> None:
    gallery = make_gallery()
    photo, finished, keys = files_of(gallery)
    photo.delete()
    assert remove_unneeded_files() == 0
    assert all(storage().exists(key) for key in keys)
    assert remove_unneeded_files() == 4
    assert not storage().exists(original_key(gallery, photo.sha256))
    assert storage().exists(original_key(gallery, finished.sha256))
    assert remove_unneeded_files() == 0


def test_a_file_needed_again_on_the_second_day_stays() -> None:
    gallery = make_gallery()
    key = put(original_key(gallery, "a" * 64))
    remove_unneeded_files()
    make_photo(gallery=gallery, sha256="a" * 64)
    assert remove_unneeded_files() == 0
    assert storage().exists(key)


def test_a_file_just_placed_is_not_looked_at() -> None:
    key = put(original_key(make_gallery(), "a" * 64), hours=1)
    assert two_days() == 0
    assert storage().exists(key)


def test_bytes_shared_by_a_double_stay() -> None:
    gallery = make_gallery()
    one, two = make_photo(gallery=gallery, sha256="a" * 64), make_photo(gallery=gallery, sha256="a" * 64)
    key = put(original_key(gallery, "a" * 64))
    one.delete()
    assert two_days() == 0
    two.delete()
    assert two_days() == 1
    assert not storage().exists(key)


def test_old_renditions_and_half_written_files_go() -> None:
    gallery = make_gallery()
    photo = make_photo(gallery=gallery)
    outdated = put(rendition_key(gallery, photo.public_id, "c" * 10, "webp"))
    half = storage().path(original_key(gallery, photo.sha256)).with_name(".x.1.y")
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    assert two_days() == 2
    assert not storage().exists(outdated)
    assert not half.exists()


def test_a_removed_gallery_leaves_nothing() -> None:
    gallery, other = make_gallery(), make_gallery()
    *_rows, keys = files_of(gallery)
    *_others, others = files_of(other)
    gallery.delete()
    assert two_days() == len(keys)
    assert not any(storage().exists(key) for key in keys)
    assert all(storage().exists(key) for key in others)


def test_an_empty_storage_is_no_trouble() -> None:
    assert two_days() == 0


@pytest.mark.parametrize("columns", [{"outdated": True}, {"state": PictureState.PENDING}])
def test_files_of_a_picture_being_rendered_stay_until_it_is_done(columns: dict[str, object]) -> None:
    gallery = make_gallery()
    photo = make_photo(gallery=gallery, **columns)
    key = put(rendition_key(gallery, photo.public_id, "c" * 10, "webp"))
    assert two_days() == 0
    Photo.objects.update(outdated=False, state=PictureState.READY)
    assert two_days() == 1
    assert not storage().exists(key)


def test_a_file_placed_anew_between_the_look_and_the_removal_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    gallery = make_gallery()
    photo = make_photo(gallery=gallery)
    key = put(rendition_key(gallery, photo.public_id, "c" * 10, "webp"))
    remove_unneeded_files()
    look = housekeeping_files._needed

    def look_while_it_is_rendered(gallery_id: str) -> Needed:
        needed = look(gallery_id)
        storage().write(key, b"made by the same recipe, a moment ago")
        return needed

    monkeypatch.setattr(housekeeping_files, "_needed", look_while_it_is_rendered)
    assert remove_unneeded_files() == 0
    assert storage().exists(key)


class OlderDecoder:
    """Renders as an older version did: the same names, another quality."""

    def render(self, job: Job, *, timeout: float) -> Rendered:
        older = tuple(replace(recipe, quality=recipe.quality - 20) for recipe in RECIPES)
        with Decoder() as decoder:
            return decoder.render(replace(job, recipes=older), timeout=timeout)


def renditions_of(photo: Photo) -> list[str]:
    photo.refresh_from_db()
    endings = {recipe.name: recipe.suffix[1:] for recipe in RECIPES}
    return [
        rendition_key(photo.gallery, photo.public_id, made[0], endings[name]) for name, made in photo.renditions.items()
    ]


def test_renditions_of_an_older_recipe_go_and_the_new_ones_and_the_original_stay(tmp_path: Path) -> None:
    gallery = make_gallery()
    content = jpeg_bytes(900, 600)
    sha256 = hashlib.sha256(content).hexdigest()
    photo = make_photo(gallery=gallery, sha256=sha256, state=PictureState.PENDING, renditions={})
    original = original_key(gallery, sha256)
    storage().write(original, content)
    claimed = claim_picture(owner="older/1/1")
    assert claimed == photo
    (tmp_path / "on its way").mkdir()
    make_ready(claimed, decoder=OlderDecoder(), folder=tmp_path / "on its way")
    old = renditions_of(photo)
    assert render_outdated() == 1
    assert run_waiting_pictures() == 1
    new = renditions_of(photo)
    assert len(old) == len(new) == len(RECIPES)
    assert not set(old) & set(new)
    for key in (original, *old, *new):
        os.utime(storage().path(key), (0, 0))
    assert remove_unneeded_files() == 0
    assert all(storage().exists(key) for key in (original, *old, *new))
    assert remove_unneeded_files() == len(old)
    assert not any(storage().exists(key) for key in old)
    assert all(storage().exists(key) for key in new)
    assert storage().read(original) == content
