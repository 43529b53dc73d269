"""The one way from an address to a visitor of the member who asks."""

from provino.galleries.access import gallery_for_member
from provino.lib.errors import NotFoundError
from provino.studios.models import Member
from provino.visitors.models import Visitor


def visitor_for_member(member: Member, gallery_id: str, visitor_id: str) -> Visitor:
    """Return a visitor of the member's gallery. Raises NotFoundError: malformed, elsewhere."""
    gallery = gallery_for_member(member, gallery_id)
    visitor = (
        gallery.visitors.filter(public_id=visitor_id).first() if visitor_id.isascii() and visitor_id.isalnum() else None
    )
    if visitor is None:
        raise NotFoundError
    visitor.gallery = gallery
    return visitor
