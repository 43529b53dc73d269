"""What a gallery's people are written."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats, translation
from django.utils.translation import gettext, pgettext

from provino.galleries.links import personal_url
from provino.galleries.mail_pictures import cover_image
from provino.galleries.models import Gallery, Invitation, InvitationRole, seen_by
from provino.lib.signatures import GUEST
from provino.mail.browser import html_for_browser
from provino.mail.models import Message
from provino.mail.outbox import queue_message
from provino.mail.rendering import render_message
from provino.studios.letterhead import letterhead


@dataclass(frozen=True)
class Letter:
    """The words of an invitation, which the photographer may change."""

    subject: str
    text: str


def default_letter(gallery: Gallery) -> Letter:
    """Return the words we propose, in the gallery's language."""
    with translation.override(gallery.language):
        parts = [
            gettext("Hello,"),
            gettext(
                "your photos are ready. Take your time with them, best of all together, "
                "and mark with a heart the ones you like most."
            ),
            gettext("Your choice saves itself, on the phone and on the computer."),
        ]
        if gallery.choosing_deadline:
            day = formats.date_format(gallery.choosing_deadline, pgettext("date format in Django's letters", "j F"))
            parts[-1] += " " + gettext("Please choose until %(day)s.") % {"day": day}
        parts.append(gettext("See you soon") + f",\n{gallery.studio.sender_name or gallery.studio.name}")
        subject = gettext("%(title)s: your photos are ready") % {"title": gallery.title}
    return Letter(subject=subject, text="\n\n".join(parts))


def gallery_invitation(invitation: Invitation, *, letter: Letter, cause: str, reply_to: str = "") -> Message:
    """Queue the invitation with the personal link, in the gallery's language. Raises the outbox's refusals."""
    gallery, contact = invitation.gallery, invitation.contact
    paper = letterhead(gallery.studio, reply_to=reply_to)
    cover = cover_image(gallery) if _may_see_cover(gallery, role=invitation.role) else None
    return queue_message(
        cause=cause,
        kind="gallery_invitation",
        to=contact.email_as_typed or contact.email,
        to_name=contact.name,
        language=gallery.language,
        sender_name=paper.sender_name,
        reply_to=paper.reply_to,
        allowance=paper.allowance,
        inline_images=[*paper.images, *([cover] if cover else [])],
        context=_context(
            gallery, letter=letter, url=personal_url(invitation), role=invitation.role, has_cover=cover is not None
        ),
    )


def preview_invitation(gallery: Gallery, *, letter: Letter, url: str) -> str:
    """Return the HTML part of an invitation to a client, for a browser; `url` stands for the personal link."""
    paper, cover = letterhead(gallery.studio), cover_image(gallery)
    context = _context(gallery, letter=letter, url=url, role=InvitationRole.CLIENT, has_cover=cover is not None)
    rendered = render_message("gallery_invitation", language=gallery.language, context=context)
    images = [*paper.images, *([cover] if cover else [])]
    return html_for_browser(rendered.html, images=[(image.content_id, image.key, image.media_type) for image in images])


def _may_see_cover(gallery: Gallery, *, role: str) -> bool:
    """Guests get no picture by mail that the gallery keeps from them."""
    cover = gallery.cover_photo
    return role == InvitationRole.CLIENT or (
        cover is not None and gallery.photos.filter(seen_by(GUEST), pk=cover.pk).exists()
    )


def _context(gallery: Gallery, *, letter: Letter, url: str, role: str, has_cover: bool) -> dict[str, object]:
    return {
        **letterhead(gallery.studio).context,
        "subject": letter.subject,
        "paragraphs": _paragraphs(letter.text),
        "title": gallery.title,
        "url": url,
        "is_client": role == InvitationRole.CLIENT,
        "photo_cid": "cover" if has_cover else "",
        "photo_alt": gallery.title,
    }


def _paragraphs(text: str) -> Sequence[str]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]
