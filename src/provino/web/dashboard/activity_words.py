"""What visitors did, in words."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from provino.visitors.models import Activity, ActivityKind
from provino.web.shared.templatetags.provino import number

_WORDS: dict[str, Promise] = {
    ActivityKind.VIEWED: _("looked at the gallery"),
    ActivityKind.FAVOURITE_ADDED: _("chose a photo"),
    ActivityKind.FAVOURITE_REMOVED: _("took a photo out of the choice"),
    ActivityKind.COMMENTED: _("commented on a photo"),
    ActivityKind.DOWNLOADED: _("downloaded finished photos"),
    ActivityKind.HANDOVER_OPENED: _("looked at the finished photos"),
    ActivityKind.IDENTIFIED: _("said who they are"),
    ActivityKind.PROVEN: _("confirmed their e-mail address"),
    ActivityKind.LIST_MADE: _("made a list"),
    ActivityKind.LIST_SHARED: _("shared their choice by a link"),
    ActivityKind.SUBMITTED: _("sent selection no. %(number)s"),
    ActivityKind.REOPEN_ASKED: _("asked to change selection no. %(number)s"),
    ActivityKind.PHOTO_HIDDEN: _("hid a photo from guests"),
    ActivityKind.PHOTO_SHOWN: _("showed guests a photo again"),
    ActivityKind.ALL_TAKEN: _("took all photos"),
    ActivityKind.ALL_GIVEN_BACK: _("took back having taken all photos"),
}
# The same where it was done to a list with a name.
_OF_A_LIST: dict[str, Promise] = {
    ActivityKind.FAVOURITE_ADDED: _("chose a photo for “%(list)s”"),
    ActivityKind.FAVOURITE_REMOVED: _("took a photo out of “%(list)s”"),
    ActivityKind.LIST_MADE: _("made the list “%(list)s”"),
    ActivityKind.LIST_SHARED: _("shared the list “%(list)s” by a link"),
}
# Under which word of the detail stands how many photos it was.
_COUNTED: dict[str, str] = {
    ActivityKind.SUBMITTED: "count",
    ActivityKind.ALL_TAKEN: "photos",
    ActivityKind.ALL_GIVEN_BACK: "photos",
}


def activity_words(entry: Activity) -> str:
    """What was done, as a phrase that stands behind the person's name."""
    detail: dict[str, Any] = entry.detail
    list_name = detail.get("list") or detail.get("name") or ""
    words = _OF_A_LIST.get(entry.kind) if list_name else None
    return str(words or _WORDS[entry.kind]) % {"list": list_name, "number": detail.get("number", "")}


def activity_more(entry: Activity) -> str:
    """What else is known of it: the file that was taken, how many photos were sent, what a person called themselves; or ""."""
    detail: dict[str, Any] = entry.detail
    if entry.kind == ActivityKind.DOWNLOADED:
        return ", ".join(filter(None, (detail.get("what", ""), _files(detail.get("files", 0)))))
    if entry.kind in _COUNTED:
        count = detail.get(_COUNTED[entry.kind], 0)
        return ngettext("%(shown)s photo", "%(shown)s photos", count) % {"shown": number(count)}
    if entry.kind == ActivityKind.IDENTIFIED:
        return ", ".join(filter(None, (detail.get("name", ""), detail.get("email", ""))))
    return ""


def _files(count: int) -> str:
    """Said of a ZIP; a single file is named."""
    if count < 2:
        return ""
    return ngettext("%(shown)s file", "%(shown)s files", count) % {"shown": number(count)}
