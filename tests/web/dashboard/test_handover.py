"""The Hand-over tab: what it says, who may, and that the client sees nothing before."""

import pytest
from django.test import Client

from provino.handover.models import FinishedFile, Handover
from provino.mail.models import Message
from provino.proofing.favourites import add_favourite
from provino.studios.models import Member, Role
from tests.factories import (
    make_contact,
    make_finished_file,
    make_gallery,
    make_invitation,
    make_member,
    make_photo,
    make_visitor,
)

pytestmark = pytest.mark.django_db


def _chosen_gallery(member: Member) -> tuple[str, str]:
    contact = make_contact(studio=member.studio, name="Anna", email="anna@example.com")
    gallery = make_gallery(studio=member.studio, client=contact)
    visitor = make_visitor(gallery=gallery, email="anna@example.com")
    for name in ("IMG_0123.JPG", "IMG_0124.CR3"):
        add_favourite(visitor, photo=make_photo(gallery=gallery, original_name=name))
    file = make_finished_file(gallery=gallery, original_name="img_0123-Edit.jpg")
    return gallery.public_id, file.public_id


def test_page_sets_the_files_against_the_choice(signed_in: Client, member: Member) -> None:
    gallery, _file = _chosen_gallery(member)
    page = signed_in.get(f"/galleries/{gallery}/handover").content.decode()
    assert "1 of 2 chosen photos are here" in page
    assert "IMG_0124" in page
    assert "The client sees nothing yet" in page


def test_publishing_tells_the_client_once_and_shows_the_files(signed_in: Client, member: Member) -> None:
    gallery, _file = _chosen_gallery(member)
    answer = signed_in.post(f"/galleries/{gallery}/handover/publish", {"text": ""})
    assert answer.status_code == 302
    assert Handover.objects.get().round == 1
    assert FinishedFile.objects.get().handover_id is not None
    assert Message.objects.get().to == "anna@example.com"
    assert "The client sees 1 file" in signed_in.get(f"/galleries/{gallery}/handover").content.decode()

    again = signed_in.post(f"/galleries/{gallery}/handover/publish", {"text": ""})
    assert again.status_code == 422
    assert "There is nothing new to hand over" in again.content.decode()
    assert Message.objects.count() == 1


def test_file_taken_out_can_be_put_back(signed_in: Client, member: Member) -> None:
    gallery, file = _chosen_gallery(member)
    answer = signed_in.post(f"/galleries/{gallery}/handover/files/{file}", follow=True)
    assert "Undo" in answer.content.decode()
    assert FinishedFile.objects.get().deleted_at is not None
    signed_in.post(f"/galleries/{gallery}/handover/files/{file}", {"action": "restore"})
    assert FinishedFile.objects.get().deleted_at is None


def test_both_upload_pages_open_and_a_third_folder_does_not(signed_in: Client, member: Member) -> None:
    gallery, _file = _chosen_gallery(member)
    for folder, status in (("full", 200), ("web", 200), ("photos", 404)):
        assert signed_in.get(f"/galleries/{gallery}/handover/add/{folder}").status_code == status


def test_staff_may_and_others_may_not(member: Member) -> None:
    gallery, file = _chosen_gallery(member)
    addresses = [f"/galleries/{gallery}/handover", f"/galleries/{gallery}/handover/add/full"]
    for other, status in (
        (make_member(studio=member.studio, role=Role.STAFF), 200),
        (make_member(), 404),
    ):
        browser = Client()
        browser.force_login(other.user)
        for address in addresses:
            assert browser.get(address).status_code == status
        if status == 404:
            assert browser.post(f"/galleries/{gallery}/handover/publish").status_code == 404
            assert browser.post(f"/galleries/{gallery}/handover/files/{file}").status_code == 404
    for address in addresses:
        assert Client().get(address).status_code == 302
    signed = Client()
    signed.force_login(member.user)
    assert signed.get("/galleries/%00/handover").status_code == 404
    assert signed.post(f"/galleries/{gallery}/handover/files/%27").status_code == 404


def test_page_costs_the_same_for_one_and_for_many(
    signed_in: Client, member: Member, django_assert_max_num_queries: object
) -> None:
    gallery, _file = _chosen_gallery(member)
    signed_in.get(f"/galleries/{gallery}/handover")  # the client's link is made at the first look
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(40) as queries:  # type: ignore[operator]
            signed_in.get(f"/galleries/{gallery}/handover")
        counts.append(len(queries))
        row = FinishedFile.objects.first()
        assert row is not None
        for number in range(3):
            make_finished_file(gallery=row.gallery, original_name=f"more{number}.jpg")
            make_invitation(gallery=row.gallery, contact=make_contact(studio=member.studio))
    assert counts[0] == counts[1]
