"""The one way from an address to a gallery, section or photo of the member who asks."""

import re
from collections.abc import Sequence

from provino.galleries.models import Gallery, Photo, Preset, Section, Watermark
from provino.lib.errors import NotFoundError
from provino.studios.models import Member

# Also keeps NUL and lone surrogates, which PostgreSQL refuses, away from the query.
_PUBLIC_ID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{1,22}")


def gallery_for_member(
    member: Member, public_id: str, *, joined: Sequence[str] = ("studio", "client", "cover_photo")
) -> Gallery:
    """Return the member's gallery, with what of it is `joined`. Raises NotFoundError: malformed, another studio's, deleted."""
    if not _PUBLIC_ID.fullmatch(public_id):
        raise NotFoundError
    galleries = Gallery.objects.select_related(*joined) if joined else Gallery.objects.all()
    gallery = galleries.filter(studio=member.studio_id, public_id=public_id, deleted_at__isnull=True).first()
    if gallery is None:
        raise NotFoundError
    return gallery


def deleted_gallery_for_member(member: Member, public_id: str) -> Gallery:
    """Return a gallery that may still be restored. Raises NotFoundError: malformed, another studio's, not deleted."""
    if not _PUBLIC_ID.fullmatch(public_id):
        raise NotFoundError
    gallery = Gallery.objects.filter(studio=member.studio_id, public_id=public_id, deleted_at__isnull=False).first()
    if gallery is None:
        raise NotFoundError
    return gallery


def photo_for_member(member: Member, gallery_id: str, photo_id: str) -> Photo:
    """Return a photo of the member's gallery. Raises NotFoundError: malformed, elsewhere, deleted."""
    gallery = gallery_for_member(member, gallery_id)
    if not _PUBLIC_ID.fullmatch(photo_id):
        raise NotFoundError
    photo = gallery.photos.filter(public_id=photo_id, deleted_at__isnull=True).first()
    if photo is None:
        raise NotFoundError
    photo.gallery = gallery
    return photo


def section_for_member(member: Member, gallery_id: str, section_id: str) -> Section:
    """Return a section of the member's gallery. Raises NotFoundError: malformed or elsewhere."""
    gallery = gallery_for_member(member, gallery_id)
    if not _PUBLIC_ID.fullmatch(section_id):
        raise NotFoundError
    section = gallery.sections.filter(public_id=section_id).first()
    if section is None:
        raise NotFoundError
    section.gallery = gallery
    return section


def preset_for_member(member: Member, public_id: str, *, deleted: bool = False) -> Preset:
    """Return a preset of the member's studio, or a `deleted` one that may be restored. Raises NotFoundError."""
    if not _PUBLIC_ID.fullmatch(public_id):
        raise NotFoundError
    presets = Preset.objects.select_related("studio").filter(studio=member.studio_id, public_id=public_id)
    preset = presets.filter(deleted_at__isnull=not deleted).first()
    if preset is None:
        raise NotFoundError
    return preset


def watermark_for_member(member: Member, public_id: str, *, deleted: bool = False) -> Watermark:
    """Return a watermark of the member's studio, or a `deleted` one that may be restored. Raises NotFoundError."""
    if not _PUBLIC_ID.fullmatch(public_id):
        raise NotFoundError
    watermarks = Watermark.objects.select_related("studio").filter(studio=member.studio_id, public_id=public_id)
    watermark = watermarks.filter(deleted_at__isnull=not deleted).first()
    if watermark is None:
        raise NotFoundError
    return watermark
