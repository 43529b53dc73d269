"""From choosing a watermark to what visitors are sent: no gap, and nothing unmarked afterwards."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pyvips
from django.conf import settings

from provino.galleries.addresses import address_key, cover_recipe, media_prefix, rendition_url
from provino.galleries.files import rendition_key, storage
from provino.galleries.galleries import set_cover
from provino.galleries.mail_pictures import cover_image
from provino.galleries.models import Gallery, Photo, PictureState, Watermark
from provino.galleries.renditions import Renewal, recipes_of, renewal_of
from provino.galleries.watermarks import change_watermark, choose_watermark, delete_watermark, restore_watermark
from provino.handover.models import FinishedFile
from provino.ingest.leases import claim_picture
from provino.ingest.pictures import run_waiting_pictures
from provino.ingest.rendering import make_ready, render_outdated
from provino.lib.imaging.decoder import Decoder
from provino.lib.imaging.recipes import GRID, RECIPES, VIEW
from provino.lib.imaging.results import Job, Rendered
from provino.lib.signatures import CLIENT
from provino.media.access import AccessTable, load_rows
from provino.media.pictures import PictureLane
from provino.studios.models import Member
from tests.factories import make_watermark
from tests.ingest.conftest import Arrive
from tests.photos import jpeg_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def watermark(member: Member) -> Watermark:
    return make_watermark(studio=member.studio, text="© Łąka", placement="tiled", opacity=100, size=40)


def fetch(path: str) -> tuple[int, bytes]:
    """Ask the media lane as a web process does: its status and the bytes it sends."""
    rows = list(load_rows())
    lane = PictureLane(key=address_key(), files=Path(settings.PROVINO_FILES), access=AccessTable(lambda: rows))
    sent: list[Any] = []

    async def receive() -> Any:
        return {}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"method": "GET", "path": path, "headers": [], "extensions": {}}
    asyncio.run(lane(scope, receive, send))
    return sent[0]["status"], sent[1].get("body", b"")


def addresses(gallery: Gallery) -> list[str]:
    """Every address that the gallery's page would name now."""
    prefix = media_prefix(gallery, CLIENT)
    photos = Photo.objects.filter(gallery=gallery, state=PictureState.READY)
    return [rendition_url(prefix, photo, recipe) for photo in photos for recipe in ("view", "grid", "grid2")]


