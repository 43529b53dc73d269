"""Looking up what clients submitted for those who may see it."""

from provino.galleries.access import gallery_for_member
from provino.lib.errors import NotFoundError
from provino.lib.public_ids import is_public_id
from provino.proofing.models import FavouriteList, Selection
from provino.studios.models import Member
from provino.visitors.models import Visitor


def selection_for_member(member: Member, gallery_id: str, public_id: str) -> Selection:
    """Return a selection of the member's studio. Raises NotFoundError."""
    gallery = gallery_for_member(member, gallery_id)
    selections = Selection.objects.select_related("favourite_list__visitor__contact", "reopened_by__user")
    found = selections.filter(gallery=gallery, public_id=public_id).first() if is_public_id(public_id) else None
    if found is None:
        raise NotFoundError
    found.gallery = gallery
    return found


def list_for_member(member: Member, gallery_id: str, public_id: str) -> FavouriteList:
    """Return a visitor's list in a gallery of the member's studio. Raises NotFoundError."""
    gallery = gallery_for_member(member, gallery_id)
    lists = FavouriteList.objects.select_related("visitor__contact")
    found = lists.filter(visitor__gallery=gallery, public_id=public_id).first() if is_public_id(public_id) else None
    if found is None:
        raise NotFoundError
    return found


def selection_for_visitor(visitor: Visitor | None, public_id: str) -> Selection:
    """Return a version this person submitted. Raises NotFoundError: malformed, unknown, somebody else's."""
    if visitor is None or not is_public_id(public_id):
        raise NotFoundError
    selections = Selection.objects.select_related("favourite_list__visitor", "gallery__studio")
    found = selections.filter(favourite_list__visitor=visitor, public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found
