"""When visitors may choose and comment: asked by every verb, so that no door can forget it."""

from django.utils import formats
from django.utils.translation import gettext

from provino.galleries.models import Gallery, Photo, PictureState
from provino.lib.signatures import CLIENT
from provino.proofing.errors import ChoosingEndedError, ChoosingOffError, CommentsOffError, GalleryShutError
from provino.visitors.errors import IdentifyFirstError, PhotoGoneError
from provino.visitors.gate import refusal_of, studio_today
from provino.visitors.models import Visitor


def has_choosing_ended(gallery: Gallery) -> bool:
    """Whether the last day for choosing, where the studio is, lies behind us."""
    return gallery.choosing_deadline is not None and gallery.choosing_deadline < studio_today(gallery)


def check_may_choose(visitor: Visitor, *, photo: Photo) -> None:
    """Raise what keeps this visitor from choosing this photo: GalleryShut, ChoosingOff, ChoosingEnded, IdentifyFirst,
    PhotoGone.
    """
    _check_open(visitor, photo=photo)
    _check_choosing(visitor, gallery=photo.gallery)


def check_may_have_lists(visitor: Visitor) -> None:
    """Raise what keeps this visitor from making, changing or submitting lists now: GalleryShut, ChoosingOff,
    ChoosingEnded, IdentifyFirst.
    """
    if refusal_of(visitor.gallery):
        raise GalleryShutError
    _check_choosing(visitor, gallery=visitor.gallery)


def check_may_comment(visitor: Visitor, *, photo: Photo) -> None:
    """Raise what keeps this visitor from commenting: GalleryShut, CommentsOff, IdentifyFirst, PhotoGone."""
    _check_open(visitor, photo=photo)
    if not photo.gallery.comments_on:
        raise CommentsOffError
    if not visitor.is_identified:
        raise IdentifyFirstError


def _check_choosing(visitor: Visitor, *, gallery: Gallery) -> None:
    if not gallery.favourites_on:
        raise ChoosingOffError
    if gallery.choosing_deadline is not None and has_choosing_ended(gallery):
        day = formats.date_format(gallery.choosing_deadline, "DATE_FORMAT")
        raise ChoosingEndedError(
            gettext("Choosing ended on %(day)s. Ask your photographer for more time.") % {"day": day}
        )
    if not visitor.is_identified:
        raise IdentifyFirstError


def _check_open(visitor: Visitor, *, photo: Photo) -> None:
    seen = photo.deleted_at is None and not photo.hidden and photo.state == PictureState.READY
    if not seen or visitor.gallery_id != photo.gallery_id or _is_kept_from(visitor, photo=photo):
        raise PhotoGoneError
    if refusal_of(photo.gallery):
        raise GalleryShutError


def _is_kept_from(visitor: Visitor, *, photo: Photo) -> bool:
    """Whether only the client may see this photo, and the visitor is a guest."""
    if visitor.visitor_class == CLIENT:
        return False
    return photo.hidden_from_guests or (photo.section is not None and photo.section.client_only)
