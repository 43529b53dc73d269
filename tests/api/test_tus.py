import base64
import hashlib
import json
import threading
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from provino.galleries.files import original_key, storage
from provino.galleries.models import Gallery, Photo, PictureState
from provino.handover.models import FinishedFile
from provino.ingest.finishing import finish_left_uploads
from provino.ingest.models import Upload
from provino.ingest.writing import begin_write
from provino.studios.models import ApiToken, Member
from tests.api.conftest import bearer_of
from tests.api.lane import patch
from tests.api.tus_client import PATH, TUS, create, created, head, metadata, send
from tests.factories import make_gallery, make_member
from tests.photos import jpeg_bytes

# The lane writes from threads of its own.
pytestmark = pytest.mark.django_db(transaction=True)


def test_options_tell_what_the_server_can() -> None:
    answer = Client().options(PATH)
    assert answer.status_code == 204
    assert answer["Tus-Extension"] == "creation,checksum,expiration,termination"
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256,md5"
    assert int(answer["Tus-Max-Size"]) > 1_000_000_000


def test_upload_in_two_parts_becomes_a_photo_with_its_very_bytes(gallery: Gallery, bearer: dict[str, str]) -> None:
    content = jpeg_bytes(seed=1)
    upload_id = created(gallery, len(content), bearer, name="Zażółć 1.JPG", relativePath="Party/Dance/Zażółć 1.JPG")
    first = patch(upload_id, content[:1000], offset=0, headers=bearer)
    assert (first.status, first.headers["Upload-Offset"]) == (204, "1000")
    assert "Provino-Outcome" not in first.headers
    seen = head(upload_id, bearer)
    assert (seen["Upload-Offset"], seen["Upload-Length"]) == ("1000", str(len(content)))
    assert seen["Cache-Control"] == "no-store"
    assert "Upload-Expires" in seen
    assert "relativePath" in seen["Upload-Metadata"]
    last = patch(upload_id, content[1000:], offset=1000, headers=bearer)
    photo = Photo.objects.get()
    assert (last.headers["Provino-Outcome"], last.headers["Provino-Photo"]) == ("added", photo.public_id)
    assert (photo.original_name, photo.relative_path) == ("Zażółć 1.JPG", "Party/Dance/Zażółć 1.JPG")
    assert photo.section is not None
    assert photo.section.name == "Party / Dance"
    assert (photo.sha256, photo.crc32) == (hashlib.sha256(content).hexdigest(), zlib.crc32(content))
    assert (photo.state, photo.media_type) == (PictureState.PENDING, "image/jpeg")
    assert storage().path(original_key(gallery, photo.sha256)).read_bytes() == content
    told = Client().get(f"{PATH}/{upload_id}", headers=bearer).json()
    assert (told["state"], told["outcome"], told["photo"]) == ("done", "added", photo.public_id)


def test_upload_into_the_hand_over_becomes_a_finished_file(gallery: Gallery, bearer: dict[str, str]) -> None:
    assert send(gallery, jpeg_bytes(seed=2), bearer, folder="web").headers["Provino-Outcome"] == "added"
    assert FinishedFile.objects.get().folder == "web"
    assert not Photo.objects.exists()


