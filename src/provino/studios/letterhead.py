"""The studio's writing paper: who a letter comes from, its mark, and where answers go."""

from dataclasses import dataclass

from provino.mail.outbox import InlineImage
from provino.studios.models import Studio


@dataclass(frozen=True)
class Letterhead:
    """What every letter of a studio shares. `context` feeds `mail/letter.html`; `images` are the pictures in it."""

    sender_name: str
    reply_to: str
    allowance: str
    context: dict[str, str]
    images: tuple[InlineImage, ...] = ()


def letterhead(studio: Studio, *, reply_to: str = "") -> Letterhead:
    """Return the studio's letterhead; answers go to the studio's own address, else to `reply_to`."""
    context = {"mark": studio.name, "address": ", ".join(part for part in (studio.name, studio.phone) if part)}
    images: tuple[InlineImage, ...] = ()
    if studio.logo_key:
        context["logo_cid"] = "logo"
        images = (InlineImage("logo", studio.logo_key, "image/png"),)
    return Letterhead(
        sender_name=studio.sender_name or studio.name,
        reply_to=studio.reply_to or reply_to,
        allowance=studio.public_id,
        context=context,
        images=images,
    )
