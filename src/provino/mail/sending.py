"""Sending what lies in the outbox: at least once, under a lease, again and again for two days.

A message is handed to the server and then marked; a crash between the two sends it again under the same
Message-ID, by which mail programs know a double.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from provino.jobs.tasks import enqueue, every, task
from provino.mail.delivery import Refusal, deliver
from provino.mail.models import Message, MessageState, Trouble

LEASE = timedelta(minutes=5)
RETRY_AFTER = [
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180)),
    *[timedelta(hours=6)] * 7,
]  # about two days in all
_SET_UP_AGAIN_AFTER = timedelta(minutes=1)
_AT_ONCE = 100

logger = logging.getLogger(__name__)


@task
def send_message_task(message_id: int) -> None:
    """Send one message if it is due and nobody else is at it."""
    send_message(message_id)


@every(minutes=1)
def send_due_messages_task() -> None:
    """Send what a dead worker, or a job that never came to be, left behind."""
    now = timezone.now()
    due = Message.objects.filter(_free(), state=MessageState.QUEUED, next_try_at__lte=now).order_by("next_try_at")
    for message_id in due.values_list("pk", flat=True)[:_AT_ONCE]:
        send_message(message_id)


def send_message(message_id: int) -> None:
    """Take the message under a lease and hand it to the mail server; without a way out it waits and says why."""
    trouble = _no_way_out()
    if trouble:
        Message.objects.filter(pk=message_id, state=MessageState.QUEUED).update(
            trouble=trouble, next_try_at=timezone.now() + _SET_UP_AGAIN_AFTER
        )
        return
    message = _claim(message_id)
    if message is None:
        return
    refusal = None if settings.PROVINO_DEMO else deliver(message)
    if refusal is None:
        _end(message, state=MessageState.SENT, sent_at=timezone.now(), trouble="", error="")
        return
    logger.warning("message not sent", extra={"message_id": message.public_id, "trouble": refusal.trouble})
    if refusal.permanent or message.attempts > len(RETRY_AFTER):
        bounced = refusal.trouble == Trouble.ADDRESS_REFUSED and refusal.permanent
        state = MessageState.BOUNCED if bounced else MessageState.FAILED
        _end(message, state=state, trouble=refusal.trouble, error=refusal.words)
    else:
        _postpone(message, refusal)


def _no_way_out() -> Trouble | None:
    """Clients cannot open a loopback address, so outside the demo nothing is sent while that is all we have."""
    if settings.PROVINO_DEMO:
        return None
    if settings.PROVINO_PUBLIC_IS_LOOPBACK:
        return Trouble.NO_PUBLIC_URL
    return None if settings.EMAIL_HOST else Trouble.NO_SERVER


def _free() -> Q:
    return Q(leased_until__isnull=True) | Q(leased_until__lte=timezone.now())


def _claim(message_id: int) -> Message | None:
    """One statement takes it, so of two workers one gets nothing."""
    now = timezone.now()
    taken = Message.objects.filter(_free(), pk=message_id, state=MessageState.QUEUED, next_try_at__lte=now).update(
        leased_until=now + LEASE, attempts=F("attempts") + 1
    )
    return Message.objects.get(pk=message_id) if taken else None


def _end(message: Message, **changes: object) -> None:
    """Write the result, unless the lease ran out and another worker is at it."""
    held = Message.objects.filter(pk=message.pk, attempts=message.attempts, state=MessageState.QUEUED)
    held.update(leased_until=None, **changes)


def _postpone(message: Message, refusal: Refusal) -> None:
    next_try_at = timezone.now() + RETRY_AFTER[message.attempts - 1]
    _end(message, trouble=refusal.trouble, error=refusal.words, next_try_at=next_try_at)
    enqueue(send_message_task, key=f"message-{message.pk}", run_at=next_try_at, message_id=message.pk)