def test_wrong_offset_is_refused_and_changes_nothing(gallery: Gallery, bearer: dict[str, str]) -> None:
    content = jpeg_bytes(seed=3)
    upload_id = created(gallery, len(content), bearer)
    patch(upload_id, content[:100], offset=0, headers=bearer)
    for offset in (0, 99, 101):
        answer = patch(upload_id, content[:100], offset=offset, headers=bearer)
        assert answer.status == 409
        assert json.loads(answer.body)["code"] == "wrong-offset"
    assert head(upload_id, bearer)["Upload-Offset"] == "100"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_checksum_keeps_good_parts_only(gallery: Gallery, bearer: dict[str, str], algorithm: str) -> None:
    content = jpeg_bytes(seed=4)
    upload_id = created(gallery, len(content), bearer)
    good = base64.b64encode(hashlib.new(algorithm, content[:500]).digest()).decode()
    damaged = patch(upload_id, b"x" * 500, offset=0, headers={**bearer, "Upload-Checksum": f"{algorithm} {good}"})
    assert (damaged.status, json.loads(damaged.body)["code"]) == (460, "checksum-mismatch")
    assert head(upload_id, bearer)["Upload-Offset"] == "0"
    whole = patch(upload_id, content[:500], offset=0, headers={**bearer, "Upload-Checksum": f"{algorithm} {good}"})
    assert (whole.status, whole.headers["Upload-Offset"]) == (204, "500")
    assert patch(upload_id, content[500:], offset=500, headers=bearer).headers["Provino-Outcome"] == "added"
    assert Photo.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_unknown_checksum_is_refused(gallery: Gallery, bearer: dict[str, str]) -> None:
    upload_id = created(gallery, 10, bearer)
    for header in ("crc32 AAAA", "sha1", "sha1 ###"):
        assert patch(upload_id, b"x", offset=0, headers={**bearer, "Upload-Checksum": header}).status == 400


def test_part_that_breaks_off_keeps_what_arrived(gallery: Gallery, bearer: dict[str, str]) -> None:
    content = jpeg_bytes(seed=5)
    upload_id = created(gallery, len(content), bearer)
    patch(upload_id, content[:3000], offset=0, headers=bearer, cut=True)
    assert head(upload_id, bearer)["Upload-Offset"] == "3000"
    patch(upload_id, content[3000:], offset=3000, headers=bearer)
    assert Photo.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_part_with_a_checksum_that_breaks_off_keeps_nothing(gallery: Gallery, bearer: dict[str, str]) -> None:
    upload_id = created(gallery, 5000, bearer)
    checksum = base64.b64encode(hashlib.sha1(b"a").digest()).decode()  # noqa: S324 - the protocol's own
    patch(upload_id, b"a", offset=0, headers={**bearer, "Upload-Checksum": f"sha1 {checksum}"}, cut=True)
    assert head(upload_id, bearer)["Upload-Offset"] == "0"


def test_more_bytes_than_promised_are_refused(gallery: Gallery, bearer: dict[str, str]) -> None:
    upload_id = created(gallery, 10, bearer)
    assert patch(upload_id, b"x" * 11, offset=0, headers=bearer).status == 413
    chunked = patch(upload_id, b"x" * 11, offset=0, headers={**bearer, "Content-Length": ""})
    assert chunked.status == 413
    assert head(upload_id, bearer)["Upload-Offset"] == "0"


def test_protocol_version_and_content_type_are_checked(gallery: Gallery, bearer: dict[str, str]) -> None:
    upload_id = created(gallery, 10, bearer)
    assert patch(upload_id, b"x", offset=0, headers={**bearer, "Tus-Resumable": "0.2"}).status == 412
    assert patch(upload_id, b"x", offset=0, headers={**bearer, "Content-Type": "text/plain"}).status == 415
    assert Client().head(f"{PATH}/{upload_id}", headers=bearer).status_code == 412
    assert Client().post(PATH, headers=bearer)["Tus-Version"] == "1.0.0"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "../x.jpg"}, "name-dot-segments"),
        ({"name": "x.jpg", "relativePath": "/etc/x.jpg"}, "name-absolute"),
        ({"name": "a\nb.jpg"}, "name-control-characters"),
        ({"name": "x" * 256}, "name-too-long"),
        ({"name": ""}, "name-empty"),
        ({"name": "x.jpg", "folder": "elsewhere"}, "bad-metadata"),
    ],
)
def test_creation_refuses_bad_names(
    gallery: Gallery, bearer: dict[str, str], fields: dict[str, str], code: str
) -> None:
    answer = create(gallery, 10, bearer, **fields)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not Upload.objects.exists()


