"""The photos tab, actions on many photos, the page of one photo."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from provino.galleries.models import Gallery, Photo, PhotoOrder, PictureState
from provino.studios.models import Member
from tests.factories import make_gallery, make_photo, make_section


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio)


def board(client: Client, gallery: Gallery) -> dict[str, Any]:
    response = client.get(f"/galleries/{gallery.public_id}/")
    assert response.status_code == 200
    return dict(response.context["board"])


def act(client: Client, gallery: Gallery, **body: Any) -> Any:
    return client.post(f"/galleries/{gallery.public_id}/photos", json.dumps(body), content_type="application/json")


def test_empty_gallery_asks_for_photos(signed_in: Client, gallery: Gallery) -> None:
    text = signed_in.get(f"/galleries/{gallery.public_id}/").content.decode()
    assert f"/galleries/{gallery.public_id}/upload" in text
    assert "photo-board" not in text


def test_board_carries_every_photo_with_what_there_is_to_say(signed_in: Client, gallery: Gallery) -> None:
    section = make_section(gallery=gallery, name="Ceremony")
    first = make_photo(gallery=gallery, original_name="IMG_1.JPG", name_sort="1", section=section)
    Gallery.objects.filter(pk=gallery.pk).update(cover_photo=first)
    twin = make_photo(gallery=gallery, original_name="kopia.JPG", name_sort="2", section=section, same_picture_as=first)
    failed = make_photo(
        gallery=gallery, section=section, name_sort="3", state=PictureState.FAILED, reason="damaged", renditions={}
    )
    data = board(signed_in, gallery)
    assert [row["id"] for row in data["photos"]] == [photo.public_id for photo in (first, twin, failed)]
    assert {row["section"] for row in data["photos"]} == {section.public_id}
    assert data["cover"] == first.public_id
    assert data["fingerprints"]["view"] == "f" * 10
    assert data["media"].startswith("/media/")
    assert [row["duplicate_of"] for row in data["photos"]] == [None, "IMG_1.JPG", None]
    assert [row["rank"] for row in data["photos"]] == [1, 2, 3]
    assert "damaged" in data["photos"][2]["reason"]


def test_same_name_in_two_folders_is_told_apart_by_the_folder(signed_in: Client, gallery: Gallery) -> None:
    first = make_photo(gallery=gallery, original_name="a.jpg", relative_path="one/a.jpg")
    make_photo(gallery=gallery, original_name="a.jpg", relative_path="two/a.jpg", same_picture_as=first)
    assert [row["duplicate_of"] for row in board(signed_in, gallery)["photos"]] == [None, "one/a.jpg"]


def test_failed_photos_are_listed_with_their_reason(signed_in: Client, gallery: Gallery) -> None:
    make_photo(gallery=gallery, original_name="broken <b>.jpg", state=PictureState.FAILED, reason="damaged")
    text = signed_in.get(f"/galleries/{gallery.public_id}/").content.decode()
    assert "1 file needs attention" in text
    assert "The file is damaged or incomplete." in text
    assert "<b>.jpg" not in text


def test_plain_grid_has_links_and_pages(signed_in: Client, gallery: Gallery) -> None:
    first = make_photo(gallery=gallery)
    for _number in range(120):
        make_photo(gallery=gallery)
    text = signed_in.get(f"/galleries/{gallery.public_id}/").content.decode()
    assert text.count('<li class="min-w-0"><a') == 120
    assert f"/photos/{first.public_id}" in text
    assert "page=2" in text


def test_tab_costs_the_same_for_one_and_many(signed_in: Client, gallery: Gallery) -> None:
    def fill() -> None:
        photo = make_photo(gallery=gallery, section=make_section(gallery=gallery))
        make_photo(gallery=gallery, same_picture_as=photo)
        make_photo(gallery=gallery, state=PictureState.FAILED, reason="damaged")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            board(signed_in, gallery)
        return len(queries)

    fill()
    count()
    one = count()
    fill()
    fill()
    assert count() == one


def test_actions_change_photos_and_their_inverse_takes_it_back(signed_in: Client, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    for action, column, value in [
        ("hide", "hidden", True),
        ("show", "hidden", False),
    ]:
        answer = act(signed_in, gallery, action=action, photos=[photo.public_id])
        assert answer.json() == {"changed": 1}
        photo.refresh_from_db()
        assert getattr(photo, column) is value
    act(signed_in, gallery, action="delete", photos=[photo.public_id])
    assert board_or_empty(signed_in, gallery) == []
    act(signed_in, gallery, action="restore", photos=[photo.public_id])
    assert board_or_empty(signed_in, gallery) == [photo.public_id]


def board_or_empty(client: Client, gallery: Gallery) -> list[str]:
    return [row["id"] for row in board(client, gallery)["photos"]]


def test_move_reorder_cover_and_retry(signed_in: Client, gallery: Gallery) -> None:
    section = make_section(gallery=gallery)
    a, b, c = (make_photo(gallery=gallery, name_sort=name) for name in "abc")
    act(signed_in, gallery, action="move", photos=[c.public_id], section=section.public_id)
    act(signed_in, gallery, action="reorder", photos=[b.public_id], beside=a.public_id, after=False)
    assert board_or_empty(signed_in, gallery) == [b.public_id, a.public_id, c.public_id]
    gallery.refresh_from_db()
    assert gallery.photo_order == PhotoOrder.MANUAL
    act(signed_in, gallery, action="cover", photos=[a.public_id], x=0.2, y=0.7)
    gallery.refresh_from_db()
    assert (gallery.cover_photo, gallery.cover_focal_x, gallery.cover_focal_y) == (a, 0.2, 0.7)
    act(signed_in, gallery, action="move", photos=[c.public_id], section=None)
    c.refresh_from_db()
    assert c.section is None
    Photo.objects.filter(pk=c.pk).update(state=PictureState.FAILED)
    act(signed_in, gallery, action="retry", photos=[c.public_id])
    c.refresh_from_db()
    assert c.state == PictureState.PENDING


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"action": "hide"},
        {"action": "hide", "photos": []},
        {"action": "hide", "photos": "all"},
        {"action": "burn", "photos": ["a"]},
        {"action": "hide", "photos": ["../a"]},
        {"action": "hide", "photos": ["a\x00"]},
        {"action": "hide", "photos": ["a"], "studio": "x"},
        {"action": "cover", "photos": ["a"], "x": 2},
    ],
)
def test_nonsense_is_a_bad_request(signed_in: Client, gallery: Gallery, body: dict[str, Any]) -> None:
    answer = act(signed_in, gallery, **body)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_body_that_is_no_json_is_a_bad_request(signed_in: Client, gallery: Gallery) -> None:
    answer = signed_in.post(f"/galleries/{gallery.public_id}/photos", b"\xff{", content_type="application/json")
    assert answer.status_code == 400


def test_refusals_have_words(signed_in: Client, gallery: Gallery) -> None:
    pending = make_photo(gallery=gallery, state=PictureState.PENDING)
    answer = act(signed_in, gallery, action="cover", photos=[pending.public_id])
    assert (answer.status_code, answer.json()["code"]) == (409, "photo-not-ready")


def test_photos_and_sections_of_others_stay_untouched(signed_in: Client, gallery: Gallery) -> None:
    stranger, mine = make_photo(), make_photo(gallery=gallery)
    theirs = make_section(gallery=stranger.gallery)
    assert act(signed_in, gallery, action="delete", photos=[stranger.public_id]).json() == {"changed": 0}
    stranger.refresh_from_db()
    assert stranger.deleted_at is None
    for body in (
        {"action": "move", "photos": [mine.public_id], "section": theirs.public_id},
        {"action": "reorder", "photos": [mine.public_id], "beside": stranger.public_id},
        {"action": "cover", "photos": [stranger.public_id]},
    ):
        assert act(signed_in, gallery, **body).status_code == 404


def test_actions_need_the_csrf_token(member: Member, gallery: Gallery) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)
    assert act(client, gallery, action="hide", photos=["a"]).status_code == 403


def test_photo_page_shows_what_the_camera_wrote(signed_in: Client, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery, original_name="IMG_1.JPG", relative_path="Card 1/IMG_1.JPG", camera="SONY")
    twin = make_photo(gallery=gallery, same_picture_as=photo)
    text = signed_in.get(f"/galleries/{gallery.public_id}/photos/{photo.public_id}").content.decode()
    assert "Card 1/IMG_1.JPG" in text
    assert "SONY" in text
    text = signed_in.get(f"/galleries/{gallery.public_id}/photos/{twin.public_id}").content.decode()
    assert "Same picture as" in text


def test_photo_page_acts_by_plain_forms(signed_in: Client, gallery: Gallery) -> None:
    photo = make_photo(gallery=gallery)
    address = f"/galleries/{gallery.public_id}/photos/{photo.public_id}"
    signed_in.post(f"{address}/act", {"action": "hide"})
    photo.refresh_from_db()
    assert photo.hidden
    signed_in.post(f"{address}/act", {"action": "show"})
    signed_in.post(
        f"/galleries/{gallery.public_id}/settings/cover", {"photo": photo.public_id, "focal_x": 30, "focal_y": 60}
    )
    gallery.refresh_from_db()
    assert (gallery.cover_photo, gallery.cover_focal_x) == (photo, 0.3)
    assert "focal-point" in signed_in.get(address).content.decode()
    signed_in.post(f"{address}/act", {"action": "delete"})
    assert signed_in.get(address).status_code == 404


def test_order_can_be_chosen(signed_in: Client, gallery: Gallery) -> None:
    signed_in.post(f"/galleries/{gallery.public_id}/order", {"photo_order": "name"})
    gallery.refresh_from_db()
    assert gallery.photo_order == PhotoOrder.NAME
    signed_in.post(f"/galleries/{gallery.public_id}/order", {"photo_order": "random"})
    gallery.refresh_from_db()
    assert gallery.photo_order == PhotoOrder.NAME


def test_order_chosen_by_script_opens_the_page_anew(signed_in: Client, gallery: Gallery) -> None:
    answer = signed_in.post(
        f"/galleries/{gallery.public_id}/order", {"photo_order": "name"}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer["HX-Refresh"], answer.content) == (204, "true", b"")


def test_everything_failed_can_be_retried(signed_in: Client, gallery: Gallery) -> None:
    for _number in range(2):
        make_photo(gallery=gallery, state=PictureState.FAILED, reason="timed-out")
    signed_in.post(f"/galleries/{gallery.public_id}/retry")
    assert set(Photo.objects.values_list("state", "reason")) == {("pending", "")}


def test_upload_page_names_the_endpoint_and_shows_what_is_ready(signed_in: Client, gallery: Gallery) -> None:
    make_photo(gallery=gallery, state=PictureState.PENDING)
    ready = make_photo(gallery=gallery)
    text = signed_in.get(f"/galleries/{gallery.public_id}/upload").content.decode()
    assert f'data-gallery="{gallery.public_id}"' in text
    assert "<noscript>" in text
    assert ready.public_id in text
