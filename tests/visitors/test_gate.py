"""Who may look into a gallery."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from provino.galleries.models import Gallery, InvitationRole, Photo, PhotoQuerySet, Visibility
from provino.lib.errors import NotFoundError
from provino.visitors.cookies import GalleryCookie, read_cookie, write_cookie
from provino.visitors.devices import arrive
from provino.visitors.gate import Entry, entry_for, gallery_for_visitor, invitation_for, photo_for_visitor
from provino.visitors.identities import identify
from provino.visitors.passwords import client_proof, password_proof
from tests.factories import make_gallery, make_invitation, make_member, make_photo, make_section

pytestmark = pytest.mark.django_db


def _stranger(gallery: Gallery) -> Entry:
    return entry_for(gallery, member=None, cookie=GalleryCookie())


def test_entry_for_stranger_to_open_gallery_is_guest() -> None:
    entry = _stranger(make_gallery())
    assert (entry.allowed, entry.visitor_class, entry.is_identified) == (True, "g", False)


def test_entry_for_draft_does_not_exist_for_strangers() -> None:
    with pytest.raises(NotFoundError):
        _stranger(make_gallery(visibility=Visibility.DRAFT))


def test_entry_for_draft_by_personal_link_is_not_yet() -> None:
    gallery = make_gallery(visibility=Visibility.DRAFT)
    cookie = GalleryCookie(invitation=make_invitation(gallery=gallery).secret)
    entry = entry_for(gallery, member=None, cookie=cookie)
    assert (entry.allowed, entry.why) == (False, "draft")


def test_entry_for_closed_gallery_is_refused_by_personal_link_too() -> None:
    gallery = make_gallery(visibility=Visibility.CLOSED)
    cookie = GalleryCookie(invitation=make_invitation(gallery=gallery).secret)
    assert entry_for(gallery, member=None, cookie=cookie).why == "closed"


def test_entry_for_gallery_on_its_last_day_is_open_and_expired_the_day_after() -> None:
    gallery = make_gallery()
    today = timezone.localdate(timezone=timezone.get_fixed_timezone(0))
    gallery.studio.time_zone = "UTC"
    gallery.expires_on = today
    assert _stranger(gallery).allowed
    gallery.expires_on = today - timedelta(days=1)
    assert _stranger(gallery).why == "expired"


def test_entry_for_day_counts_where_the_studio_is() -> None:
    gallery = make_gallery()
    gallery.studio.time_zone = "Pacific/Kiritimati"  # 26 hours before Baker Island
    ahead = timezone.localdate(timezone=timezone.get_fixed_timezone(14 * 60))
    gallery.expires_on = ahead - timedelta(days=1)
    assert _stranger(gallery).why == "expired"
    gallery.studio.time_zone = "Etc/GMT+12"
    gallery.expires_on = timezone.localdate(timezone=timezone.get_fixed_timezone(-12 * 60))
    assert _stranger(gallery).allowed


def test_entry_for_deleted_gallery_is_nothing_even_for_its_member() -> None:
    gallery = make_gallery(deleted_at=timezone.now())
    with pytest.raises(NotFoundError):
        entry_for(gallery, member=make_member(studio=gallery.studio), cookie=GalleryCookie())


def test_entry_for_member_previews_everything() -> None:
    gallery = make_gallery(visibility=Visibility.DRAFT, password_hash=make_password("rosa"))
    entry = entry_for(gallery, member=make_member(studio=gallery.studio), cookie=GalleryCookie())
    assert (entry.allowed, entry.visitor_class, entry.is_preview) == (True, "m", True)


def test_entry_for_member_of_another_studio_is_a_stranger() -> None:
    gallery = make_gallery(visibility=Visibility.DRAFT)
    with pytest.raises(NotFoundError):
        entry_for(gallery, member=make_member(), cookie=GalleryCookie())


def test_entry_for_password_is_asked_of_personal_links_too() -> None:
    gallery = make_gallery(password_hash=make_password("rosa"))
    secret = make_invitation(gallery=gallery).secret
    assert entry_for(gallery, member=None, cookie=GalleryCookie(invitation=secret)).why == "password"
    proven = GalleryCookie(invitation=secret, password=password_proof(gallery))
    assert entry_for(gallery, member=None, cookie=proven).visitor_class == "c"


@pytest.mark.parametrize("change", [{"password_hash": make_password("new")}, {"access_version": 2}])
def test_entry_for_password_is_asked_again_after_a_change(change: dict[str, object]) -> None:
    gallery = make_gallery(password_hash=make_password("rosa"))
    cookie = GalleryCookie(password=password_proof(gallery))
    assert entry_for(gallery, member=None, cookie=cookie).allowed
    for name, value in change.items():
        setattr(gallery, name, value)
    assert entry_for(gallery, member=None, cookie=cookie).why == "password"


@pytest.mark.parametrize(("role", "letter"), [(InvitationRole.CLIENT, "c"), (InvitationRole.GUEST, "g")])
def test_entry_for_personal_link_is_identified(role: str, letter: str) -> None:
    gallery = make_gallery()
    entry = entry_for(
        gallery, member=None, cookie=GalleryCookie(invitation=make_invitation(gallery=gallery, role=role).secret)
    )
    assert (entry.visitor_class, entry.is_identified, entry.visitor) == (letter, True, None)


def test_entry_for_revoked_link_is_a_stranger_also_on_a_known_device() -> None:
    gallery = make_gallery()
    invitation = make_invitation(gallery=gallery)
    arrive(gallery, invitation=invitation, secret="device")
    cookie = GalleryCookie(device="device", invitation=invitation.secret)
    assert entry_for(gallery, member=None, cookie=cookie).visitor_class == "c"
    invitation.revoked_at = timezone.now()
    invitation.save()
    entry = entry_for(gallery, member=None, cookie=cookie)
    assert (entry.visitor_class, entry.visitor, entry.invitation) == ("g", None, None)


def test_entry_for_secrets_of_another_gallery_open_nothing() -> None:
    gallery, other = make_gallery(), make_gallery()
    invitation = make_invitation(gallery=other)
    arrive(other, invitation=invitation, secret="device")
    entry = entry_for(gallery, member=None, cookie=GalleryCookie(device="device", invitation=invitation.secret))
    assert (entry.visitor, entry.invitation, entry.visitor_class) == (None, None, "g")


@pytest.mark.parametrize("bad", ["", "0", "x" * 23, "\x00", "ł", "../x", "a b"])
def test_gallery_for_visitor_refuses_malformed_ids(bad: str) -> None:
    with pytest.raises(NotFoundError):
        gallery_for_visitor(bad)
    gallery = make_gallery()
    with pytest.raises(NotFoundError):
        photo_for_visitor(gallery, bad, visitor_class="c")
    assert invitation_for(gallery, bad) is None


def test_photo_for_visitor_shows_only_what_visitors_may_see() -> None:
    gallery = make_gallery()
    photo = make_photo(gallery=gallery)
    assert photo_for_visitor(gallery, photo.public_id, visitor_class="g") == photo
    unseen = [
        make_photo(gallery=gallery, hidden=True),
        make_photo(gallery=gallery, deleted_at=timezone.now()),
        make_photo(gallery=gallery, state="pending"),
        make_photo(),
    ]
    for other in unseen:
        with pytest.raises(NotFoundError):
            photo_for_visitor(gallery, other.public_id, visitor_class="c")


def test_photo_for_visitor_keeps_from_guests_what_is_the_clients() -> None:
    gallery = make_gallery()
    kept = [
        make_photo(gallery=gallery, section=make_section(gallery=gallery, client_only=True)),
        make_photo(gallery=gallery, hidden_from_guests=True),
    ]
    shown = make_photo(gallery=gallery, section=make_section(gallery=gallery))
    assert set(PhotoQuerySet(Photo).visible_to("g")) == {shown}
    assert set(PhotoQuerySet(Photo).visible_to("c")) == set(PhotoQuerySet(Photo).visible_to("m")) == {*kept, shown}
    for photo in kept:
        assert photo_for_visitor(gallery, photo.public_id, visitor_class="c") == photo
        with pytest.raises(NotFoundError):
            photo_for_visitor(gallery, photo.public_id, visitor_class="g")


def test_entry_for_gallery_opens_on_its_day_where_the_studio_is() -> None:
    gallery = make_gallery()
    gallery.studio.time_zone = "Pacific/Kiritimati"
    ahead = timezone.localdate(timezone=timezone.get_fixed_timezone(14 * 60))
    gallery.opens_on = ahead
    assert _stranger(gallery).allowed
    gallery.opens_on = ahead + timedelta(days=1)
    cookie = GalleryCookie(invitation=make_invitation(gallery=gallery).secret)
    assert _stranger(gallery).why == entry_for(gallery, member=None, cookie=cookie).why == "not-yet"


def test_entry_for_door_asks_who_until_said() -> None:
    gallery = make_gallery(ask_at_door=True)
    assert (_stranger(gallery).allowed, _stranger(gallery).why) == (False, "who")
    visitor, _ = arrive(gallery, invitation=None, secret="device")
    cookie = GalleryCookie(device="device")
    assert entry_for(gallery, member=None, cookie=cookie).why == "who"
    identify(visitor, email="anna@example.com")
    assert entry_for(gallery, member=None, cookie=cookie).allowed
    link = GalleryCookie(invitation=make_invitation(gallery=gallery).secret)
    assert entry_for(gallery, member=None, cookie=link).allowed
    assert entry_for(gallery, member=make_member(studio=gallery.studio), cookie=GalleryCookie()).allowed


def test_entry_for_clients_password_is_client_and_passes_the_gate() -> None:
    gallery = make_gallery(password_hash=make_password("rosa"), client_password_hash=make_password("solo"))
    entry = entry_for(gallery, member=None, cookie=GalleryCookie(client=client_proof(gallery)))
    assert (entry.allowed, entry.visitor_class) == (True, "c")
    guest = entry_for(gallery, member=None, cookie=GalleryCookie(password=password_proof(gallery)))
    assert (guest.allowed, guest.visitor_class) == (True, "g")
    for forged in (password_proof(gallery), "x"):
        assert entry_for(gallery, member=None, cookie=GalleryCookie(client=forged)).why == "password"
    gallery.client_password_hash = ""
    assert entry_for(gallery, member=None, cookie=GalleryCookie(client=client_proof(gallery))).why == "password"


def test_entry_for_visitor_is_seen_as_what_they_are_let_in_as_now() -> None:
    gallery = make_gallery(client_password_hash=make_password("solo"))
    arrive(gallery, invitation=None, secret="device")
    proven = GalleryCookie(device="device", client=client_proof(gallery))
    entry = entry_for(gallery, member=None, cookie=proven)
    assert entry.sees_otherwise
    assert entry.visitor is not None
    assert entry.visitor.visitor_class == "c"
    entry.visitor.save()
    later = entry_for(gallery, member=None, cookie=GalleryCookie(device="device"))
    assert later.sees_otherwise
    assert later.visitor is not None
    assert later.visitor.visitor_class == "g"


def test_read_cookie_forged_or_of_another_gallery_is_empty() -> None:
    gallery, other = make_gallery(), make_gallery()
    cookie = GalleryCookie(device="d", invitation="i", password="p", client="c")
    value = write_cookie(gallery, cookie)
    assert read_cookie(gallery, value) == cookie
    assert read_cookie(other, value) == GalleryCookie()
    assert read_cookie(gallery, "x" + value) == GalleryCookie()
    assert read_cookie(gallery, "") == GalleryCookie()
