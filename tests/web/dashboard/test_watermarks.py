"""The pages of watermarks: the studio's, and the one of a gallery."""

import re
import zlib
from typing import Any

import pytest
import pyvips
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.galleries.files import original_key, storage
from provino.galleries.models import Gallery, Photo, Watermark
from provino.galleries.renditions import recipes_of
from provino.studios.models import Member
from tests.factories import make_gallery, make_photo, make_watermark
from tests.photos import jpeg_bytes
from tests.web.dashboard.people import other_studio_browser, staff_browser

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"
VALUES = {
    "name": "Proof",
    "kind": "text",
    "text": "© Studio",
    "placement": "tiled",
    "opacity": "40",
    "size": "25",
}


def png(width: int = 300, height: int = 100, *, name: str = "mark.png") -> SimpleUploadedFile:
    image = pyvips.Image.black(width, height).bandjoin([200, 30, 128]).copy(interpretation="srgb").cast("uchar")
    return SimpleUploadedFile(name, bytes(image.pngsave_buffer()), "image/png")


def photo_with_original(gallery: Gallery, **fields: Any) -> Photo:
    photo = make_photo(gallery=gallery, **fields)
    storage().write(original_key(gallery, photo.sha256), jpeg_bytes(900, 600))
    return photo


def test_watermark_is_made_listed_and_changed(member: Member, signed_in: Client) -> None:
    assert (
        signed_in.post("/settings/watermarks/new", {**VALUES, "on_grid": "on"})["Location"] == "/settings/watermarks/"
    )
    made = Watermark.objects.get()
    assert (made.text, made.placement, made.opacity, made.size, made.on_grid) == ("© Studio", "tiled", 40, 25, True)
    assert "© Studio" in signed_in.get("/settings/watermarks/").content.decode()
    address = f"/settings/watermarks/{made.public_id}/"
    assert signed_in.get(address).status_code == 200
    signed_in.post(address, {**VALUES, "opacity": "70"})
    made.refresh_from_db()
    assert (made.opacity, made.on_grid) == (70, False)


def test_png_is_decoded_and_kept_small(member: Member, signed_in: Client) -> None:
    signed_in.post("/settings/watermarks/new", {**VALUES, "kind": "image", "picture": png(3000, 900)})
    made = Watermark.objects.get()
    kept = pyvips.Image.new_from_file(str(storage().path(made.image_key)))
    assert (kept.width, kept.height, kept.hasalpha()) == (1200, 360, True)
    # Saved again without a file it keeps its picture.
    signed_in.post(f"/settings/watermarks/{made.public_id}/", {**VALUES, "kind": "image", "size": "50"})
    assert (Watermark.objects.get().image_key, Watermark.objects.get().size) == (made.image_key, 50)


