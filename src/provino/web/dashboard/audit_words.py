"""What members changed, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provino.studios.models import AuditEntry

_WORDS: dict[str, Promise] = {
    "studio.created": _("made the studio"),
    "studio.changed": _("changed the studio's settings"),
    "studio.logo_changed": _("changed the logo"),
    "member.invited": _("invited a member"),
    "member.invite_withdrawn": _("withdrew an invitation"),
    "member.joined": _("joined the studio"),
    "member.role_changed": _("changed a member's role"),
    "member.removed": _("removed a member"),
    "token.created": _("made an API token"),
    "token.revoked": _("ended an API token"),
    "contact.created": _("added a contact"),
    "contact.changed": _("changed a contact"),
    "gallery.created": _("made a gallery"),
    "gallery.changed": _("changed a gallery"),
    "gallery.opened": _("opened a gallery"),
    "gallery.closed": _("closed a gallery"),
    "gallery.deleted": _("deleted a gallery"),
    "gallery.restored": _("brought a gallery back"),
    "gallery.sent": _("sent a gallery"),
    "gallery.password_set": _("set a gallery's password"),
    "gallery.password_removed": _("removed a gallery's password"),
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
}
_HIDDEN = {"email_as_typed", "logo"}
_SHOWN_LENGTH = 60


def audit_words(entry: AuditEntry) -> tuple[str, list[tuple[str, str, str]]]:
    """What was done as a phrase, and each changed value as (name, before, after)."""
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    values = [
        (str(_NAMES.get(name, name.replace("_", " "))), _short(entry.before.get(name)), _short(entry.after.get(name)))
        for name in names
        if name not in _HIDDEN
    ]
    return str(_WORDS.get(entry.action, entry.action)), [value for value in values if value[1] or value[2]]


def _short(value: object) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"
