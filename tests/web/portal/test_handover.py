"""The client's hand-over page and its downloads: nothing before, only for the client, recorded."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from provino.downloads.models import Download
from provino.galleries.models import Gallery, InvitationRole
from provino.handover.models import FinishedFile, Handover
from tests.factories import make_contact, make_finished_file, make_gallery, make_invitation, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def gallery() -> Gallery:
    return make_gallery(client=None)


def _published(gallery: Gallery, **fields: object) -> FinishedFile:
    handover, _made = Handover.objects.get_or_create(gallery=gallery, round=1)
    return make_finished_file(gallery=gallery, handover=handover, **fields)


def _client_of(gallery: Gallery, *, role: str = InvitationRole.CLIENT) -> Client:
    invitation = make_invitation(gallery=gallery, role=role, contact=make_contact(studio=gallery.studio))
    browser = Client()
    browser.get(f"/g/{gallery.public_id}/i/{invitation.secret}")
    return browser


def test_link_of_the_mail_leads_to_the_page(gallery: Gallery) -> None:
    invitation = make_invitation(gallery=gallery, contact=make_contact(studio=gallery.studio))
    answer = Client().get(f"/g/{gallery.public_id}/i/{invitation.secret}?to=handover")
    assert answer["Location"] == f"/g/{gallery.public_id}/handover"


def test_nothing_is_seen_before_it_is_handed_over(gallery: Gallery) -> None:
    file = make_finished_file(gallery=gallery, original_name="secret.jpg")
    browser = _client_of(gallery)
    page = browser.get(f"/g/{gallery.public_id}/handover")
    assert page.status_code == 200
    assert "secret.jpg" not in page.content.decode()
    assert browser.get(f"/g/{gallery.public_id}/handover/files/{file.public_id}").status_code == 404
    assert browser.get(f"/g/{gallery.public_id}/handover/zip").status_code == 404


def test_client_takes_a_file_and_a_zip_and_both_are_recorded(gallery: Gallery) -> None:
    file = _published(gallery, original_name="Zażółć „1”.jpg")
    _published(gallery, folder="web", original_name="a.jpg")
    browser = _client_of(gallery)
    assert "Zażółć „1”.jpg" in browser.get(f"/g/{gallery.public_id}/handover").content.decode()
    single = browser.get(f"/g/{gallery.public_id}/handover/files/{file.public_id}")
    assert urlsplit(single["Location"]).path.startswith("/files/")
    bulk = browser.get(f"/g/{gallery.public_id}/handover/zip")
    assert urlsplit(bulk["Location"]).path.startswith("/zip/")
    rows = list(Download.objects.order_by("pk").values_list("kind", "files", "visitor__proven_at"))
    assert [(kind, files) for kind, files, _proven in rows] == [("single", 1), ("bulk", 2)]
    assert all(proven for _kind, _files, proven in rows)


def test_clicking_twice_goes_on_with_the_same_download(gallery: Gallery) -> None:
    _published(gallery)
    browser = _client_of(gallery)
    for _click in range(2):
        browser.get(f"/g/{gallery.public_id}/handover/zip?folder=full")
    assert Download.objects.count() == 1


def test_guest_and_stranger_get_nothing(gallery: Gallery) -> None:
    file = _published(gallery)
    for browser in (Client(), _client_of(gallery, role=InvitationRole.GUEST)):
        for address in ("handover", "handover/zip", f"handover/files/{file.public_id}"):
            assert browser.get(f"/g/{gallery.public_id}/{address}").status_code == 404


def test_file_of_another_gallery_and_malformed_ids_are_not_found(gallery: Gallery) -> None:
    _published(gallery)
    other = _published(make_gallery(studio=gallery.studio))
    browser = _client_of(gallery)
    for address in (f"handover/files/{other.public_id}", "handover/files/%00", "handover/zip?folder=x"):
        assert browser.get(f"/g/{gallery.public_id}/{address}").status_code == 404


def test_member_previews_without_being_recorded(gallery: Gallery) -> None:
    file = _published(gallery)
    browser = Client()
    browser.force_login(make_member(studio=gallery.studio).user)
    assert browser.get(f"/g/{gallery.public_id}/handover/files/{file.public_id}").status_code == 302
    assert Download.objects.count() == 0


def test_file_taken_back_is_gone(gallery: Gallery) -> None:
    file = _published(gallery)
    browser = _client_of(gallery)
    FinishedFile.objects.update(deleted_at="2026-11-23T10:00:00Z")
    assert browser.get(f"/g/{gallery.public_id}/handover/files/{file.public_id}").status_code == 404
