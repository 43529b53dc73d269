"""What members changed, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from provino.galleries.models import Gallery, PhotoLabel, PhotoOrder, Visibility
from provino.studios.models import AuditEntry, Studio
from provino.web.dashboard.forms.watermarks import PLACES
from provino.web.shared.look import COVER_DESIGNS, FONT_PAIRS, SPACINGS, THEMES

_WORDS: dict[str, Promise] = {
    "studio.created": _("made the studio"),
    "studio.changed": _("changed the studio's settings"),
    "studio.logo_changed": _("changed the logo"),
    "member.invited": _("invited a member"),
    "member.invite_withdrawn": _("withdrew an invitation"),
    "member.joined": _("joined the studio"),
    "member.role_changed": _("changed a member's role"),
    "member.removed": _("removed a member"),
    "member.second-factor-reset": _("had the second factor taken away by the server's operator"),
    "token.created": _("made an API token"),
    "token.revoked": _("ended an API token"),
    "contact.created": _("added a contact"),
    "contact.changed": _("changed a contact"),
    "gallery.created": _("made a gallery"),
    "gallery.changed": _("changed a gallery"),
    "gallery.deleted": _("deleted a gallery"),
    "gallery.restored": _("brought a gallery back"),
    "gallery.sent": _("sent a gallery"),
    "gallery.password-set": _("set a gallery's password"),
    "gallery.password-removed": _("removed a gallery's password"),
    "gallery.client-password-set": _("set a gallery's password for the client"),
    "gallery.client-password-removed": _("removed a gallery's password for the client"),
    "gallery.cover-set": _("chose a gallery's cover"),
    "gallery.watermark-chosen": _("chose a gallery's watermark"),
    "watermark.created": _("made a watermark"),
    "watermark.changed": _("changed a watermark"),
    "watermark.deleted": _("deleted a watermark"),
    "watermark.restored": _("brought a watermark back"),
    "preset.saved": _("kept a preset"),
    "preset.applied": _("gave a gallery a preset"),
    "preset.renamed": _("renamed a preset"),
    "preset.deleted": _("deleted a preset"),
    "preset.restored": _("brought a preset back"),
    "invitation.revoked": _("withdrew a personal link"),
    "photos.hidden": _("hid photos"),
    "photos.shown": _("showed hidden photos again"),
    "photos.deleted": _("deleted photos"),
    "photos.restored": _("brought photos back"),
    "photos.moved": _("moved photos to a section"),
    "photos.reordered": _("put photos into another order"),
    "photos.retried": _("had failed photos tried again"),
    "section.created": _("added a section"),
    "section.renamed": _("renamed a section"),
    "section.shown-to": _("changed who sees a section"),
    "section.deleted": _("removed a section"),
    "section.restored": _("brought a section back"),
    "sections.reordered": _("put the sections into another order"),
    "clock.shifted": _("corrected a camera's clock"),
    "package.set": _("changed a gallery's package"),
    "package.removed": _("removed a gallery's package"),
    "selection.reopened": _("opened a client's selection again"),
    "handed-over": _("handed over finished files"),
    "finished-file.removed": _("took a finished file out"),
    "finished-file.restored": _("put a finished file back"),
    "finished-files.retried": _("had failed finished files tried again"),
    "message.sent-again": _("sent an e-mail again"),
}
_NAMES: dict[str, Promise] = {
    "name": _("name"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "notes": _("notes"),
    "language": _("language"),
    "currency": _("currency"),
    "time_zone": _("time zone"),
    "brand_color": _("colour"),
    "sender_name": _("sender"),
    "reply_to": _("replies go to"),
    "keep_location": _("remember the place"),
    "role": _("role"),
    "scopes": _("rights"),
    "title": _("title"),
    "subtitle": _("kind"),
    "visibility": _("visibility"),
    "date": _("date"),
    "client": _("client"),
    "client_only": _("client only"),
    "opens_on": _("opens on"),
    "expires_on": _("open until"),
    "ask_at_door": _("asks who is looking"),
    "client_may_hide": _("client hides photos from guests"),
    "choosing_deadline": _("choose by"),
    "photo_label": _("under the photos"),
    "photo_order": _("order of the photos"),
    "favourites_on": _("clients choose favourites"),
    "comments_on": _("clients write comments"),
    "included": _("photos included"),
    "minimum": _("at least"),
    "maximum": _("at most"),
    "tiers": _("prices of further photos"),
    "price_for_all": _("price for all further photos"),
    "number": _("number"),
    "several_lists_on": _("clients make several lists"),
    "cover_design": _("cover design"),
    "theme": _("colours"),
    "font_pair": _("fonts"),
    "accent": _("accent colour"),
    "spacing": _("between the photos"),
    "preset": _("preset"),
    "recipients": _("recipients"),
    "to": _("to"),
    "cover": _("cover"),
    "watermark": _("watermark"),
    "text": _("words"),
    "placement": _("where"),
    "opacity": _("opacity"),
    "size": _("width"),
    "on_grid": _("also on the grid"),
    "section": _("section"),
    "sections": _("sections"),
    "photos": _("photos"),
    "names": _("first of them"),
    "files": _("files"),
    "round": _("round"),
    "camera": _("camera"),
    "shift_seconds": _("seconds"),
}
_HIDDEN = {"image_key", "kind", "email_as_typed", "logo", "focal", "photo", "contact"}
_VALUES: dict[str, dict[str, Promise]] = {
    "visibility": {
        Visibility.DRAFT: pgettext_lazy("state of a gallery", "Draft"),
        Visibility.OPEN: pgettext_lazy("visibility of a gallery", "Open"),
        Visibility.CLOSED: pgettext_lazy("state of a gallery", "Closed"),
    },
    "photo_label": {
        PhotoLabel.NONE: _("Nothing"),
        PhotoLabel.FILENAME: _("File name"),
        PhotoLabel.NUMBER: _("Number"),
    },
    "placement": {str(value): words for value, words in PLACES},
    "photo_order": {
        PhotoOrder.TAKEN: _("By the time they were taken"),
        PhotoOrder.NAME: _("By file name"),
        PhotoOrder.MANUAL: _("By hand"),
    },
    **{
        name: {str(value): words for value, words in choices}
        for name, choices in (
            *(("cover_design", COVER_DESIGNS), ("theme", THEMES)),
            *(("font_pair", FONT_PAIRS), ("spacing", SPACINGS)),
        )
    },
}
_SHOWN_LENGTH = 60


def audit_words(entry: AuditEntry) -> tuple[str, list[tuple[str, str, str]]]:
    """What was done as a phrase, and each changed value as (name, before, after)."""
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    values = [
        (
            str(_NAMES.get(name, name.replace("_", " "))),
            _short(name, entry.before.get(name)),
            _short(name, entry.after.get(name)),
        )
        for name in names
        if name not in _HIDDEN
    ]
    return str(_WORDS.get(entry.action, entry.action)), [value for value in values if value[1] or value[2]]


def titles_of(entries: Iterable[AuditEntry], *, studio: Studio) -> dict[str, str]:
    """The galleries the entries are about, title by public id, also those deleted since. One query."""
    wanted = {entry.object_id for entry in entries if entry.object_kind == "gallery"}
    return dict(Gallery.objects.filter(studio=studio, public_id__in=wanted).values_list("public_id", "title"))


def _short(name: str, value: object) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        text = ", ".join(map(str, value))
    else:
        text = str(_VALUES.get(name, {}).get(str(value), value or ""))
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"
