"""What a studio's members are written."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from provino.mail.models import Message
from provino.mail.outbox import queue_message
from provino.studios.letterhead import letterhead
from provino.studios.models import MemberInvite


def member_invited(invite: MemberInvite, *, secret: str) -> Message:
    """The invitation with its link; one mail an invitation. Raises the outbox's refusals."""
    studio = invite.studio
    paper = letterhead(studio)
    with translation.override(studio.language):
        title = _("%(studio)s invites you") % {"studio": studio.name}
        who = str(invite.invited_by.user) if invite.invited_by else studio.name
        paragraphs = [
            _("%(who)s invites you to work on the galleries of %(studio)s.") % {"who": who, "studio": studio.name},
            _("With the button you choose a password and are in. The link is good for a week."),
        ]
        button = _("Accept the invitation")
    return queue_message(
        cause=f"member-invite:{invite.public_id}",
        kind="member_invited",
        to=invite.email,
        language=studio.language,
        sender_name=paper.sender_name,
        reply_to=paper.reply_to,
        allowance=paper.allowance,
        inline_images=paper.images,
        context={
            **paper.context,
            "title": title,
            "paragraphs": paragraphs,
            "url": f"{settings.PROVINO_PUBLIC_URL}/invite/{secret}",
            "button": button,
        },
    )
