"""What stands around "not there" and "not yours": the dashboard for its members, nothing for everybody else."""

import pytest
from django.test import Client
from tests.factories import make_gallery, make_user
from tests.web.dashboard.people import staff_browser

from provino.lib.public_ids import new_public_id
from provino.studios.models import Member, Studio

pytestmark = pytest.mark.django_db
NAVIGATION = 'aria-label="Main"'


@pytest.mark.parametrize("address", ["/galleries/nothing/", "/nothing/here", "/galleries/%00/", "/account/nothing/"])
def test_member_who_finds_nothing_keeps_the_navigation(signed_in: Client, member: Member, address: str) -> None:
    answer = signed_in.get(address)
    assert answer.status_code == 404
    assert NAVIGATION in answer.text
    assert "There is nothing here" in answer.text
    assert member.studio.name in answer.text
    assert answer["X-Request-Reference"] in answer.text


def test_member_without_the_right_keeps_the_navigation(member: Member) -> None:
    answer = staff_browser(member).get("/settings/members/")
    assert answer.status_code == 403
    assert NAVIGATION in answer.text
    assert "This is not yours to do" in answer.text


def test_member_whose_form_is_too_old_keeps_the_navigation(member: Member) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member.user)
    answer = strict.post("/contacts/new", {"name": "Anna"})
    assert answer.status_code == 403
    assert NAVIGATION in answer.text


def test_page_speaks_the_members_language(signed_in: Client) -> None:
    Studio.objects.update(language="pl")
    for address in ("/galleries/nothing/", "/nothing/here"):
        answer = signed_in.get(address, headers={"Accept-Language": "en"})
        assert "Galerie" in answer.text
        assert '<html lang="pl"' in answer.text
        assert answer["Content-Language"] == "pl"


def test_client_pages_never_show_the_dashboard(signed_in: Client, member: Member) -> None:
    gallery = make_gallery(studio=member.studio)
    for address in (f"/g/{new_public_id()}/", f"/g/{gallery.public_id}/nothing/at/all", "/api/v1/nothing"):
        answer = signed_in.get(address)
        assert answer.status_code == 404
        assert NAVIGATION not in answer.text
        assert ('href="/"' in answer.text) is address.startswith("/api/"), "a client has no business at the sign-in"


def test_strangers_and_people_without_a_studio_see_the_page_alone() -> None:
    homeless = Client()
    homeless.force_login(make_user())
    for browser in (Client(), homeless):
        answer = browser.get("/nothing/here")
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text
        assert NAVIGATION not in answer.text


def test_client_reads_it_in_the_language_they_chose() -> None:
    browser = Client(headers={"Accept-Language": "en"})
    browser.post(f"/g/{make_gallery().public_id}/language", {"language": "pl"})
    assert '<html lang="pl"' in browser.get(f"/g/{new_public_id()}/").text
    assert '<html lang="en"' in browser.get("/nothing").text