def bomb() -> bytes:
    """A PNG whose header promises more pixels than anybody has memory for."""
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0"
    return PNG + (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big") + b"\0\0\0\0IEND\xaeB`\x82"


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"<svg onload=alert(1)>",
        PNG,
        PNG + b"\0" * 500,
        jpeg_bytes(60, 40),
        bomb(),
        png().read()[:200] if png().size else b"",
    ],
    ids=["letter", "svg", "signature", "zeros", "jpeg", "bomb", "cut short"],
)
def test_what_is_no_png_is_refused_with_words(signed_in: Client, content: bytes) -> None:
    upload = SimpleUploadedFile("mark.png", content, "image/png")
    answer = signed_in.post("/settings/watermarks/new", {**VALUES, "kind": "image", "picture": upload})
    assert answer.status_code == 422
    assert "not a PNG we can read" in answer.content.decode()
    assert not Watermark.objects.exists()


def test_png_over_two_megabytes_is_refused_with_words(signed_in: Client) -> None:
    upload = SimpleUploadedFile("mark.png", PNG + b"\0" * 2_000_001, "image/png")
    answer = signed_in.post("/settings/watermarks/new", {**VALUES, "kind": "image", "picture": upload})
    assert answer.status_code == 422
    assert "larger than 2 MB" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", ""), ("text", ""), ("text", "Ж"), ("text", "x" * 101), ("kind", "svg"), ("placement", "moon")),
        *(("opacity", "4"), ("opacity", "101"), ("size", "many")),
    ],
)
def test_bad_values_change_nothing_and_are_said_at_their_field(signed_in: Client, field: str, value: str) -> None:
    answer = signed_in.post("/settings/watermarks/new", {**VALUES, field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Watermark.objects.exists()


def test_words_with_markup_stay_words(signed_in: Client) -> None:
    signed_in.post("/settings/watermarks/new", {**VALUES, "text": "<script>alert(1)</script>", "name": "<b>x</b>"})
    for address in ("/settings/watermarks/", f"/settings/watermarks/{Watermark.objects.get().public_id}/"):
        page = signed_in.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


def test_deleting_offers_to_undo(member: Member, signed_in: Client) -> None:
    mark = make_watermark(studio=member.studio, name="Proof")
    gallery = make_gallery(studio=member.studio, watermark=mark, watermark_series=1)
    answer = signed_in.post(f"/settings/watermarks/{mark.public_id}/delete", follow=True)
    assert "“Proof” is deleted" in answer.content.decode()
    assert signed_in.get(f"/settings/watermarks/{mark.public_id}/").status_code == 404
    answer = signed_in.post(f"/settings/watermarks/{mark.public_id}/restore", follow=True)
    assert "“Proof” is back" in answer.content.decode()
    gallery.refresh_from_db()
    assert (gallery.watermark, gallery.watermark_series) == (mark, 3)


def test_preview_shows_a_photo_with_what_is_not_saved_yet(member: Member, signed_in: Client) -> None:
    photo_with_original(make_gallery(studio=member.studio))
    seen = set()
    for change in ({"opacity": "10"}, {"opacity": "90"}, {"kind": "image", "picture": png()}):
        page = signed_in.post("/settings/watermarks/new/preview", {**VALUES, **change}).content.decode()
        found = re.search(r"data:image/jpeg;base64,([\w+/=]+)", page)
        assert found
        assert "<html" not in page
        seen.add(found[1])
    assert len(seen) == 3
    assert not Watermark.objects.exists()


def test_preview_says_what_is_missing(member: Member, signed_in: Client) -> None:
    address = "/settings/watermarks/new/preview"
    assert "Upload a photo first" in signed_in.post(address, VALUES).content.decode()
    gallery = make_gallery(studio=member.studio)
    make_photo(gallery=gallery)
    assert "could not be made" in signed_in.post(address, VALUES).content.decode()
    assert "Write the words" in signed_in.post(address, {**VALUES, "text": ""}).content.decode()
    broken = SimpleUploadedFile("a.png", PNG + b"no", "image/png")
    assert "not a PNG" in signed_in.post(address, {**VALUES, "kind": "image", "picture": broken}).content.decode()
    assert signed_in.post(address, {"kind": "\0"}).status_code == 200


def test_preview_never_shows_another_studios_photo(signed_in: Client) -> None:
    photo_with_original(make_gallery())
    assert "Upload a photo first" in signed_in.post("/settings/watermarks/new/preview", VALUES).content.decode()


def test_pages_are_for_owners_of_the_studio(member: Member, client: Client) -> None:
    mark = make_watermark(studio=member.studio)
    base = "/settings/watermarks/"
    one = f"{base}{mark.public_id}/"
    for who, status in ((staff_browser(member), 403), (other_studio_browser(), 404)):
        for address in (one, f"{base}mal-formed/", f"{base}{'x' * 30}/"):
            assert who.get(address).status_code == status
        for action in ("preview", "delete", "restore"):
            assert who.post(one + action, VALUES).status_code == status
        assert who.post(one, VALUES).status_code == status
    assert staff_browser(member).get(base).status_code == 403
    assert mark.name not in other_studio_browser().get(base).content.decode()
    assert client.get(base)["Location"].startswith("/account/login/")
    assert Watermark.objects.get().deleted_at is None


def test_list_costs_the_same_for_many(
    member: Member, signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_watermark(studio=member.studio)
    signed_in.get("/settings/watermarks/")
    with django_assert_num_queries(5) as counted:
        signed_in.get("/settings/watermarks/")
    for _one in range(2):
        make_gallery(studio=member.studio, watermark=make_watermark(studio=member.studio))
    with django_assert_num_queries(len(counted)):
        signed_in.get("/settings/watermarks/")


# ── The watermark of a gallery ───────────────────────────────────────────────────────────────────────────────────────
def test_staff_choose_the_watermark_of_a_gallery(member: Member) -> None:
    browser, gallery, mark = (
        staff_browser(member),
        make_gallery(studio=member.studio),
        make_watermark(studio=member.studio),
    )
    address = f"/galleries/{gallery.public_id}/settings/watermark"
    assert browser.post(address, {"watermark": mark.public_id}).status_code == 302
    gallery.refresh_from_db()
    assert gallery.watermark == mark
    assert f'value="{mark.public_id}" selected' in browser.get(address).content.decode()
    browser.post(address, {"watermark": ""})
    gallery.refresh_from_db()
    assert gallery.watermark is None


def test_gallery_refuses_a_watermark_of_another_studio(member: Member, signed_in: Client) -> None:
    gallery = make_gallery(studio=member.studio)
    address = f"/galleries/{gallery.public_id}/settings/watermark"
    for wrong in (make_watermark().public_id, "nothing", "\0"):
        answer = signed_in.post(address, {"watermark": wrong})
        assert answer.status_code == 422
    gallery.refresh_from_db()
    assert (gallery.watermark, gallery.watermark_series) == (None, 0)


def test_strangers_find_no_watermark_of_a_gallery(member: Member, client: Client) -> None:
    gallery = make_gallery(studio=member.studio)
    address = f"/galleries/{gallery.public_id}/settings/watermark"
    assert other_studio_browser().get(address).status_code == 404
    assert other_studio_browser().post(address, {"watermark": ""}).status_code == 404
    assert client.get(address).status_code == 302


def test_progress_is_told_until_all_photos_are_done(member: Member, signed_in: Client) -> None:
    mark = make_watermark(studio=member.studio)
    gallery = make_gallery(studio=member.studio)
    photos = [make_photo(gallery=gallery) for _one in range(3)]
    address = f"/galleries/{gallery.public_id}/settings/watermark"
    signed_in.post(address, {"watermark": mark.public_id})
    page = signed_in.get(address).content.decode()
    assert "0 of 3 photos with the new watermark" in page
    assert "every 2s" in page
    gallery.refresh_from_db()
    view = recipes_of(gallery.pk).of(0)[0].fingerprint
    Photo.objects.filter(pk=photos[0].pk).update(outdated=False, renditions={"view": [view, 1, 1, 1]})
    assert "1 of 3 photos with the new watermark" in signed_in.get(address).content.decode()
    Photo.objects.update(outdated=False)
    page = signed_in.get(address).content.decode()
    assert "2 photos could not be rendered again" in page
    assert "every 2s" not in page
