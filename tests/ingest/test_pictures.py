import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from provino.galleries.files import original_key, rendition_key, storage
from provino.galleries.models import CameraClock, Gallery, Photo, PictureState
from provino.galleries.photos import retry_photos
from provino.handover.models import FinishedFile
from provino.ingest.leases import claim_picture, release_dead_pictures
from provino.ingest.pictures import run_pictures, run_waiting_pictures
from provino.ingest.rendering import MAX_ATTEMPTS, camera_name, make_ready, render_outdated
from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.metadata import Metadata
from provino.lib.imaging.recipes import RECIPES
from provino.lib.imaging.results import Job, Rendered
from provino.lib.processes import process_name
from tests.factories import make_member, make_photo
from tests.ingest.conftest import Arrive
from tests.photos import exif_block, jpeg_bytes

pytestmark = pytest.mark.django_db


def rendition(photo: Photo | FinishedFile, name: str) -> bytes:
    recipe = next(recipe for recipe in RECIPES if recipe.name == name)
    key = rendition_key(photo.gallery, photo.public_id, recipe.fingerprint, recipe.suffix[1:])
    return storage().path(key).read_bytes()


def test_photo_becomes_ready_with_all_renditions(arrive: Arrive) -> None:
    arrive(jpeg_bytes(3000, 2000))
    assert run_waiting_pictures() == 1
    photo = Photo.objects.get()
    assert (photo.state, photo.width, photo.height) == (PictureState.READY, 3000, 2000)
    assert {name: made[1:3] for name, made in photo.renditions.items()} == {
        "view": [2048, 1365],
        "grid": [480, 320],
        "grid2": [960, 640],
    }
    for name, made in photo.renditions.items():
        assert len(rendition(photo, name)) == made[3]
    assert photo.placeholder
    assert (photo.leased_until, photo.leased_by) == (None, "")


def test_finished_file_becomes_ready_too(arrive: Arrive) -> None:
    arrive(jpeg_bytes(), into="full")
    run_waiting_pictures()
    assert FinishedFile.objects.get().state == PictureState.READY


def test_capture_time_follows_the_cameras_clock(gallery: Gallery, arrive: Arrive) -> None:
    exif = exif_block(make="Canon", model="Canon EOS R5", captured="2026:06:01 12:00:00", offset="+02:00")
    CameraClock.objects.create(gallery=gallery, camera="Canon EOS R5", shift_seconds=3600)
    arrive(jpeg_bytes(exif=exif))
    run_waiting_pictures()
    photo = Photo.objects.get()
    assert photo.camera == "Canon EOS R5"
    assert photo.taken_at == datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    assert photo.taken_sort == datetime(2026, 6, 1, 13, 0, tzinfo=UTC)
    assert photo.taken_offset == 120


def test_camera_name_tells_two_bodies_apart() -> None:
    assert camera_name(Metadata(camera_make="SONY", camera_model="ILCE-7M4", camera_serial="42")) == "SONY ILCE-7M4 #42"
    assert camera_name(Metadata(camera_serial="42")) == ""


def test_damaged_photo_fails_with_its_reason_and_the_others_become_ready(arrive: Arrive) -> None:
    arrive(jpeg_bytes(seed=1)[:3000], "bad.jpg")
    arrive(jpeg_bytes(seed=2), "good.jpg")
    run_waiting_pictures()
    assert dict(Photo.objects.values_list("original_name", "state")) == {"bad.jpg": "failed", "good.jpg": "ready"}
    bad = Photo.objects.get(original_name="bad.jpg")
    assert bad.reason == "damaged"
    assert storage().exists(original_key(bad.gallery, bad.sha256))


def test_missing_original_is_said(arrive: Arrive) -> None:
    photo = arrive(jpeg_bytes()).picture
    storage().delete(original_key(photo.gallery, photo.sha256))
    run_waiting_pictures()
    assert Photo.objects.get().reason == "missing"


def test_same_bytes_share_files_instead_of_being_decoded_again(arrive: Arrive) -> None:
    content = jpeg_bytes(exif=exif_block(make="Canon", model="Canon EOS R5", captured="2026:06:01 12:00:00"))
    arrive(content, "a.jpg")
    run_waiting_pictures()
    arrive(content, "b.jpg")
    arrive(content, "c.jpg", into="web")
    run_waiting_pictures()
    first, second = Photo.objects.order_by("id")
    third = FinishedFile.objects.get()
    assert first.renditions == second.renditions == third.renditions
    assert (second.taken_at, second.camera) == (first.taken_at, "Canon EOS R5")
    assert rendition(first, "view") == rendition(second, "view") == rendition(third, "view")
    key = rendition_key(first.gallery, first.public_id, first.renditions["view"][0], "jpg")
    assert storage().path(key).stat().st_nlink == 3


def test_file_left_by_the_same_recipe_is_young_again_when_it_is_used(arrive: Arrive) -> None:
    content = jpeg_bytes()
    arrive(content, "a.jpg")
    run_waiting_pictures()
    second = arrive(content, "b.jpg").picture
    fingerprint = Photo.objects.earliest("id").renditions["view"][0]
    left = storage().write(rendition_key(second.gallery, second.public_id, fingerprint, "jpg"), b"left over")
    os.utime(left, (0, 0))
    run_waiting_pictures()
    assert left.stat().st_mtime > 0  # housekeeping removes what is old


class Crashing:
    """A decoding child that dies."""

    def render(self, job: Job, *, timeout: float) -> Rendered:
        raise ImageRefused(Reason.DECODER_CRASHED)


class Full:
    """A storage without room."""

    def render(self, job: Job, *, timeout: float) -> Rendered:
        raise OSError(28, "No space left on device")


