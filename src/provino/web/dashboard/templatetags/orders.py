"""Words of the Client orders tab and the export."""

import datetime as dt
import re

from django import template
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from provino.web.shared.templatetags.provino import kept_together

register = template.Library()

_KEY = re.compile(r"`([^`]+)`")


@register.filter
def spoken_moment(value: dt.datetime | None) -> SafeString | str:
    """A moment as a part of a sentence: "on Monday 16 November, 20:41", the year only if it is another one."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    letters = "j F" if local.year == timezone.localdate().year else "j F Y"
    day = kept_together(formats.date_format(local, pgettext("date format in Django's letters", letters)))
    words = gettext("%(on_weekday)s %(day)s, %(time)s") % {
        "on_weekday": _on_weekday(local.weekday()),
        "day": day,
        "time": formats.date_format(local, "G:i"),
    }
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.filter
def keys(sentence: object) -> SafeString:
    """A sentence in which `backticked` keys look like keys."""
    escaped = conditional_escape(str(sentence))
    return mark_safe(_KEY.sub(r'<kbd class="key">\1</kbd>', escaped))  # noqa: S308 - escaped the line before


def _on_weekday(number: int) -> str:
    return [
        gettext("on Monday"),
        gettext("on Tuesday"),
        gettext("on Wednesday"),
        gettext("on Thursday"),
        gettext("on Friday"),
        gettext("on Saturday"),
        gettext("on Sunday"),
    ][number]
