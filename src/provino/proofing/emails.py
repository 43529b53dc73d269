"""What the client is written about a selection. One function a message."""

import logging

from django.utils import translation
from django.utils.translation import gettext, ngettext

from provino.galleries.links import gallery_url, personal_url
from provino.galleries.models import Gallery
from provino.lib.money import money
from provino.mail.errors import MailError
from provino.mail.outbox import queue_message
from provino.proofing.models import Selection
from provino.studios.letterhead import letterhead
from provino.visitors.models import Visitor

logger = logging.getLogger(__name__)


def selection_received(selection: Selection) -> None:
    """Tell the client that the studio has the choice.

    What the client wrote is not repeated: an address that nobody proved must not carry a stranger's words.
    """
    gallery = selection.gallery
    with translation.override(gallery.language):
        values = {"title": gallery.title, "number": selection.number, "studio": gallery.studio.name}
        chosen = ngettext(
            "%(studio)s has your selection no. %(number)d with %(count)d photo.",
            "%(studio)s has your selection no. %(number)d with %(count)d photos.",
            selection.count,
        ) % {**values, "count": selection.count}
        paragraphs = [chosen]
        if selection.total:
            paragraphs.append(gettext("Together: %(total)s.") % {"total": money(selection.total, selection.currency)})
        paragraphs.append(gettext("It is locked now. If you want to change something, ask for it on its page."))
        _to_client(
            selection,
            kind="selection_received",
            cause=f"selection-received:{selection.pk}",
            subject=gettext("%(title)s: your choice has arrived") % values,
            paragraphs=paragraphs,
            button=gettext("Look at your choice"),
        )


def selection_reopened(selection: Selection) -> None:
    """Tell the client that the list can be changed again."""
    gallery = selection.gallery
    with translation.override(gallery.language):
        values = {"title": gallery.title, "number": selection.number, "studio": gallery.studio.name}
        _to_client(
            selection,
            kind="selection_reopened",
            cause=f"selection-reopened:{selection.pk}",
            subject=gettext("%(title)s: you can change your choice") % values,
            paragraphs=[
                gettext("%(studio)s has opened your selection no. %(number)d again.") % values,
                gettext("Change what you like, then send it once more."),
            ],
            button=gettext("Change your choice"),
        )


def _to_client(
    selection: Selection, *, kind: str, cause: str, subject: str, paragraphs: list[str], button: str
) -> None:
    """Queue it where we know an address. A day's allowance used up must not keep anybody from submitting."""
    gallery, visitor = selection.gallery, selection.favourite_list.visitor
    to = visitor.contact.email_as_typed or visitor.contact.email if visitor.contact else visitor.email
    if not to:
        return
    paper = letterhead(gallery.studio)
    try:
        queue_message(
            cause=cause,
            kind=kind,
            to=to,
            to_name=str(visitor),
            language=gallery.language,
            sender_name=paper.sender_name,
            reply_to=paper.reply_to,
            inline_images=paper.images,
            allowance=paper.allowance,
            context={
                **paper.context,
                "subject": subject,
                "title": gallery.title,
                "paragraphs": paragraphs,
                "button": button,
                "url": _address(gallery, visitor),
            },
        )
    except MailError as refusal:
        logger.warning("the client was not written about a selection: %s", refusal.code)


def _address(gallery: Gallery, visitor: Visitor) -> str:
    invitation = visitor.invitation
    if invitation is None or invitation.revoked_at is not None:
        return f"{gallery_url(gallery)}favourites"
    invitation.gallery = gallery
    return personal_url(invitation, to="favourites")