def test_crash_is_tried_again_and_then_said(arrive: Arrive, tmp_path: Path) -> None:
    arrive(jpeg_bytes())
    for attempt in range(1, MAX_ATTEMPTS + 1):
        picture = claim_picture(owner=process_name())
        assert picture is not None
        make_ready(picture, decoder=Crashing(), folder=tmp_path)
        assert claim_picture(owner=process_name()) is None  # not at once
        Photo.objects.update(leased_until=None)
        assert Photo.objects.get().attempts == attempt
    assert (Photo.objects.get().state, Photo.objects.get().reason) == ("failed", "decoder-crashed")


def test_full_disk_makes_pictures_wait(arrive: Arrive, tmp_path: Path) -> None:
    arrive(jpeg_bytes())
    picture = claim_picture(owner=process_name())
    assert picture is not None
    make_ready(picture, decoder=Full(), folder=tmp_path)
    photo = Photo.objects.get()
    assert (photo.state, photo.attempts) == (PictureState.PENDING, 0)
    assert photo.leased_until is not None
    assert photo.leased_until > timezone.now()


def test_picture_of_a_dead_worker_is_taken_again(arrive: Arrive) -> None:
    arrive(jpeg_bytes())
    machine = process_name().split("/")[0]
    lost = claim_picture(owner=f"{machine}/999999999/1")
    assert claim_picture(owner=process_name()) is None
    assert release_dead_pictures() == 1
    assert claim_picture(owner=process_name()) == lost


def test_lease_of_another_machine_is_waited_for(arrive: Arrive) -> None:
    arrive(jpeg_bytes())
    claim_picture(owner="elsewhere/1/1")
    assert release_dead_pictures() == 0
    Photo.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert claim_picture(owner=process_name()) is not None


def test_worker_that_lost_its_lease_changes_nothing(arrive: Arrive, tmp_path: Path) -> None:
    arrive(jpeg_bytes())
    slow = claim_picture(owner="elsewhere/1/1")
    assert slow is not None
    Photo.objects.update(leased_until=None, leased_by="")
    make_ready(slow, decoder=Crashing(), folder=tmp_path)
    assert Photo.objects.get().attempts == 0


def test_other_recipes_render_again_while_the_old_files_are_shown(arrive: Arrive) -> None:
    arrive(jpeg_bytes())
    run_waiting_pictures()
    assert render_outdated() == 0
    photo = Photo.objects.get()
    current = photo.renditions
    Photo.objects.update(renditions={**current, "view": ["0" * 10, 1, 1, 1]})
    assert render_outdated() == 1
    assert Photo.objects.visible().count() == 1
    run_waiting_pictures()
    photo.refresh_from_db()
    assert (photo.renditions, photo.outdated) == (current, False)


def test_picture_shown_already_does_not_fail_when_rendering_again_does(arrive: Arrive) -> None:
    picture = arrive(jpeg_bytes()).picture
    run_waiting_pictures()
    Photo.objects.update(renditions={})
    assert render_outdated() == 1
    storage().delete(original_key(picture.gallery, picture.sha256))
    run_waiting_pictures()
    photo = Photo.objects.get()
    assert (photo.state, photo.outdated) == (PictureState.READY, False)


def test_failed_picture_is_rendered_again_on_request(arrive: Arrive) -> None:
    picture = arrive(jpeg_bytes()).picture
    Photo.objects.update(state=PictureState.FAILED, reason="timed-out", attempts=3)
    by = make_member(studio=picture.gallery.studio)
    retry_photos(picture.gallery, photos=[picture.public_id], by=by)
    run_waiting_pictures()
    assert (Photo.objects.get().state, Photo.objects.get().reason) == ("ready", "")


def test_deleted_photo_is_not_rendered(arrive: Arrive) -> None:
    arrive(jpeg_bytes())
    Photo.objects.update(deleted_at=timezone.now())
    assert run_waiting_pictures() == 0


@pytest.mark.django_db(transaction=True)
def test_loop_makes_each_picture_ready_once(arrive: Arrive) -> None:
    for number in range(12):
        arrive(jpeg_bytes(300, 200, seed=number), f"{number}.jpg")
    stop = threading.Event()
    loop = threading.Thread(target=run_pictures, args=(stop,), kwargs={"decoders": 2})
    loop.start()
    while Photo.objects.filter(state=PictureState.PENDING).exists():
        stop.wait(0.05)
    stop.set()
    loop.join()
    assert Photo.objects.filter(state=PictureState.READY, attempts=0, leased_by="").count() == 12


@pytest.mark.django_db(transaction=True)
def test_picture_that_breaks_our_own_code_fails_alone(arrive: Arrive, caplog: pytest.LogCaptureFixture) -> None:
    broken, other = arrive(jpeg_bytes(seed=1), "broken.jpg").picture, arrive(jpeg_bytes(seed=2), "other.jpg").picture
    make_photo(gallery=broken.gallery, sha256=broken.sha256, renditions={"view": []}, deleted_at=timezone.now())
    Photo.objects.filter(pk=broken.pk).update(attempts=MAX_ATTEMPTS - 1)
    stop = threading.Event()
    loop = threading.Thread(target=run_pictures, args=(stop,), kwargs={"decoders": 1})
    loop.start()
    while Photo.objects.filter(state=PictureState.PENDING).exists():
        stop.wait(0.05)
    assert loop.is_alive()
    stop.set()
    loop.join()
    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.state, broken.reason, broken.leased_by) == (PictureState.FAILED, "decoder-crashed", "")
    assert other.state == PictureState.READY
    (told,) = [record for record in caplog.records if record.message == "a picture broke its rendering"]
    assert "IndexError" in str(told.exc_text)
