from django.test import Client
from django.utils import timezone

from provino.galleries.models import Gallery, Photo, PictureState
from provino.handover.models import Handover
from tests.api.json_client import GALLERIES, Api
from tests.factories import make_finished_file, make_gallery, make_photo, make_section


def test_photo_is_told_with_the_issues_names(api: Api, gallery: Gallery) -> None:
    section = make_section(gallery=gallery)
    twin = make_photo(gallery=gallery, section=section)
    photo = make_photo(
        gallery=gallery,
        section=section,
        original_name="Zażółć.JPG",
        relative_path="Party/Zażółć.JPG",
        same_picture_as=twin,
    )
    found = api.get(f"{GALLERIES}/{gallery.public_id}/photos/{photo.public_id}")
    assert (found["id"], found["filename"]) == (photo.public_id, "Zażółć.JPG")
    assert (found["relative_path"], found["section"]) == ("Party/Zażółć.JPG", section.name)
    assert (found["state"], found["reason"], found["message"]) == ("ready", None, None)
    assert (found["sha256"], found["size"], found["hidden"]) == (photo.sha256, photo.size, False)
    assert found["same_picture_as"] == twin.public_id
    assert found["urls"]["grid"].startswith("/media/")


def test_failed_photo_says_why_in_words_of_the_readers_language(api: Api, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery, state=PictureState.FAILED, reason="not-a-picture", renditions={})
    path = f"{GALLERIES}/{gallery.public_id}/photos/{photo.public_id}"
    found = api.get(path)
    assert (found["state"], found["reason"], found["urls"]) == ("failed", "not-a-picture", None)
    assert len(found["message"]) > 10
    told = Client().get(path, headers={**api.headers, "Accept-Language": "pl"}).json()
    assert told["reason"] == "not-a-picture"


def test_list_narrows_by_state(api: Api, gallery: Gallery) -> None:
    photos = {state: make_photo(gallery=gallery, state=state) for state in PictureState.values}
    make_photo(gallery=gallery, deleted_at=timezone.now())
    path = f"{GALLERIES}/{gallery.public_id}/photos"
    assert [item["id"] for item in api.get(path)["items"]] == [photo.public_id for photo in photos.values()]
    for state, photo in photos.items():
        assert [item["id"] for item in api.get(f"{path}?state={state}")["items"]] == [photo.public_id]
    assert api.refused("GET", f"{path}?state=lost") == (422, "invalid")


def test_photo_is_hidden_and_shown(api: Api, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    path = f"{GALLERIES}/{gallery.public_id}/photos/{photo.public_id}"
    assert api.ask("PATCH", path, {"hidden": True})[1]["hidden"] is True
    assert api.ask("PATCH", path, {})[1]["hidden"] is True
    assert api.ask("PATCH", path, {"hidden": False})[1]["hidden"] is False
    assert api.refused("PATCH", path, {"hidden": None}) == (422, "invalid")


def test_photo_moves_into_a_section_of_its_gallery_and_out(api: Api, gallery: Gallery) -> None:
    photo, section = make_photo(gallery=gallery), make_section(gallery=gallery, name="Party")
    elsewhere = make_section(gallery=make_gallery(studio=gallery.studio))
    path = f"{GALLERIES}/{gallery.public_id}/photos/{photo.public_id}"
    assert api.ask("PATCH", path, {"section": section.public_id})[1]["section"] == "Party"
    assert api.ask("PATCH", path, {"hidden": False})[1]["section"] == "Party"
    for unknown in (elsewhere.public_id, "unknown", "-"):
        assert api.refused("PATCH", path, {"section": unknown}) == (400, "section-unknown")
    for malformed in ("a\x00", "\ud800", "x" * 23, 5):
        assert api.refused("PATCH", path, {"section": malformed}) == (422, "invalid")
    assert api.ask("PATCH", path, {"section": None})[1]["section"] is None


def test_deleted_photo_is_gone_from_the_api(api: Api, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    path = f"{GALLERIES}/{gallery.public_id}/photos/{photo.public_id}"
    assert api.ask("DELETE", path) == (204, None)
    assert api.refused("DELETE", path) == (404, "not-found")
    assert api.refused("GET", path) == (404, "not-found")
    assert Photo.objects.get().deleted_at is not None  # the dashboard can bring it back


def test_finished_files_are_listed_by_folder_and_state(api: Api, gallery: Gallery) -> None:
    handover = Handover.objects.create(gallery=gallery, round=1)
    full = make_finished_file(gallery=gallery, handover=handover)
    web = make_finished_file(gallery=gallery, folder="web")
    bad = make_finished_file(gallery=gallery, folder="web", state=PictureState.FAILED, reason="not-a-picture")
    path = f"{GALLERIES}/{gallery.public_id}/finished-files"
    every = api.get(path)["items"]
    assert [(item["id"], item["filename"], item["handed_over"]) for item in every] == [
        (full.public_id, full.original_name, True),
        (web.public_id, web.original_name, False),
        (bad.public_id, bad.original_name, False),
    ]
    assert [item["id"] for item in api.get(f"{path}?folder=web&state=failed")["items"]] == [bad.public_id]
    assert every[0]["relative_path"] == full.relative_path  # what the command line recognises a file by
    assert every[2]["reason"] == "not-a-picture"
    assert api.refused("GET", f"{path}?folder=photos") == (422, "invalid")
