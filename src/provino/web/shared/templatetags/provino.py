"""Template tags both sides use: times, numbers, sizes, the tick strip, form controls."""

import datetime as dt
import re
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

register = template.Library()

_MOST_TICKS = 150  # more than this is drawn to scale: a strip is read at a glance
_GROUPS = {"pl": "\u00a0", "en": ","}
_POINTS = {"pl": ",", "en": "."}


def kept_together(words: str) -> str:
    """A day and its month on one line: a line never ends with the bare "7" of "7 grudnia"."""
    return re.sub(r"(?<=\d) (?=[^\W\d])", "\u00a0", words)


def _date_words(moment: dt.date, *, today: dt.date) -> str:
    """ "12 Nov", or "12 Nov 2025" in another year."""
    if moment.year == today.year:
        return kept_together(formats.date_format(moment, pgettext("date format in Django's letters", "j M")))
    return kept_together(formats.date_format(moment, pgettext("date format in Django's letters", "j M Y")))


@register.filter
def full_moment(value: dt.datetime | None) -> str:
    """A moment in full: "Monday 16 November 2026, 20:41", in the page's time zone."""
    if value is None:
        return ""
    shape = pgettext("date format in Django's letters", "l j F Y, G:i")
    return kept_together(formats.date_format(timezone.localtime(value), shape))


@register.filter
def full_day(value: dt.date | None) -> str:
    """A day in full: "16 November 2026"."""
    if value is None:
        return ""
    return kept_together(formats.date_format(value, pgettext("date format in Django's letters", "j F Y")))


@register.filter
def day(value: dt.date | None) -> SafeString | str:
    """A day without a time: "30 Nov", with the full date on hover; "" for none."""
    if value is None:
        return ""
    words = _date_words(value, today=timezone.localdate())
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), full_day(value), words)


@register.filter
def when(value: dt.datetime | None) -> SafeString | str:
    """A moment as people say it: "today 9:12", "yesterday 21:14", "12 Nov 16:30", with the full date on hover; "" for none."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    words = moment_words(local, now=timezone.localtime())
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full_moment(value), words)


def moment_words(moment: dt.datetime, *, now: dt.datetime) -> str:
    """The words of `when`, for two moments in the reader's time zone."""
    clock = formats.date_format(moment, "G:i")
    if moment.date() == now.date():
        return gettext("today %(time)s") % {"time": clock}
    if moment.date() == now.date() - dt.timedelta(days=1):
        return gettext("yesterday %(time)s") % {"time": clock}
    words = _date_words(moment.date(), today=now.date())
    return f"{words} {clock}" if moment.year == now.year else words


@register.filter
def number(value: float | None) -> str:
    """A number as the language groups it: "1,234" in English, "1 234" (no-break space) in Polish; "" for none."""
    if value is None:
        return ""
    language = (get_language() or "en")[:2]
    words = f"{value:,}"
    whole, _, rest = words.partition(".")
    whole = whole.replace(",", _GROUPS.get(language, ","))
    return whole + (_POINTS.get(language, ".") + rest if rest else "")


@register.filter
def filesize(value: int | None) -> str:
    """Bytes as photographers count them, in steps of 1,000: "812 kB", "11.2 MB", "4.7 GB"; "" for none."""
    if value is None:
        return ""
    size, unit = float(value), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 999.5:
            break
        size, unit = size / 1000, larger
    exact = unit in {"B", "kB"} or size >= 100
    return f"{number(round(size) if exact else round(size, 1))}\u00a0{unit}"


@register.inclusion_tag("components/ticks.html")
def ticks(*, label: str, on: int = 0, my: int = 0, gap: int = 0, rest: int = 0) -> dict[str, Any]:
    """The tick strip: one mark a photo; `on` in ink, `my` in the accent, `gap` missing, `rest` not yet. `label` says it in words."""
    counts = {"on": on, "my": my, "gap": gap, "": rest}
    total = sum(counts.values())
    scale = min(1, _MOST_TICKS / total) if total else 1
    kinds = [kind for kind, count in counts.items() for _ in range(max(round(count * scale), min(count, 1)))]
    return {
        "marks": [(place * 10, kind) for place, kind in enumerate(kinds)],
        "width": max(len(kinds) * 10 - 4, 6),
        "label": label,
    }


_CONTROL_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, "checkbox"),
    (forms.ColorInput, "h-10 w-16 cursor-pointer rounded-field border border-control bg-base-100 p-1"),
    (forms.FileInput, "file-input"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
]


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label of this field stands after its control."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def control(field: BoundField, **attributes: Any) -> SafeString:
    """The bare control of a field with the class its kind has; Django adds aria-invalid and aria-describedby."""
    widget = field.field.widget
    name = next((classes for kind, classes in _CONTROL_CLASSES if isinstance(widget, kind)), "input")
    given = widget.attrs.get("class", "")
    if any(kind.__module__.startswith("allauth.") for kind in type(field.form).__mro__):
        attributes["placeholder"] = False  # its placeholders repeat the label that stands above
    return field.as_widget(attrs={**attributes, "class": f"{name} {given}".strip()})


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], *starts: str) -> SafeString | str:
    """`aria-current="page"` when the page's address begins with one of the given ones."""
    request: HttpRequest | None = context.get("request")
    if request and request.path.startswith(starts):
        return SafeString(' aria-current="page"')
    return ""
