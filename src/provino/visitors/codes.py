"""Six digits by e-mail, and a link beside them: whoever has the mail is the owner of the address, on whatever device.

Nothing is looked up when a code is asked for, so that answer and time are the same for every address.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from provino.contacts.contacts import normalise_email
from provino.contacts.errors import BadAddressError
from provino.galleries.models import Gallery
from provino.lib.public_ids import is_secret, new_secret
from provino.visitors.emails import code_letter
from provino.visitors.errors import CodeOverError, TooManyCodesError, TooManyMailsError, WrongCodeError
from provino.visitors.limits import EVERYWHERE, address_prefix, count_one
from provino.visitors.models import EmailCode, MailRequests, Visitor

LIFE = timedelta(minutes=10)
TRIES = 5
PAUSE = timedelta(minutes=15)
HOUR = timedelta(hours=1)
PER_HOUR_TO_ONE = 5
PER_HOUR_FROM_ONE = 20
PER_HOUR_OF_GALLERY = 200
KEPT = timedelta(days=1)
_SAME_MAIL = timedelta(seconds=20)  # a button pressed twice


def send_code(visitor: Visitor, *, email: str, address: str) -> EmailCode:
    """Write a code and a link to the address this visitor claims; the codes sent before end.

    `address` is where the request came from. Raises BadAddressError, TooManyCodesError, TooManyMailsError, and the
    outbox's refusals.
    """
    claimed = normalise_email(email)
    if not claimed:
        raise BadAddressError
    last = _last(visitor, email=claimed)
    if last is not None and _is_fresh(last):
        return last
    count_mail(visitor.gallery, to=claimed, address=address)
    digits, secret = f"{secrets.randbelow(10**6):06}", new_secret()
    with transaction.atomic():
        Visitor.objects.select_for_update().get(pk=visitor.pk)
        last = _last(visitor, email=claimed)
        now = timezone.now()
        visitor.email_codes.filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
        code = EmailCode.objects.create(
            visitor=visitor,
            email=claimed,
            code_hash=make_password(digits),
            link_hash=_hash(secret),
            expires_at=now + LIFE,
            tries=_tries_so_far(last, now=now),  # a new code gives no new tries
        )
        code_letter(code, digits=digits, secret=secret)
    return code


def count_mail(gallery: Gallery, *, to: str, address: str) -> None:
    """Count one mail that somebody who is nobody yet has us write to `to`. Raises TooManyMailsError."""
    limits = {
        address_prefix(address): PER_HOUR_FROM_ONE,
        "to " + hashlib.sha256(to.encode()).hexdigest()[:40]: PER_HOUR_TO_ONE,
        EVERYWHERE: PER_HOUR_OF_GALLERY,
    }
    for prefix, limit in limits.items():
        if not count_one(MailRequests, gallery=gallery, prefix=prefix, limit=limit, window=HOUR):
            raise TooManyMailsError


def waiting_code(visitor: Visitor) -> EmailCode | None:
    """Return the code this visitor may type now, if one is on its way."""
    code = visitor.email_codes.filter(used_at__isnull=True).order_by("-id").first()
    return code if code is not None and code.expires_at > timezone.now() else None


def code_of_digits(visitor: Visitor, *, digits: str) -> EmailCode:
    """Return the visitor's code when these are its digits; spaces between them do not matter.

    A try is counted before the comparison, so that parallel guesses cannot overrun the limit.
    Raises CodeOverError, TooManyCodesError, WrongCodeError.
    """
    with transaction.atomic():
        Visitor.objects.select_for_update().get(pk=visitor.pk)
        code = visitor.email_codes.filter(used_at__isnull=True).order_by("-id").first()
        now = timezone.now()
        if code is not None and code.paused_until is not None and now < code.paused_until:
            raise TooManyCodesError
        if code is None or code.paused_until is not None or code.expires_at <= now:
            raise CodeOverError
        code.tries += 1
        code.paused_until = now + PAUSE if code.tries >= TRIES else None
        code.save(update_fields=["tries", "paused_until"])
    if not check_password("".join(digits.split()), code.code_hash):
        raise TooManyCodesError if code.paused_until else WrongCodeError
    return code


def code_of_link(gallery: Gallery, secret: str) -> EmailCode:
    """Return the code whose mail carried this link. Raises CodeOverError: unknown, used, too old, of another gallery."""
    codes = EmailCode.objects.filter(visitor__gallery=gallery, used_at__isnull=True, expires_at__gt=timezone.now())
    code = codes.filter(link_hash=_hash(secret)).first() if is_secret(secret) else None
    if code is None:
        raise CodeOverError
    return code


def use_code(code: EmailCode) -> None:
    """Let the code, and its link, work no more; of two takers one succeeds. Raises CodeOverError."""
    if not EmailCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=timezone.now(), paused_until=None):
        raise CodeOverError


def forget_codes() -> int:
    """Delete codes a day after they ended, with the addresses in them; returns how many."""
    return EmailCode.objects.filter(expires_at__lt=timezone.now() - KEPT).delete()[0]


def _last(visitor: Visitor, *, email: str) -> EmailCode | None:
    """The last code for this address that was not used. Raises TooManyCodesError while the pause lasts."""
    last = visitor.email_codes.filter(email=email, used_at__isnull=True).order_by("-id").first()
    if last is not None and last.paused_until is not None and timezone.now() < last.paused_until:
        raise TooManyCodesError
    return last


def _is_fresh(code: EmailCode) -> bool:
    now = timezone.now()
    return code.created_at > now - _SAME_MAIL and code.expires_at > now and code.paused_until is None


def _tries_so_far(last: EmailCode | None, *, now: datetime) -> int:
    if last is None or last.paused_until is not None or last.created_at < now - PAUSE:
        return 0
    return last.tries


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
