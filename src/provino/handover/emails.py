"""The mail of a hand-over."""

from provino.galleries.invitations import personal_url
from provino.galleries.models import Invitation
from provino.handover.models import Handover
from provino.mail.models import Message
from provino.mail.outbox import queue_message
from provino.studios.models import Member


def handover_mail(handover: Handover, invitation: Invitation, *, text: str, by: Member) -> Message:
    """Queue "your photos are ready" for one client, in the gallery's language; `text` replaces the letter's own words."""
    gallery = invitation.gallery
    studio = gallery.studio
    return queue_message(
        cause=f"handover:{gallery.public_id}:{handover.round}:{invitation.public_id}",
        kind="handover_mail",
        to=invitation.contact.email_as_typed,
        to_name=invitation.contact.name,
        studio=studio,
        language=gallery.language,
        context={
            "gallery": gallery,
            "studio": studio,
            "contact": invitation.contact,
            "files": handover.files.count(),
            "is_first": handover.round == 1,
            "letter": text,
            "url": personal_url(invitation, to="handover"),
        },
    )
