"""What people are written who are nobody in particular yet: codes, and that a gallery opened."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from provino.galleries.links import gallery_url
from provino.galleries.models import Gallery
from provino.mail.models import Message
from provino.mail.outbox import queue_message
from provino.studios.letterhead import letterhead
from provino.visitors.models import EmailCode, OpeningWish


def code_letter(code: EmailCode, *, digits: str, secret: str) -> Message:
    """Queue the code with its link, in the gallery's language. Nothing in it was typed by whoever asked for it."""
    gallery = code.visitor.gallery
    shown = f"{digits[:3]} {digits[3:]}"
    with translation.override(gallery.language):
        paragraphs = [
            gettext("Hello,"),
            gettext("somebody, we hope you, wants to go on choosing photos with this address on another device."),
            gettext("Type this code there: %(code)s. It works for ten minutes.") % {"code": shown},
            gettext("Or, if you read this on the device you want to choose on, press the button."),
        ]
    context = {"code": shown, "title": shown, "paragraphs": paragraphs, "url": f"{gallery_url(gallery)}code/{secret}"}
    return _queue(gallery, kind="email_code", cause=f"email-code:{code.pk}", to=code.email, context=context)


def opening_letter(wish: OpeningWish) -> Message:
    """Queue "the gallery is open" for somebody who wanted to be told. Behind a password the title stays unsaid."""
    gallery = wish.gallery
    title = gallery.studio.name if gallery.has_password else gallery.title
    with translation.override(wish.language or gallery.language):
        paragraphs = [gettext("Hello,"), gettext("you wanted to be told: the photos are there now.")]
    context = {"title": title, "paragraphs": paragraphs, "url": gallery_url(gallery)}
    cause = f"opening-wish:{wish.pk}"
    return _queue(gallery, kind="gallery_opened", cause=cause, to=wish.email, context=context, language=wish.language)


def _queue(gallery: Gallery, *, kind: str, cause: str, to: str, context: dict[str, Any], language: str = "") -> Message:
    paper = letterhead(gallery.studio)
    return queue_message(
        cause=cause,
        kind=kind,
        to=to,
        language=language or gallery.language,
        sender_name=paper.sender_name,
        reply_to=paper.reply_to,
        # Apart from the studio's own mail, so that nobody can use that up by asking for codes.
        allowance=f"asked:{paper.allowance}",
        inline_images=paper.images,
        context={**paper.context, **context},
    )
