"""Sending a gallery: personal links, one mail each, taken back at once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pyvips
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from provino.contacts.errors import BadAddressError
from provino.galleries.emails import default_letter
from provino.galleries.errors import NobodyToSendToError, TooManyRecipientsError
from provino.galleries.files import rendition_key, storage
from provino.galleries.invitations import (
    Recipient,
    client_invitations,
    invitations_of,
    last_delivery,
    revoke_invitation,
    send_gallery,
)
from provino.galleries.links import personal_url
from provino.galleries.models import Gallery, Invitation, InvitationRole, Sending, Visibility
from provino.mail.errors import TooManyToAddressError
from provino.mail.models import Message, MessageState
from provino.studios.models import Member
from tests.factories import make_contact, make_gallery, make_invitation, make_photo, make_section

ANNA = Recipient("Anna@example.com", "Anna Wiśniewska")
HALINA = Recipient("halina@example.com", "Halina", InvitationRole.GUEST)


def make(member: Member, **fields: Any) -> Gallery:
    return make_gallery(studio=member.studio, **{"visibility": Visibility.DRAFT, **fields})


def test_send_gallery_makes_link_mail_and_client_and_opens_the_gallery(member: Member) -> None:
    gallery = make(member)
    client_sending, guest_sending = send_gallery(gallery, recipients=[ANNA, HALINA], by=member)
    assert (gallery.visibility, gallery.sent_at is not None) == (Visibility.OPEN, True)
    assert gallery.client is not None
    assert gallery.client.email == "anna@example.com"
    assert client_sending.invitation.role == InvitationRole.CLIENT
    assert guest_sending.invitation.role == InvitationRole.GUEST
    message = client_sending.message
    assert (message.to, message.to_name) == ("Anna@example.com", "Anna Wiśniewska")
    assert personal_url(client_sending.invitation) in message.text
    assert personal_url(client_sending.invitation) in message.html
    assert personal_url(client_sending.invitation) not in guest_sending.message.html
    assert member.user.email == message.reply_to


def test_send_gallery_leaves_a_closed_gallery_closed(member: Member) -> None:
    gallery = make(member, visibility=Visibility.CLOSED)
    send_gallery(gallery, recipients=[ANNA], by=member)
    assert gallery.visibility == Visibility.CLOSED


def test_send_gallery_twice_with_one_key_sends_once(member: Member) -> None:
    gallery = make(member)
    first = send_gallery(gallery, recipients=[ANNA], by=member, request_key="k")
    second = send_gallery(gallery, recipients=[ANNA], by=member, request_key="k")
    assert first == second
    assert (Message.objects.count(), Sending.objects.count(), Invitation.objects.count()) == (1, 1, 1)


def test_send_gallery_again_keeps_the_link_and_sends_another_mail(member: Member) -> None:
    gallery = make(member)
    (first,) = send_gallery(gallery, recipients=[ANNA], by=member)
    sent_at = gallery.sent_at
    (second,) = send_gallery(gallery, recipients=[ANNA], by=member)
    assert first.invitation.secret == second.invitation.secret
    assert first.message_id != second.message_id
    assert gallery.sent_at == sent_at


def test_send_gallery_one_mail_for_an_address_given_twice(member: Member) -> None:
    sendings = send_gallery(make(member), recipients=[ANNA, Recipient(" anna@EXAMPLE.com ")], by=member)
    assert len(sendings) == 1


def test_send_gallery_escapes_the_edited_words_in_html(member: Member) -> None:
    text = "Hi <script>alert(1)</script>\n\nBye & thanks"
    (sending,) = send_gallery(make(member), recipients=[ANNA], by=member, subject="A & B\nBcc: x@y.z", text=text)
    assert "<script>" not in sending.message.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in sending.message.html
    assert "<script>alert(1)</script>" in sending.message.text
    assert sending.message.subject == "A & B Bcc: x@y.z"


def test_send_gallery_speaks_the_gallerys_language(member: Member) -> None:
    polish = make(member, language="pl", choosing_deadline=date(2026, 11, 30))
    (sending,) = send_gallery(polish, recipients=[ANNA], by=member)
    assert sending.message.language == "pl"
    assert 'lang="pl"' in sending.message.html
    assert "30" in default_letter(polish).text


def test_send_gallery_refuses_nobody_too_many_and_nonsense_and_changes_nothing(member: Member) -> None:
    gallery = make(member)
    with pytest.raises(NobodyToSendToError):
        send_gallery(gallery, recipients=[Recipient(" ")], by=member)
    with pytest.raises(TooManyRecipientsError):
        send_gallery(gallery, recipients=[Recipient(f"{n}@example.com") for n in range(101)], by=member)
    with pytest.raises(BadAddressError):
        send_gallery(gallery, recipients=[ANNA, Recipient("not an address")], by=member)
    gallery.refresh_from_db()
    assert gallery.visibility == Visibility.DRAFT
    assert not Message.objects.exists()


def test_send_gallery_is_no_weapon(member: Member) -> None:
    gallery = make(member)
    for _ in range(6):
        send_gallery(gallery, recipients=[ANNA], by=member)
    with pytest.raises(TooManyToAddressError):
        send_gallery(gallery, recipients=[HALINA, ANNA], by=member)
    assert Message.objects.filter(to="halina@example.com").count() == 0


def test_send_gallery_carries_the_cover_as_a_small_jpeg(member: Member, settings: Settings, tmp_path: Path) -> None:
    settings.PROVINO_FILES = tmp_path
    gallery = make(member)
    photo = make_photo(gallery=gallery)
    view = pyvips.Image.black(1365, 2048, bands=3).copy(interpretation="srgb").jpegsave_buffer()
    storage().write(rendition_key(gallery, photo.public_id, photo.renditions["view"][0], "jpg"), view)
    gallery.cover_photo = photo
    gallery.save()
    (sending,) = send_gallery(gallery, recipients=[ANNA], by=member)
    content_id, key, media_type = sending.message.inline_images[0]
    picture = pyvips.Image.new_from_buffer(storage().read(key), "")
    assert (content_id, media_type, picture.width, picture.height) == ("cover", "image/jpeg", 1200, 600)
    assert "cid:cover" in sending.message.html


def test_send_gallery_without_a_cover_has_no_picture(member: Member) -> None:
    (sending,) = send_gallery(make(member), recipients=[ANNA], by=member)
    assert sending.message.inline_images == []
    assert "<img" not in sending.message.html


def test_revoke_invitation_ends_access_and_darkens_pictures(member: Member) -> None:
    gallery = make(member)
    (sending,) = send_gallery(gallery, recipients=[ANNA], by=member)
    before = gallery.access_version
    revoke_invitation(sending.invitation, by=member)
    revoke_invitation(sending.invitation, by=member)
    sending.invitation.refresh_from_db()
    gallery.refresh_from_db()
    assert sending.invitation.revoked_at is not None
    assert gallery.access_version == before + 1


def test_send_gallery_to_a_revoked_person_makes_a_new_link(member: Member) -> None:
    gallery = make(member)
    (first,) = send_gallery(gallery, recipients=[ANNA], by=member)
    revoke_invitation(first.invitation, by=member)
    (second,) = send_gallery(gallery, recipients=[ANNA], by=member)
    assert second.invitation.revoked_at is None
    assert second.invitation.secret != first.invitation.secret


def test_client_invitations_are_made_for_the_gallerys_client(member: Member) -> None:
    gallery = make(member, client=make_contact(studio=member.studio))
    make_invitation(gallery=gallery, role=InvitationRole.GUEST)
    make_invitation(gallery=gallery, revoked_at=timezone.now())
    assert [invitation.contact for invitation in client_invitations(gallery)] == [gallery.client]


def test_invitations_of_costs_two_queries(member: Member, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    gallery = make(member)
    send_gallery(gallery, recipients=[ANNA, HALINA, Recipient("third@example.com")], by=member)
    with django_assert_num_queries(2):
        invitations = invitations_of(gallery)
        assert [i.sendings.all()[0].message.state for i in invitations] == [MessageState.QUEUED] * 3


def test_last_delivery_says_when_a_client_was_written(member: Member) -> None:
    gallery = make(member)
    assert last_delivery(gallery) is None
    (sending,) = send_gallery(gallery, recipients=[ANNA], by=member)
    assert last_delivery(gallery) == (sending.message, sending.message.created_at)
    moment = timezone.now()
    Message.objects.update(state=MessageState.SENT, sent_at=moment)
    assert last_delivery(gallery) == (sending.message, moment)


@pytest.mark.parametrize("by_section", [False, True])
def test_guests_mail_shows_no_cover_that_is_kept_from_them(
    member: Member, settings: Settings, tmp_path: Path, by_section: bool
) -> None:
    settings.PROVINO_FILES = tmp_path
    gallery = make(member)
    section = make_section(gallery=gallery, client_only=by_section)
    photo = make_photo(gallery=gallery, section=section, hidden_from_guests=not by_section)
    view = pyvips.Image.black(1365, 2048, bands=3).copy(interpretation="srgb").jpegsave_buffer()
    storage().write(rendition_key(gallery, photo.public_id, photo.renditions["view"][0], "jpg"), view)
    gallery.cover_photo = photo
    gallery.save()
    anna, halina = send_gallery(gallery, recipients=[ANNA, HALINA], by=member)
    assert "cid:cover" in anna.message.html
    assert halina.message.inline_images == []
