"""Sending over a real SMTP server: accepted, put off, refused, cut off, killed, contended."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from provino.jobs.models import Job
from provino.lib.storage import Storage
from provino.mail import outbox, sending
from provino.mail.errors import NotFailedError
from provino.mail.models import Message, MessageState, Trouble
from provino.mail.outbox import InlineImage, queue_message
from provino.mail.sending import RETRY_AFTER, send_due_messages_task, send_message
from tests.mail.servers import Mailbox

pytestmark = pytest.mark.usefixtures("letters")


def queue(**fields: Any) -> Message:
    return queue_message(
        **{
            "cause": "letter:1",
            "kind": "letter",
            "to": "anna@example.com",
            "to_name": "Anna Wiśniewska",
            "sender_name": "Pracownia Marii, „Ślub”",
            "reply_to": "maria@example.com",
            "language": "pl",
            "context": {"subject": "Wasze zdjęcia są gotowe", "text": "Zażółć gęślą jaźń"},
            **fields,
        }
    )


def send_again(message: Message) -> Message:
    """The time of the next attempt has come."""
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now())
    send_message(message.pk)
    message.refresh_from_db()
    return message


def test_send_message_is_accepted_with_its_parts_and_headers(db: None, mailbox: Mailbox) -> None:
    message = send_again(queue())
    (mail,) = mailbox.taken
    assert (message.state, message.trouble, message.leased_until) == (MessageState.SENT, "", None)
    assert mail["Subject"] == "Wasze zdjęcia są gotowe"
    assert mail["From"].addresses[0].display_name == "Pracownia Marii, „Ślub”"
    assert mail["From"].addresses[0].addr_spec == "galleries@example.com"
    assert mail["To"].addresses[0].display_name == "Anna Wiśniewska"
    assert (mail["Reply-To"], mail["Message-ID"]) == ("maria@example.com", f"<{message.public_id}@example.com>")
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Zażółć gęślą jaźń" in text.get_content()
    assert "Zażółć gęślą jaźń" in html.get_content()


def test_send_message_carries_its_picture_and_leaves_out_one_that_is_gone(
    db: None, mailbox: Mailbox, settings: Settings, tmp_path: Any
) -> None:
    settings.PROVINO_FILES = tmp_path / "files"
    fresh = tmp_path / "fresh.jpg"
    fresh.write_bytes(b"\xff\xd8 a picture")
    Storage(settings.PROVINO_FILES).place(fresh, "mail/cover")
    images = [InlineImage("cover", "mail/cover", "image/jpeg"), InlineImage("gone", "mail/gone", "image/jpeg")]
    send_again(queue(inline_images=images))
    pictures = [part for part in mailbox.taken[0].walk() if part.get_content_maintype() == "image"]
    assert [(part["Content-ID"], part.get_payload(decode=True)) for part in pictures] == [
        ("<cover>", b"\xff\xd8 a picture")
    ]


def test_send_message_twice_sends_once(db: None, mailbox: Mailbox) -> None:
    message = queue()
    send_again(message)
    send_again(message)
    assert len(mailbox.taken) == 1


def test_send_message_is_put_off_and_then_sent(db: None, mailbox: Mailbox) -> None:
    mailbox.recipient_answers = ["451 greylisted, come back"]
    message = send_again(queue())
    assert (message.state, message.trouble) == (MessageState.QUEUED, Trouble.POSTPONED)
    assert "greylisted" in message.error
    assert message.next_try_at > timezone.now() + timedelta(seconds=50)
    assert Job.objects.get(task="mail.sending.send_message_task").due_at == message.next_try_at
    assert send_again(message).state == MessageState.SENT
    assert (message.trouble, message.error) == ("", "")


def test_send_message_not_yet_due_waits(db: None, mailbox: Mailbox) -> None:
    mailbox.data_answers = ["451 later"]
    message = send_again(queue())
    send_message(message.pk)
    assert mailbox.taken == []


def test_send_message_bounces_at_once_on_a_refused_address(db: None, mailbox: Mailbox) -> None:
    mailbox.recipient_answers = ["550 no such user"]
    message = send_again(queue())
    assert (message.state, message.trouble) == (MessageState.BOUNCED, Trouble.ADDRESS_REFUSED)
    assert "no such user" in message.error


def test_send_message_fails_at_once_on_refused_content(db: None, mailbox: Mailbox) -> None:
    mailbox.data_answers = ["554 looks like spam"]
    message = send_again(queue())
    assert (message.state, message.trouble) == (MessageState.FAILED, Trouble.REFUSED)


def test_send_message_after_a_cut_connection_goes_again_under_the_same_id(db: None, mailbox: Mailbox) -> None:
    mailbox.data_answers = ["cut"]
    message = send_again(queue())
    assert (message.state, message.trouble) == (MessageState.QUEUED, Trouble.UNREACHABLE)
    assert send_again(message).state == MessageState.SENT
    assert len({mail["Message-ID"] for mail in mailbox.taken}) == 1


def test_send_message_gives_up_after_two_days(db: None, mailbox: Mailbox) -> None:
    message = queue()
    mailbox.data_answers = ["451 later"] * (len(RETRY_AFTER) + 1)
    for _ in RETRY_AFTER:
        assert send_again(message).state == MessageState.QUEUED
    assert send_again(message).state == MessageState.FAILED
    assert timedelta(hours=40) < sum(RETRY_AFTER, timedelta()) < timedelta(hours=50)


def test_message_given_up_and_sent_again_has_all_its_attempts(db: None, mailbox: Mailbox) -> None:
    message = queue()
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.BOUNCED, attempts=1, trouble=Trouble.ADDRESS_REFUSED, error="550 no such user"
    )
    outbox.send_again(message)
    send_message(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.trouble, message.error) == (MessageState.SENT, 1, "", "")
    assert len(mailbox.taken) == 1
    with pytest.raises(NotFailedError):
        outbox.send_again(message)


def test_send_message_waits_for_a_server_that_is_down(db: None, mailbox: Mailbox, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    message = send_again(queue())
    assert (message.state, message.trouble) == (MessageState.QUEUED, Trouble.UNREACHABLE)


def test_killed_between_sending_and_marking_goes_again_when_the_lease_ends(db: None, mailbox: Mailbox) -> None:
    message = queue()
    Message.objects.filter(pk=message.pk).update(leased_until=timezone.now() + timedelta(minutes=5), attempts=1)
    assert send_again(message).state == MessageState.QUEUED
    assert mailbox.taken == []
    Message.objects.filter(pk=message.pk).update(leased_until=timezone.now())
    send_due_messages_task()
    assert len(mailbox.taken) == 1


def test_outside_the_demo_nothing_leaves_a_loopback_address(db: None, mailbox: Mailbox, settings: Settings) -> None:
    settings.PROVINO_PUBLIC_IS_LOOPBACK = True
    message = send_again(queue())
    assert (message.state, message.trouble, message.attempts) == (MessageState.QUEUED, Trouble.NO_PUBLIC_URL, 0)
    settings.PROVINO_PUBLIC_IS_LOOPBACK = False
    assert send_again(message).state == MessageState.SENT


def test_without_a_mail_server_messages_wait(db: None, mailbox: Mailbox, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    message = send_again(queue())
    assert (message.state, message.trouble) == (MessageState.QUEUED, Trouble.NO_SERVER)


def test_in_the_demo_nothing_leaves(db: None, mailbox: Mailbox, settings: Settings) -> None:
    settings.PROVINO_DEMO, settings.PROVINO_PUBLIC_IS_LOOPBACK = True, True
    message = send_again(queue())
    assert message.state == MessageState.SENT
    assert mailbox.taken == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail(mailbox: Mailbox, django_db_blocker: DjangoDbBlocker) -> None:
    message = queue()
    together = threading.Barrier(4)

    def work() -> None:
        with django_db_blocker.unblock():
            together.wait()
            send_message(message.pk)
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mailbox.taken) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)


def test_lease_outlasts_the_servers_silence(settings: Settings) -> None:
    assert timedelta(seconds=5 * settings.EMAIL_TIMEOUT) < sending.LEASE
