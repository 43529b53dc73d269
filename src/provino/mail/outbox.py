"""Putting a message into the outbox: the row first, one a cause, sending later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from provino.jobs.tasks import enqueue
from provino.lib.public_ids import new_public_id
from provino.mail.errors import NotFailedError, TooManyMessagesError, TooManyToAddressError
from provino.mail.models import Allowance, Message, MessageState
from provino.mail.rendering import one_line, render_message
from provino.mail.sending import send_message_task

PER_HOUR = 200
SAME_KIND_PER_DAY = 6
GIVEN_UP = (MessageState.FAILED, MessageState.BOUNCED)


@dataclass(frozen=True)
class InlineImage:
    """A picture inside the HTML part, shown by `<img src="cid:…">`; its bytes lie in the storage."""

    content_id: str
    key: str
    media_type: str


def queue_message(
    *,
    cause: str,
    kind: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    to_name: str = "",
    sender_name: str = "",
    reply_to: str = "",
    inline_images: Sequence[InlineImage] = (),
    allowance: str = "",
) -> Message:
    """Put one message into the outbox and return it; for a cause already there, return that message unchanged.

    `kind` names the function that writes it and its templates `mail/<kind>.{subject.txt,txt,html}`. With an
    `allowance` (the studio's public id) it counts: at most 200 an hour, and 6 a day of a kind to one address.
    Raises TooManyMessagesError, TooManyToAddressError.
    """
    existing = Message.objects.filter(cause=cause).first()
    if existing:
        return existing
    rendered = render_message(kind, language=language, context=context)
    with transaction.atomic():
        if allowance:
            _count(allowance, to=to, kind=kind)
        message, made = Message.objects.get_or_create(
            cause=cause,
            defaults={
                "public_id": new_public_id(),
                "kind": kind,
                "to": to,
                "to_name": one_line(to_name),
                "sender_name": one_line(sender_name),
                "reply_to": reply_to,
                "language": language,
                "subject": rendered.subject,
                "text": rendered.text,
                "html": rendered.html,
                "inline_images": [[image.content_id, image.key, image.media_type] for image in inline_images],
                "allowance": allowance,
                "next_try_at": timezone.now(),
            },
        )
        if made:
            _enqueue(message)
    return message


def send_again(message: Message) -> None:
    """Give a message that was given up all its attempts again, the first at once. Raises NotFailedError."""
    with transaction.atomic():
        changed = Message.objects.filter(pk=message.pk, state__in=GIVEN_UP).update(
            state=MessageState.QUEUED, attempts=0, next_try_at=timezone.now(), trouble="", error=""
        )
        if not changed:
            raise NotFailedError
        _enqueue(message)


def _enqueue(message: Message) -> None:
    transaction.on_commit(lambda: enqueue(send_message_task, key=f"message-{message.pk}", message_id=message.pk))


def _count(allowance: str, *, to: str, kind: str) -> None:
    """Refuse what is too much. The lock keeps two senders from both taking the last place."""
    Allowance.objects.get_or_create(name=allowance)
    Allowance.objects.select_for_update().get(name=allowance)
    now = timezone.now()
    sent = Message.objects.filter(allowance=allowance)
    if sent.filter(created_at__gt=now - timedelta(hours=1)).count() >= PER_HOUR:
        raise TooManyMessagesError
    if sent.filter(created_at__gt=now - timedelta(days=1), to__iexact=to, kind=kind).count() >= SAME_KIND_PER_DAY:
        raise TooManyToAddressError
