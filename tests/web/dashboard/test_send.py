"""Send to client: the page, the preview, the QR code, taking a link back."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.galleries.invitations import Recipient, send_gallery
from provino.galleries.models import Gallery, Invitation, InvitationRole, Sending, Visibility
from provino.mail.models import Message, MessageState, Trouble
from provino.studios.models import Member, Role
from tests.factories import make_contact, make_gallery, make_member, make_photo

WORDS = {"subject": "Your photos", "text": "Hello\n\nBye", "request_key": "key"}
ANNA = {"client_name": "Anna", "client_email": "anna@example.com", **WORDS}


@pytest.fixture
def gallery(member: Member) -> Gallery:
    return make_gallery(studio=member.studio, visibility=Visibility.DRAFT)


def url(gallery: Gallery, tail: str = "") -> str:
    return f"/galleries/{gallery.public_id}/send{tail}"


def signed_in_as(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_page_proposes_the_client_and_our_words(signed_in: Client, member: Member) -> None:
    gallery = make_gallery(studio=member.studio, client=make_contact(studio=member.studio, name="Anna Wiśniewska"))
    page = signed_in.get(url(gallery)).content.decode()
    assert "Anna Wiśniewska" in page
    assert "your photos are ready" in page
    assert f"/g/{gallery.public_id}/" in page


def test_sending_makes_sending_and_message_and_opens_the_gallery(signed_in: Client, gallery: Gallery) -> None:
    guests = 'Halina <halina@example.com>\n"Piotr, brat" <piotr@example.com>,\n\nola@example.com'
    response = signed_in.post(url(gallery), {**ANNA, "guests": guests})
    assert response.status_code == 302
    gallery.refresh_from_db()
    assert gallery.visibility == Visibility.OPEN
    assert list(Message.objects.order_by("pk").values_list("to", "to_name")) == [
        ("anna@example.com", "Anna"),
        ("halina@example.com", "Halina"),
        ("piotr@example.com", "Piotr, brat"),
        ("ola@example.com", ""),
    ]
    roles = Invitation.objects.order_by("pk").values_list("role", flat=True)
    assert list(roles) == [InvitationRole.CLIENT, *[InvitationRole.GUEST] * 3]
    page = signed_in.get(url(gallery)).content.decode()
    assert "Sent to 4 people. The gallery is open now." in page


def test_form_sent_twice_is_one_sending(signed_in: Client, gallery: Gallery) -> None:
    signed_in.post(url(gallery), ANNA)
    signed_in.post(url(gallery), ANNA)
    assert Sending.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_email": ""}, "Give at least one e-mail address."),
        ({"client_email": "anna"}, "valid email"),
        ({"guests": "halina"}, "“halina” is not an e-mail address."),
        ({"subject": ""}, "required"),
        ({"guests": "\n".join(f"{n}@example.com" for n in range(101))}, "at most 100"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_sends_nothing(
    signed_in: Client, gallery: Gallery, changes: dict[str, str], words: str
) -> None:
    response = signed_in.post(url(gallery), {**ANNA, **changes})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Message.objects.exists()


def test_too_much_mail_is_refused_in_words(signed_in: Client, member: Member, gallery: Gallery) -> None:
    for _ in range(6):
        send_gallery(gallery, recipients=[Recipient("anna@example.com")], by=member)
    response = signed_in.post(url(gallery), ANNA)
    assert response.status_code == 400
    assert "several times today" in response.content.decode()


def test_console_says_what_became_of_each_message(signed_in: Client, member: Member, gallery: Gallery) -> None:
    people = [Recipient(f"{name}@example.com", role=InvitationRole.GUEST) for name in ("a", "b", "c")]
    sendings = send_gallery(gallery, recipients=people, by=member)
    messages = [sending.message for sending in sendings]
    messages[0].state = MessageState.SENT
    messages[1].state, messages[1].trouble = MessageState.BOUNCED, Trouble.ADDRESS_REFUSED
    messages[1].error = "550 no <such> user"
    messages[2].trouble = Trouble.NO_PUBLIC_URL
    for message in messages:
        message.save()
    page = signed_in.get(url(gallery)).content.decode()
    assert "Accepted by the mail server" in page
    assert "Address refused" in page
    assert "550 no &lt;such&gt; user" in page
    assert "PROVINO_PUBLIC_URL" in page
    assert sendings[0].invitation.secret in page


def test_send_again_proposes_that_person(signed_in: Client, member: Member, gallery: Gallery) -> None:
    (sending,) = send_gallery(gallery, recipients=[Recipient("g@example.com", 'Ola "O"', "guest")], by=member)
    page = signed_in.get(url(gallery, f"?to={sending.invitation.contact.public_id}")).content.decode()
    assert "&quot;Ola O&quot; &lt;g@example.com&gt;" in page


def test_page_warns_while_no_photo_is_ready(signed_in: Client, gallery: Gallery) -> None:
    assert "This gallery has no photos yet." in signed_in.get(url(gallery)).content.decode()
    make_photo(gallery=gallery, state="pending")
    assert "No photo is ready yet." in signed_in.get(url(gallery)).content.decode()
    make_photo(gallery=gallery)
    assert "You can send now" in signed_in.get(url(gallery)).content.decode()


def test_preview_shows_the_edited_letter_and_lets_no_script_in(signed_in: Client, gallery: Gallery) -> None:
    response = signed_in.post(url(gallery, "/preview"), {"subject": "S", "text": "<script>x</script>"})
    page = response.content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    policy = response["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src 'none'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not Message.objects.exists()


def test_qr_code_is_a_picture_of_the_plain_link(signed_in: Client, gallery: Gallery) -> None:
    response = signed_in.get(url(gallery, "/qr.svg"))
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<?xml")
    assert b'xmlns="http://www.w3.org/2000/svg"' in response.content
    assert "attachment" in signed_in.get(url(gallery, "/qr.svg?download=1"))["Content-Disposition"]


def test_revoke_takes_the_link_back(signed_in: Client, member: Member, gallery: Gallery) -> None:
    (sending,) = send_gallery(gallery, recipients=[Recipient("anna@example.com")], by=member)
    contact = sending.invitation.contact
    response = signed_in.post(url(gallery, f"/{contact.public_id}/revoke"))
    assert response.status_code == 302
    sending.invitation.refresh_from_db()
    assert sending.invitation.revoked_at is not None
    assert "Link taken back" in signed_in.get(url(gallery)).content.decode()


def test_revoke_of_somebody_without_a_link_is_not_found(signed_in: Client, member: Member, gallery: Gallery) -> None:
    contact = make_contact(studio=member.studio)
    assert signed_in.post(url(gallery, f"/{contact.public_id}/revoke")).status_code == 404


ADDRESSES = [("get", ""), ("post", ""), ("get", "/preview"), ("post", "/preview"), ("get", "/qr.svg")]


@pytest.mark.parametrize(("method", "tail"), [*ADDRESSES, ("post", "/{contact}/revoke")])
def test_rights(member: Member, gallery: Gallery, method: str, tail: str) -> None:
    (sending,) = send_gallery(gallery, recipients=[Recipient("anna@example.com")], by=member)
    address = url(gallery, tail.format(contact=sending.invitation.contact.public_id))

    def ask(client: Client, where: str = address) -> Any:
        return getattr(client, method)(where, ANNA if method == "post" else None)

    staff = make_member(studio=member.studio, role=Role.STAFF)
    assert ask(signed_in_as(staff)).status_code in {200, 302}
    assert ask(signed_in_as(make_member())).status_code == 404
    stranger = ask(Client())
    assert (stranger.status_code, stranger["Location"].split("?")[0]) == (302, "/account/login/")
    for malformed in ("nothing", "%00", "0" * 40):
        assert ask(signed_in_as(member), address.replace(gallery.public_id, malformed)).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_page_costs_a_constant_number_of_queries(
    signed_in: Client,
    member: Member,
    gallery: Gallery,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    send_gallery(gallery, recipients=[Recipient(f"{n}@example.com") for n in range(people)], by=member)
    with django_assert_num_queries(7):
        signed_in.get(url(gallery))