def test_creation_refuses_nonsense(gallery: Gallery, bearer: dict[str, str]) -> None:
    told = metadata(gallery=gallery.public_id, filename="x.jpg")
    for headers in (
        {"Upload-Length": "-1", "Upload-Metadata": told},
        {"Upload-Length": "1e3", "Upload-Metadata": told},
        {"Upload-Defer-Length": "1", "Upload-Metadata": told},
        {"Upload-Length": "10", "Upload-Metadata": "gallery %%%"},
    ):
        assert Client().post(PATH, headers={**TUS, **bearer, **headers}).status_code == 400
    for gallery_id in ("", "0OIl", "x" * 40, make_gallery().public_id):
        told = metadata(gallery=gallery_id, filename="x.jpg")
        answer = Client().post(PATH, headers={**TUS, **bearer, "Upload-Length": "10", "Upload-Metadata": told})
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_creation_refuses_what_is_too_large(gallery: Gallery, bearer: dict[str, str], settings: Settings) -> None:
    settings.PROVINO_MAX_PHOTO_MB = 1
    assert create(gallery, 1_000_001, bearer).status_code == 413
    assert create(gallery, 1_000_000, bearer).status_code == 201


def test_full_disk_is_said_at_creation_and_while_writing(
    gallery: Gallery, bearer: dict[str, str], settings: Settings
) -> None:
    content = jpeg_bytes(seed=6)
    upload_id = created(gallery, len(content), bearer)
    # The one file that is always full.
    (Path(settings.PROVINO_INCOMING) / upload_id).symlink_to("/dev/full")
    answer = patch(upload_id, content, offset=0, headers=bearer)
    assert (answer.status, json.loads(answer.body)["code"]) == (507, "disk-full")
    (Path(settings.PROVINO_INCOMING) / upload_id).unlink()
    assert head(upload_id, bearer)["Upload-Offset"] == "0"
    assert patch(upload_id, content, offset=0, headers=bearer).headers["Provino-Outcome"] == "added"
    settings.PROVINO_MIN_FREE_MB = 10**9
    assert create(gallery, 1, bearer).status_code == 507


