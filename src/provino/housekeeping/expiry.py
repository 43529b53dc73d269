"""Galleries whose last day is over: pages refuse by themselves, picture addresses already given out go dark here."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils import timezone

from provino.galleries.models import Gallery
from provino.jobs.tasks import every


@every(minutes=15)
def darken_expired_task() -> None:
    """Make the pictures of galleries that expired dark, each expiry once."""
    darken_expired()


def darken_expired() -> int:
    """Raise the access version of every gallery whose last day, where its studio is, has ended. Returns how many."""
    tomorrow = timezone.now().date() + timedelta(days=1)  # no time zone is further ahead
    expired = Gallery.objects.filter(~Q(darkened_for=F("expires_on")) | Q(darkened_for=None), expires_on__lt=tomorrow)
    rows = expired.values_list("pk", "expires_on", "studio__time_zone")
    over = [(pk, day) for pk, day, zone in rows if day and day < timezone.localdate(timezone=ZoneInfo(zone))]
    return sum(_darken(pk, day=day) for pk, day in over)


def _darken(pk: int, *, day: date) -> int:
    # The day is part of the question: who has just moved it keeps their addresses.
    return Gallery.objects.filter(pk=pk, expires_on=day).update(
        darkened_for=day, access_version=F("access_version") + 1
    )
