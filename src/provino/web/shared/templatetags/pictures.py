"""Template tags for pictures: signed addresses, why one failed, the tick strip in photo order."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from provino.galleries.addresses import rendition_url
from provino.galleries.models import Picture
from provino.galleries.reasons import reason_words as words_of_reason

register = template.Library()


@register.simple_tag
def rendition(prefix: str, picture: Picture, recipe: str) -> str:
    """The signed address of a rendition, "" while there is none."""
    return rendition_url(prefix, picture, recipe)


@register.filter
def reason_words(code: str) -> str:
    """Why a picture failed, in words."""
    return words_of_reason(code)


@register.inclusion_tag("components/ticks.html")
def ticks_in_order(marks: Sequence[bool]) -> dict[str, Any]:
    """One tick a chosen photo, in gallery order: ink when its finished file is here, a gap when it is missing."""
    shown = list(marks)[:150]
    here = sum(marks)
    return {
        "marks": [(place * 10, "on" if mark else "gap") for place, mark in enumerate(shown)],
        "width": max(len(shown) * 10 - 4, 6),
        "label": _("%(here)d of %(all)d") % {"here": here, "all": len(marks)},
    }
