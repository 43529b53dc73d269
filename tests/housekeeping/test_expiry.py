"""Expired galleries go dark once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from provino.galleries.models import Gallery
from provino.housekeeping.expiry import darken_expired
from tests.factories import make_gallery, make_studio

pytestmark = pytest.mark.django_db


def version(gallery: Gallery) -> int:
    gallery.refresh_from_db()
    return gallery.access_version


def test_each_expiry_darkens_once() -> None:
    today = timezone.localdate()
    over = make_gallery(expires_on=today - timedelta(days=2))
    running, endless = make_gallery(expires_on=today + timedelta(days=2)), make_gallery()
    assert darken_expired() == 1
    assert darken_expired() == 0
    assert (version(over), version(running), version(endless)) == (2, 1, 1)
    Gallery.objects.filter(pk=over.pk).update(expires_on=today - timedelta(days=3))
    assert darken_expired() == 1
    assert version(over) == 3


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_the_last_day_ends_where_the_studio_is(zone: str) -> None:
    there = timezone.localdate(timezone=ZoneInfo(zone))
    studio = make_studio(time_zone=zone)
    last_day = make_gallery(studio=studio, expires_on=there)
    over = make_gallery(studio=studio, expires_on=there - timedelta(days=1))
    assert darken_expired() == 1
    assert (version(last_day), version(over)) == (1, 2)
