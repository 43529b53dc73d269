"""What goes into the outbox, and what does not."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from provino.jobs.models import Job
from provino.mail import outbox
from provino.mail.errors import TooManyMessagesError, TooManyToAddressError
from provino.mail.models import Message
from provino.mail.outbox import queue_message

pytestmark = pytest.mark.usefixtures("db", "letters")


def queue(**fields: Any) -> Message:
    return queue_message(
        **{
            "cause": "letter:1",
            "kind": "letter",
            "to": "anna@example.com",
            "language": "pl",
            "context": {"subject": "Hello", "text": "Text"},
            **fields,
        }
    )


def test_queue_message_makes_one_row_a_cause() -> None:
    first = queue()
    second = queue(context={"subject": "Other", "text": "Other"})
    assert second.pk == first.pk
    assert [message.subject for message in Message.objects.all()] == ["Hello"]


def test_queue_message_enqueues_its_sending_after_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = queue()
        queue()
    assert [job.arguments for job in Job.objects.all()] == [{"message_id": message.pk}]


def test_queue_message_renders_in_the_given_language_and_escapes_html_only() -> None:
    message = queue(context={"subject": "A & B", "text": "<b>1 & 2</b>"})
    assert (message.subject, message.text) == ("A & B", "<b>1 & 2</b>\n")
    assert message.html == '<p lang="pl">&lt;b&gt;1 &amp; 2&lt;/b&gt;</p>\n'


def test_queue_message_keeps_headers_on_one_line() -> None:
    message = queue(
        context={"subject": "Hi\r\nBcc: evil@example.com", "text": ""}, to_name="A\nB", sender_name="C\x00D"
    )
    assert (message.subject, message.to_name, message.sender_name) == ("Hi Bcc: evil@example.com", "A B", "C D")


def test_queue_message_stops_at_the_hourly_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PER_HOUR", 2)
    for number in range(2):
        queue(cause=str(number), to=f"{number}@example.com", allowance="studio")
    with pytest.raises(TooManyMessagesError):
        queue(cause="third", allowance="studio")
    assert queue(cause="another studio", allowance="other").pk
    assert queue(cause="not counted").pk
    Message.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert queue(cause="an hour later", allowance="studio").pk


def test_queue_message_stops_at_six_a_day_of_a_kind_to_one_address() -> None:
    for number in range(6):
        queue(cause=str(number), allowance="studio")
    with pytest.raises(TooManyToAddressError):
        queue(cause="seventh", allowance="studio", to="Anna@Example.com")
    assert queue(cause="elsewhere", allowance="studio", to="piotr@example.com").pk


def test_queue_message_for_a_known_cause_is_not_counted_again() -> None:
    messages = {queue(allowance="studio").pk for _ in range(8)}
    assert len(messages) == 1
