"""The mail of a hand-over."""

from django.utils import translation
from django.utils.translation import gettext

from provino.galleries.links import personal_url
from provino.galleries.mail_pictures import cover_image
from provino.galleries.models import Gallery, Invitation
from provino.handover.models import Handover
from provino.mail.models import Message
from provino.mail.outbox import queue_message
from provino.studios.letterhead import letterhead


def handover_letter(gallery: Gallery, *, is_first: bool = True) -> str:
    """The words we propose, in the gallery's language; the photographer may change them."""
    with translation.override(gallery.language):
        ready = gettext("your finished photos are ready to download.")
        more = gettext("there are new finished photos for you to download.")
        parts = [
            gettext("Hello,"),
            ready if is_first else more,
            gettext("Take them whenever you like, one by one or all at once, and keep a copy in a safe place."),
            gettext("With thanks") + f",\n{gallery.studio.sender_name or gallery.studio.name}",
        ]
    return "\n\n".join(parts)


def handover_mail(handover: Handover, invitation: Invitation, *, text: str, reply_to: str) -> Message:
    """Queue "your photos are ready" for one client, in the gallery's language. Raises the outbox's refusals."""
    gallery = invitation.gallery
    paper = letterhead(gallery.studio, reply_to=reply_to)
    cover = cover_image(gallery)
    letter = text.strip() or handover_letter(gallery, is_first=handover.round == 1)
    return queue_message(
        cause=f"handover:{gallery.pk}:{handover.round}:{invitation.pk}",
        kind="handover_mail",
        to=invitation.contact.email_as_typed or invitation.contact.email,
        to_name=invitation.contact.name,
        language=gallery.language,
        sender_name=paper.sender_name,
        reply_to=paper.reply_to,
        allowance=paper.allowance,
        inline_images=[*paper.images, *([cover] if cover else [])],
        context={
            **letterhead(gallery.studio).context,
            "files": handover.files.count(),
            "title": gallery.title,
            "paragraphs": [block.strip() for block in letter.replace("\r\n", "\n").split("\n\n") if block.strip()],
            "url": personal_url(invitation, to="handover"),
            "photo_cid": "cover" if cover else "",
            "photo_alt": gallery.title,
        },
    )