def is_marked(body: bytes) -> bool:
    """The photos of these tests are grey in the middle; letters in white with a dark edge are not, even without the noise."""
    image = pyvips.Image.new_from_buffer(body, "")
    middle = image.crop(image.width // 4, image.height // 4, image.width // 2, image.height // 2)
    return bool(middle.shrink(3, 3).deviate() > 9)


def files_of(photo: Photo) -> set[str]:
    folder = storage().path(rendition_key(photo.gallery, photo.public_id, "x", "jpg")).parent
    return {path.name.partition("-")[2] for path in folder.glob(f"{photo.public_id}-*")}


class Meddling:
    """A decoder during whose work something happens."""

    def __init__(self, happening: Any) -> None:
        self._happening = happening

    def render(self, job: Job, *, timeout: float) -> Rendered:
        with Decoder() as decoder:
            rendered = decoder.render(job, timeout=timeout)
        self._happening()
        return rendered


def test_only_the_large_view_is_marked_unless_the_grid_is_wished_too(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    choose_watermark(gallery, watermark=watermark, by=member)
    arrive(jpeg_bytes(1200, 800))
    run_waiting_pictures()
    assert [is_marked(fetch(address)[1]) for address in addresses(gallery)] == [True, False, False]
    change_watermark(watermark, on_grid=True, by=member)
    run_waiting_pictures()
    assert [is_marked(fetch(address)[1]) for address in addresses(gallery)] == [True, True, True]


def test_original_stays_as_it_came_and_finished_files_bear_no_mark(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    choose_watermark(gallery, watermark=watermark, by=member)
    content = jpeg_bytes(1200, 800)
    photo = arrive(content).picture
    finished = arrive(jpeg_bytes(1200, 800, seed=2), "final.jpg", into="full").picture
    twin = arrive(content, "same.jpg", into="full").picture
    run_waiting_pictures()
    folder = storage().path(rendition_key(gallery, "x", "x", "jpg")).parents[2] / "originals"
    assert (folder / photo.sha256[:2] / photo.sha256).read_bytes() == content
    for one in (finished, twin):
        made = FinishedFile.objects.get(pk=one.pk).renditions
        assert {name: values[0] for name, values in made.items()} == {one.name: one.fingerprint for one in RECIPES}
        key = rendition_key(gallery, one.public_id, VIEW.fingerprint, "jpg")
        assert not is_marked(storage().read(key))


def test_every_address_a_page_names_answers_at_every_moment_and_ends_marked(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    for number in range(3):
        arrive(jpeg_bytes(1200, 800, seed=number), f"{number}.jpg")
    run_waiting_pictures()
    before = addresses(gallery)
    views = [address for address in before if address.endswith(".jpg")]
    assert not any(is_marked(fetch(address)[1]) for address in views)
    choose_watermark(gallery, watermark=watermark, by=member)

    def all_answer() -> None:
        assert {fetch(address)[0] for address in (*before, *addresses(gallery))} == {200}

    all_answer()
    with Decoder() as decoder:
        for done in range(3):
            assert renewal_of(gallery) == Renewal(total=3, waiting=3 - done, stuck=0)
            picture = claim_picture(owner="me/1")
            assert picture
            make_ready(picture, decoder=decoder, folder=folder_of_this_test())
            all_answer()
    assert renewal_of(gallery) == Renewal(total=3, waiting=0, stuck=0)
    assert not set(before) & set(addresses(gallery))
    # Who knows the plain address gets the marked picture, from the moment on that there is one.
    assert all(is_marked(fetch(address)[1]) for address in views)


def folder_of_this_test() -> Path:
    folder = Path(settings.PROVINO_DATA) / "rendering" / "test"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_no_address_ever_shows_an_earlier_state_again(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    arrive(jpeg_bytes(1200, 800))
    run_waiting_pictures()
    seen: list[str] = []
    for wanted in (watermark, None, watermark, None, watermark):
        seen += [address for address in addresses(gallery) if address.endswith(".jpg")]
        choose_watermark(gallery, watermark=wanted, by=member)
        run_waiting_pictures()
    assert len(set(seen)) == len(seen)
    answers = [fetch(address) for address in seen]
    assert [status for status, _body in answers] == [404, 404, 404, 404, 200]
    assert is_marked(answers[-1][1])
    assert len(files_of(Photo.objects.get())) == 6


def test_unmarked_pictures_are_on_no_disk_after_a_deleted_photo_came_back(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    arrive(jpeg_bytes(1200, 800))
    run_waiting_pictures()
    Photo.objects.update(deleted_at=datetime.now(UTC))
    choose_watermark(gallery, watermark=watermark, by=member)
    assert run_waiting_pictures() == 0
    Photo.objects.update(deleted_at=None)
    assert run_waiting_pictures() == 1
    photo = Photo.objects.get()
    assert is_marked(storage().read(rendition_key(gallery, photo.public_id, VIEW.fingerprint, "jpg")))


@pytest.mark.parametrize("is_ready", [False, True])
def test_picture_rendered_while_the_watermark_is_chosen_is_rendered_once_more(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark, tmp_path: Path, is_ready: bool
) -> None:
    arrive(jpeg_bytes(1200, 800))
    if is_ready:
        run_waiting_pictures()
        Photo.objects.update(outdated=True)
    picture = claim_picture(owner="me/1")
    assert picture
    slow = Meddling(lambda: choose_watermark(gallery, watermark=watermark, by=member))
    make_ready(picture, decoder=slow, folder=tmp_path)
    run_waiting_pictures()
    photo = Photo.objects.get()
    assert (photo.state, photo.outdated) == (PictureState.READY, False)
    assert is_marked(fetch(addresses(gallery)[0])[1])
    plain = storage().path(rendition_key(gallery, photo.public_id, VIEW.fingerprint, "jpg"))
    assert not plain.exists() or is_marked(plain.read_bytes())


def test_late_worker_takes_back_what_it_made_by_recipes_of_yesterday(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark, tmp_path: Path
) -> None:
    """Another one has rendered the picture with its new watermark before the slow one comes with the old recipes."""
    arrive(jpeg_bytes(1200, 800))

    def meanwhile() -> None:
        choose_watermark(gallery, watermark=watermark, by=member)
        assert run_waiting_pictures() == 1

    picture = claim_picture(owner="me/1")
    assert picture
    make_ready(picture, decoder=Meddling(meanwhile), folder=tmp_path)
    photo = Photo.objects.get()
    assert files_of(photo) == {f"{recipe.fingerprint}{recipe.suffix}" for recipe in recipes_of(gallery.pk).of(photo.pk)}
    assert is_marked(fetch(addresses(gallery)[0])[1])


def test_same_bytes_share_files_only_between_pictures_of_equal_recipes(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    content = jpeg_bytes(1200, 800)
    arrive(content, "one.jpg")
    run_waiting_pictures()
    choose_watermark(gallery, watermark=watermark, by=member)
    arrive(content, "two.jpg")
    run_waiting_pictures()
    assert all(is_marked(fetch(address)[1]) for address in addresses(gallery) if address.endswith(".jpg"))
    arrive(content, "three.jpg")
    run_waiting_pictures()
    links = [path.stat().st_nlink for path in storage().root.rglob("*.jpg")]
    assert max(links) >= 2


def test_cover_is_clean_large_and_the_only_one(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    for number in range(2):
        arrive(jpeg_bytes(1200, 800, seed=number), f"{number}.jpg")
    run_waiting_pictures()
    one, two = Photo.objects.order_by("id")
    change_watermark(watermark, on_grid=True, by=member)
    choose_watermark(gallery, watermark=watermark, by=member)
    set_cover(one, focal_x=0.5, focal_y=0.5, by=member)
    run_waiting_pictures()
    prefix = media_prefix(gallery, CLIENT)

    def cover(photo: Photo) -> list[str]:
        return [rendition_url(prefix, photo, cover_recipe(photo, name)) for name in ("view", "grid2")]

    one.refresh_from_db()
    clean = cover(one)
    assert [is_marked(fetch(address)[1]) for address in clean] == [False, False]
    others = [clean[0].replace(one.public_id, two.public_id), clean[1].replace(one.public_id, two.public_id)]
    assert [fetch(address)[0] for address in others] == [404, 404]
    gallery.refresh_from_db()
    letter = cover_image(gallery)
    assert letter
    assert not is_marked(storage().read(letter.key))
    # Another cover: the earlier one has no clean picture any more.
    set_cover(two, focal_x=0.5, focal_y=0.5, by=member)
    assert renewal_of(gallery).waiting == 2
    run_waiting_pictures()
    assert [fetch(address)[0] for address in clean] == [404, 404]
    two.refresh_from_db()
    assert [is_marked(fetch(address)[1]) for address in cover(two)] == [False, False]


def test_cover_of_a_gallery_without_a_watermark_is_not_rendered_again(
    arrive: Arrive, gallery: Gallery, member: Member
) -> None:
    arrive(jpeg_bytes(1200, 800))
    run_waiting_pictures()
    set_cover(Photo.objects.get(), focal_x=0.5, focal_y=0.5, by=member)
    assert run_waiting_pictures() == 0


def test_galleries_without_it_are_left_alone(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    arrive(jpeg_bytes(1200, 800))
    run_waiting_pictures()
    change_watermark(watermark, opacity=50, by=member)
    delete_watermark(watermark, by=member)
    assert run_waiting_pictures() == 0
    assert render_outdated() == 0
    assert addresses(gallery)[1].endswith(f"{GRID.fingerprint}.webp")


def test_changed_deleted_and_restored_watermark_is_followed(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    arrive(jpeg_bytes(1200, 800))
    choose_watermark(gallery, watermark=watermark, by=member)
    run_waiting_pictures()
    change_watermark(watermark, name="Another name", by=member)
    assert run_waiting_pictures() == 0
    before = fetch(addresses(gallery)[0])[1]
    change_watermark(watermark, opacity=60, by=member)
    assert run_waiting_pictures() == 1
    assert fetch(addresses(gallery)[0])[1] != before
    delete_watermark(watermark, by=member)
    assert run_waiting_pictures() == 1
    assert not is_marked(fetch(addresses(gallery)[0])[1])
    restore_watermark(Watermark.objects.get(pk=watermark.pk), by=member)
    assert run_waiting_pictures() == 1
    assert is_marked(fetch(addresses(gallery)[0])[1])


def test_nightly_look_finds_nothing_to_do_in_a_marked_gallery_with_a_cover(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    arrive(jpeg_bytes(1200, 800))
    arrive(jpeg_bytes(600, 400, seed=3), "final.jpg", into="full")
    choose_watermark(gallery, watermark=watermark, by=member)
    run_waiting_pictures()
    set_cover(Photo.objects.get(), focal_x=0.5, focal_y=0.5, by=member)
    run_waiting_pictures()
    assert render_outdated() == 0
    # Whatever went wrong is found by its fingerprint.
    Photo.objects.update(renditions={"view": [replace(VIEW, series=9).fingerprint, 1, 1, 1]})
    assert render_outdated() == 1


def test_photo_that_cannot_be_rendered_again_is_told_apart(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    photo = arrive(jpeg_bytes(1200, 800)).picture
    run_waiting_pictures()
    folder = storage().path(rendition_key(gallery, "x", "x", "jpg")).parents[2] / "originals"
    (folder / photo.sha256[:2] / photo.sha256).unlink()
    choose_watermark(gallery, watermark=watermark, by=member)
    run_waiting_pictures()
    assert renewal_of(gallery) == Renewal(total=1, waiting=0, stuck=1)
    assert fetch(addresses(gallery)[0])[0] == 200


def test_list_of_photos_is_built_anew_when_the_last_one_is_ready(
    arrive: Arrive, gallery: Gallery, member: Member, watermark: Watermark
) -> None:
    for number in range(2):
        arrive(jpeg_bytes(600, 400, seed=number), f"{number}.jpg")
    run_waiting_pictures()
    choose_watermark(gallery, watermark=watermark, by=member)
    versions = []
    with Decoder() as decoder:
        for _time in range(2):
            picture = claim_picture(owner="me/1")
            assert picture
            make_ready(picture, decoder=decoder, folder=folder_of_this_test())
            versions.append(Gallery.objects.get(pk=gallery.pk).content_version)
    assert versions[1] == versions[0] + 1
