"""The two addresses of a gallery that people pass on: the plain link and the personal one."""

from django.conf import settings

from provino.galleries.models import Gallery, Invitation


def gallery_url(gallery: Gallery) -> str:
    """Return the plain link: who opens it is nobody yet."""
    return f"{settings.PROVINO_PUBLIC_URL}/g/{gallery.public_id}/"


def personal_url(invitation: Invitation, *, to: str = "") -> str:
    """Return the personal link, which opens the gallery as that contact; `to="handover"` goes on to that page."""
    link = f"{gallery_url(invitation.gallery)}i/{invitation.secret}"
    return f"{link}?to={to}" if to else link