def test_whole_file_that_cannot_be_stored_now_is_kept_and_finished_later(
    gallery: Gallery, bearer: dict[str, str], settings: Settings
) -> None:
    content = jpeg_bytes(seed=10)
    upload_id = created(gallery, len(content), bearer)
    files = Path(settings.PROVINO_FILES)
    away = files.with_name("away")
    files.mkdir(parents=True, exist_ok=True)
    files.rename(away)
    files.write_bytes(b"")  # no folder any more: nothing can be placed
    answer = patch(upload_id, content, offset=0, headers=bearer)
    assert answer.status == 500
    assert not Photo.objects.exists()
    assert head(upload_id, bearer)["Upload-Offset"] == str(len(content))
    files.unlink()
    away.rename(files)
    assert finish_left_uploads() == 1
    assert Photo.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_body_in_thousands_of_crumbs_arrives_whole(gallery: Gallery, bearer: dict[str, str]) -> None:
    content = jpeg_bytes(seed=11)
    upload_id = created(gallery, len(content), bearer)
    crumb = max(1, len(content) // 2500)
    answer = patch(upload_id, content, offset=0, headers=bearer, piece=crumb)
    photo = Photo.objects.get()
    assert (answer.status, photo.sha256) == (204, hashlib.sha256(content).hexdigest())
    assert storage().path(original_key(gallery, photo.sha256)).read_bytes() == content


def test_same_file_again_is_skipped(gallery: Gallery, bearer: dict[str, str]) -> None:
    content = jpeg_bytes(seed=7)
    first = send(gallery, content, bearer)
    again = send(gallery, content, bearer)
    assert again.headers["Provino-Outcome"] == "skipped"
    assert again.headers["Provino-Photo"] == first.headers["Provino-Photo"]
    assert Photo.objects.count() == 1


def test_same_content_under_another_name_is_a_photo_marked_as_the_same(
    gallery: Gallery, bearer: dict[str, str]
) -> None:
    content = jpeg_bytes(seed=8)
    send(gallery, content, bearer, name="a.jpg")
    send(gallery, content, bearer, name="b.jpg")
    first, second = Photo.objects.order_by("id")
    assert (first.same_picture_as, second.same_picture_as) == (None, first)


def test_same_file_twice_at_once_is_added_once(gallery: Gallery, bearer: dict[str, str]) -> None:
    content = jpeg_bytes(seed=9)
    uploads = [created(gallery, len(content), bearer, relativePath="A/IMG_1.jpg") for _ in range(4)]
    outcomes: list[str] = []
    barrier = threading.Barrier(len(uploads))

    def run(upload_id: str) -> None:
        barrier.wait()
        outcomes.append(patch(upload_id, content, offset=0, headers=bearer).headers["Provino-Outcome"])
        connection.close()

    threads = [threading.Thread(target=run, args=(upload_id,)) for upload_id in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["added", "skipped", "skipped", "skipped"]
    assert Photo.objects.count() == gallery.sections.count() == 1


def test_two_parts_at_once_do_not_mix(gallery: Gallery, bearer: dict[str, str], member: Member) -> None:
    upload_id = created(gallery, 10, bearer)
    writing = begin_write(upload_id, offset=0, by=member)
    answer = patch(upload_id, b"x", offset=0, headers=bearer)
    writing.close()
    assert (answer.status, json.loads(answer.body)["code"]) == (423, "busy")


def test_file_that_is_no_picture_stands_in_the_list_with_its_reason(gallery: Gallery, bearer: dict[str, str]) -> None:
    answer = send(gallery, b"MZ this is a program", bearer, name="photo.jpg")
    photo = Photo.objects.get()
    assert (answer.status, answer.headers["Provino-Outcome"]) == (204, "not-an-image")
    assert (photo.state, photo.reason) == (PictureState.FAILED, "not-an-image")
    assert not storage().exists(original_key(gallery, photo.sha256))
    upload = Upload.objects.get()
    told = Client().get(f"{PATH}/{upload.public_id}", headers=bearer).json()
    assert (told["state"], told["message"]) == ("refused", "This is not a picture.")
    assert send(gallery, b"MZ this is a program", bearer, name="photo.jpg").headers["Provino-Photo"] == photo.public_id
    assert Photo.objects.count() == 1


def test_empty_file_is_complete_at_its_creation(gallery: Gallery, bearer: dict[str, str]) -> None:
    answer = create(gallery, 0, bearer)
    assert (answer.status_code, answer["Provino-Outcome"]) == (201, "empty")
    assert Photo.objects.get().reason == "empty"


def test_failed_file_gets_another_chance(gallery: Gallery, bearer: dict[str, str]) -> None:
    content = jpeg_bytes(seed=10)
    send(gallery, content, bearer)
    Photo.objects.update(state=PictureState.FAILED, reason="timed-out", attempts=3)
    assert send(gallery, content, bearer).headers["Provino-Outcome"] == "added"
    photo = Photo.objects.get()
    assert (photo.state, photo.reason, photo.attempts) == (PictureState.PENDING, "", 0)


def test_better_export_takes_the_place_of_a_failed_one(gallery: Gallery, bearer: dict[str, str]) -> None:
    send(gallery, b"no picture", bearer)
    send(gallery, jpeg_bytes(seed=11), bearer)
    assert Photo.objects.get(deleted_at__isnull=True).state == PictureState.PENDING


def test_deleted_gallery_ends_its_uploads(gallery: Gallery, bearer: dict[str, str]) -> None:
    upload_id = created(gallery, 10, bearer)
    Gallery.objects.update(deleted_at=timezone.now())
    answer = patch(upload_id, b"0123456789", offset=0, headers=bearer)
    assert (answer.status, json.loads(answer.body)["code"]) == (410, "gallery-gone")
    assert head(upload_id, bearer).status_code == 410
    assert create(gallery, 10, bearer).status_code == 404


def test_expired_upload_is_gone(gallery: Gallery, bearer: dict[str, str]) -> None:
    upload_id = created(gallery, 10, bearer)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert patch(upload_id, b"x", offset=0, headers=bearer).status == 410
    assert head(upload_id, bearer).status_code == 410


def test_delete_forgets_the_bytes(gallery: Gallery, bearer: dict[str, str], settings: Settings) -> None:
    upload_id = created(gallery, 10, bearer)
    patch(upload_id, b"x", offset=0, headers=bearer)
    assert Client().delete(f"{PATH}/{upload_id}", headers={**TUS, **bearer}).status_code == 204
    assert head(upload_id, bearer).status_code == 404
    assert not (Path(settings.PROVINO_INCOMING) / upload_id).exists()


def test_list_shows_what_waits_to_be_continued(
    gallery: Gallery, bearer: dict[str, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    waiting = created(gallery, 100, bearer)
    patch(waiting, b"x" * 60, offset=0, headers=bearer)
    send(gallery, jpeg_bytes(seed=12), bearer)
    answer = Client().get(f"{PATH}?gallery={gallery.public_id}", headers=bearer).json()
    assert [(item["id"], item["offset"]) for item in answer["items"]] == [(waiting, 60)]
    counts = []
    for _ in range(2):
        with django_assert_num_queries(3):
            counts.append(len(Client().get(f"{PATH}?gallery={gallery.public_id}", headers=bearer).json()["items"]))
        created(gallery, 100, bearer)
        created(gallery, 100, bearer)
    assert counts == [1, 3]


def every_way(upload_id: str, headers: dict[str, str]) -> set[int]:
    """The status of each thing that can be done with an upload."""
    client = Client()
    address = f"{PATH}/{upload_id}"
    asked: list[Callable[..., Any]] = [client.head, client.get, client.delete]
    return {ask(address, headers={**TUS, **headers}).status_code for ask in asked} | {
        patch(upload_id, b"x", offset=0, headers=headers).status
    }


def test_upload_belongs_to_its_member(gallery: Gallery, bearer: dict[str, str], member: Member) -> None:
    upload_id = created(gallery, 10, bearer)
    staff = make_member(studio=member.studio, role="staff")
    assert every_way(upload_id, bearer_of(make_member())) == {404}
    assert every_way(upload_id, bearer_of(staff)) == {404}
    assert every_way("0OIl", bearer) == {404}
    assert every_way(upload_id, {}) == {401}
    assert every_way(upload_id, bearer_of(member, ["photos:read"])) == {403}
    assert created(gallery, 10, bearer_of(staff)) != upload_id
    assert create(gallery, 10, bearer_of(make_member())).status_code == 404


def test_expired_and_revoked_tokens_open_nothing(gallery: Gallery, bearer: dict[str, str]) -> None:
    upload_id = created(gallery, 10, bearer)
    ApiToken.objects.update(expires_at=timezone.now())
    assert every_way(upload_id, bearer) == {401}
    ApiToken.objects.update(expires_at=None, revoked_at=timezone.now())
    assert every_way(upload_id, bearer) == {401}
    ApiToken.objects.update(revoked_at=None)
    assert head(upload_id, bearer).status_code == 200


def test_session_needs_the_csrf_token(gallery: Gallery, member: Member) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)
    told = {**TUS, "Upload-Length": "10", "Upload-Metadata": metadata(gallery=gallery.public_id, filename="x.jpg")}
    assert client.post(PATH, headers=told).json()["code"] == "csrf"
    secret = "a" * 32
    client.cookies["provino_csrf"] = secret
    answer = client.post(PATH, headers={**told, "X-CSRFToken": secret})
    assert answer.status_code == 201
    cookies = {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())}
    upload_id = answer["Location"].rpartition("/")[2]
    assert patch(upload_id, b"x", offset=0, headers=cookies).status == 403
    assert patch(upload_id, b"x", offset=0, headers={**cookies, "X-CSRFToken": secret}).status == 204


def test_refusals_speak_the_readers_language(gallery: Gallery, bearer: dict[str, str]) -> None:
    upload_id = created(gallery, 10, bearer)
    english = patch(upload_id, b"x", offset=5, headers={**bearer, "Accept-Language": "en"})
    assert json.loads(english.body)["message"].startswith("The upload continues at another place")
