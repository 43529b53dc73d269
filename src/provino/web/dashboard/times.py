"""Times that cameras wrote."""

import datetime

from django.utils import formats
from django.utils.translation import pgettext


def camera_time(value: datetime.datetime) -> str:
    """A capture time in words, exactly as the camera wrote it: it knows no zone, so none is applied."""
    written = value.replace(tzinfo=None)
    return formats.date_format(written, pgettext("date format in Django's letters, with time", "j M Y, G:i:s"))
