"""Whoever comes before a gallery opens may leave an address and is told, once."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from provino.contacts.contacts import normalise_email
from provino.contacts.errors import BadAddressError
from provino.galleries.models import Gallery, Visibility
from provino.jobs.tasks import every
from provino.mail.errors import MailError
from provino.visitors.codes import count_mail
from provino.visitors.emails import opening_letter
from provino.visitors.gate import refusal_of
from provino.visitors.models import OpeningWish

KEPT = timedelta(days=30)

logger = logging.getLogger(__name__)


def wish_to_be_told(gallery: Gallery, *, email: str, address: str) -> None:
    """Remember who wants to be told when the gallery opens; once an address, however often it is left.

    `address` is where the request came from. Raises BadAddressError, TooManyMailsError.
    """
    wished = normalise_email(email)
    if not wished:
        raise BadAddressError
    count_mail(gallery, to=wished, address=address)
    wish = OpeningWish(gallery=gallery, email=wished, language=get_language() or "")
    OpeningWish.objects.bulk_create([wish], ignore_conflicts=True)


@every(minutes=5)
def tell_opened_task() -> None:
    """Write to those who wait for galleries that are open now, and forget who was told long ago."""
    tell_opened()


def tell_opened() -> int:
    """Queue one mail a wish whose gallery is open; returns how many. What the outbox refuses waits."""
    forget_told()
    waiting = OpeningWish.objects.filter(
        told_at__isnull=True, gallery__visibility=Visibility.OPEN, gallery__deleted_at__isnull=True
    )
    galleries = Gallery.objects.select_related("studio").filter(pk__in=waiting.values("gallery"))
    told = 0
    for gallery in galleries:
        if not refusal_of(gallery):
            told += sum(_tell(pk) for pk in waiting.filter(gallery=gallery).values_list("pk", flat=True))
    return told


def forget_told() -> int:
    """Delete addresses a month after they were told; returns how many."""
    return OpeningWish.objects.filter(told_at__lt=timezone.now() - KEPT).delete()[0]


def _tell(pk: int) -> bool:
    try:
        with transaction.atomic():
            taken = OpeningWish.objects.filter(pk=pk, told_at__isnull=True).update(told_at=timezone.now())
            if taken:
                opening_letter(OpeningWish.objects.select_related("gallery__studio").get(pk=pk))
    except MailError as refusal:
        logger.warning("opening not told: %s", refusal.code)
        return False
    return bool(taken)
