"""A browser before and after its personal link; too many browsers from one network."""

import pytest
from django.test import Client

from provino.galleries.models import Gallery, Invitation, Visibility
from provino.proofing.models import Favourite
from provino.visitors import devices
from provino.visitors.models import Activity, Visitor


@pytest.fixture
def guest(stranger: Client, gallery: Gallery) -> Client:
    """A browser that chose one photo by the plain link, and said a name for it."""
    stranger.post(f"/g/{gallery.public_id}/identify", {"email": "ola@example.com", "name": "Ola"})
    assert stranger.put(first_heart(gallery)).status_code == 200
    return stranger


def first_heart(gallery: Gallery) -> str:
    photo = gallery.photos.order_by("id").first()
    assert photo is not None
    return f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}"


def link(invitation: Invitation) -> str:
    return f"/g/{invitation.gallery.public_id}/i/{invitation.secret}"


def test_personal_link_brings_what_was_chosen_on_this_browser_and_says_so(
    guest: Client, gallery: Gallery, invitation: Invitation
) -> None:
    page = guest.get(link(invitation), follow=True)
    assert "What you chose and wrote on this device before now belongs to Anna." in page.text
    assert page.context["chosen_count"] == 1
    visitor = Visitor.objects.get()
    assert visitor.contact == invitation.contact
    assert Favourite.objects.get().favourite_list.visitor == visitor
    assert "now belongs to" not in guest.get(link(invitation), follow=True).text


def test_said_in_the_gallerys_language_and_escaped(guest: Client, gallery: Gallery, invitation: Invitation) -> None:
    invitation.contact.name = "<b>Anna"
    invitation.contact.save()
    page = guest.get(link(invitation), follow=True)
    assert "<b>Anna" not in page.text
    assert "&lt;b&gt;Anna" in page.text


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_link_fetched_ahead_changes_nothing_until_the_first_action(
    guest: Client, gallery: Gallery, invitation: Invitation, headers: dict[str, str]
) -> None:
    before = Visitor.objects.get()
    guest.get(link(invitation), headers=headers)
    guest.head(link(invitation))
    assert Visitor.objects.get() == before
    guest.post(f"/g/{gallery.public_id}/viewed")
    assert Visitor.objects.get().contact == invitation.contact
    assert Favourite.objects.count() == 1


def test_link_into_a_closed_gallery_changes_nothing(guest: Client, gallery: Gallery, invitation: Invitation) -> None:
    before = Visitor.objects.get()
    Gallery.objects.update(visibility=Visibility.CLOSED)
    guest.get(link(invitation))
    assert Visitor.objects.get() == before


def test_nothing_is_said_where_nothing_was_chosen(stranger: Client, gallery: Gallery, invitation: Invitation) -> None:
    stranger.post(f"/g/{gallery.public_id}/viewed")
    page = stranger.get(link(invitation), follow=True)
    assert "now belongs to" not in page.text
    assert Visitor.objects.get().contact == invitation.contact
    assert Activity.objects.get().visitor.contact == invitation.contact


def test_too_many_browsers_of_one_network_are_told_to_wait(gallery: Gallery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "NEW_PER_ADDRESS", 1)
    first, second, other = Client(), Client(), Client(REMOTE_ADDR="192.0.2.9")
    answers = [browser.post(f"/g/{gallery.public_id}/viewed") for browser in (first, second, other)]
    assert [answer.status_code for answer in answers] == [200, 429, 200]
    assert answers[1].json()["code"] == "too-many-visitors"
    assert Visitor.objects.count() == 2
    assert second.get(f"/g/{gallery.public_id}/").status_code == 200
    said = {"email": "ola@example.com"}
    page = second.post(f"/g/{gallery.public_id}/identify", said, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert "try again a little later" in page.text
