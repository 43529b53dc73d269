"""Photos and finished files of a gallery."""

from typing import Literal

from django.db.models import F, QuerySet
from ninja import Query, Router, Status

from provino.api.errors import SectionUnknownError
from provino.api.galleries import REFUSALS
from provino.api.pages import Paging, page_of
from provino.api.schemas import FinishedFileOut, Page, PhotoChange, PhotoOut, PictureAddresses, PictureState
from provino.api.security import ApiRequest, Scope
from provino.galleries.access import gallery_for_member, photo_for_member
from provino.galleries.addresses import media_prefix, rendition_url
from provino.galleries.models import Gallery, Photo, Section
from provino.galleries.photos import delete_photos, hide_photos, move_photos, show_photos
from provino.galleries.reasons import reason_words
from provino.handover.files import finished_files
from provino.handover.models import FinishedFile
from provino.lib.signatures import MEMBER

router = Router(tags=["photos"])
READ, WRITE = Scope("photos:read"), Scope("photos:write")


@router.get("/{gallery_id}/photos", auth=READ, response={200: Page[PhotoOut], **REFUSALS}, operation_id="list_photos")
def list_photos(
    request: ApiRequest,
    gallery_id: str,
    paging: Query[Paging],
    state: PictureState | None = None,
) -> Page[PhotoOut]:
    """Photos in order of arrival; `state` narrows them to pending, ready or failed."""
    gallery = gallery_for_member(request.auth, gallery_id)
    photos = _photos(gallery).filter(state=state) if state else _photos(gallery)
    prefix = media_prefix(gallery, MEMBER)
    among = Photo.objects.filter(gallery=gallery)
    return page_of(photos, among=among, paging=paging, show=lambda photo: _shown(photo, prefix))


@router.get(
    "/{gallery_id}/photos/{photo_id}", auth=READ, response={200: PhotoOut, **REFUSALS}, operation_id="read_photo"
)
def read_photo(request: ApiRequest, gallery_id: str, photo_id: str) -> PhotoOut:
    """One photo."""
    return _one(photo_for_member(request.auth, gallery_id, photo_id))


@router.patch(
    "/{gallery_id}/photos/{photo_id}", auth=WRITE, response={200: PhotoOut, **REFUSALS}, operation_id="change_photo"
)
def patch_photo(request: ApiRequest, gallery_id: str, photo_id: str, body: PhotoChange) -> PhotoOut:
    """Hide or show a photo, move it to a section of its gallery."""
    photo = photo_for_member(request.auth, gallery_id, photo_id)
    changes = body.model_dump(exclude_unset=True)
    if "section" in changes:
        section = _section_of(photo.gallery, body.section)
        move_photos(photo.gallery, photos=[photo.public_id], section=section, by=request.auth)
    if "hidden" in changes:
        (hide_photos if body.hidden else show_photos)(photo.gallery, photos=[photo.public_id], by=request.auth)
    return _one(photo)


@router.delete(
    "/{gallery_id}/photos/{photo_id}", auth=WRITE, response={204: None, **REFUSALS}, operation_id="delete_photo"
)
def remove_photo(request: ApiRequest, gallery_id: str, photo_id: str) -> Status[None]:
    """Delete a photo; the dashboard can bring it back for a while."""
    photo = photo_for_member(request.auth, gallery_id, photo_id)
    delete_photos(photo.gallery, photos=[photo.public_id], by=request.auth)
    return Status(204, None)


@router.get(
    "/{gallery_id}/finished-files",
    auth=READ,
    response={200: Page[FinishedFileOut], **REFUSALS},
    operation_id="list_finished_files",
)
def list_finished_files(
    request: ApiRequest,
    gallery_id: str,
    paging: Query[Paging],
    folder: Literal["full", "web"] | None = None,
    state: PictureState | None = None,
) -> Page[FinishedFileOut]:
    """Finished files of the hand-over in order of arrival."""
    gallery = gallery_for_member(request.auth, gallery_id)
    every = files = finished_files(gallery)
    files = files.filter(folder=folder) if folder else files
    files = files.filter(state=state) if state else files
    return page_of(files, among=every, paging=paging, show=_finished)


def _photos(gallery: Gallery) -> QuerySet[Photo]:
    photos = Photo.objects.filter(gallery=gallery, deleted_at__isnull=True)
    return photos.annotate(section_name=F("section__name"), twin=F("same_picture_as__public_id"))


def _section_of(gallery: Gallery, public_id: str | None) -> Section | None:
    if not public_id:
        return None
    section = gallery.sections.filter(public_id=public_id).first() if public_id.isalnum() else None
    if section is None:
        raise SectionUnknownError
    return section


def _one(photo: Photo) -> PhotoOut:
    fresh = _photos(photo.gallery).get(pk=photo.pk)
    return _shown(fresh, media_prefix(photo.gallery, MEMBER))


def _shown(photo: Photo, prefix: str) -> PhotoOut:
    """`photo` carries the annotations of `_photos`."""
    names = (
        "relative_path",
        "state",
        "hidden",
        "hidden_from_guests",
        "media_type",
        "width",
        "height",
        "size",
        "sha256",
        "crc32",
    )
    addresses = {recipe: rendition_url(prefix, photo, recipe) for recipe in ("view", "grid", "grid2")}
    return PhotoOut(
        id=photo.public_id,
        filename=photo.original_name,
        section=photo.section_name,  # type: ignore[attr-defined]  # annotated
        reason=photo.reason or None,
        message=reason_words(photo.reason) or None,
        taken_at=photo.taken_at,
        camera=photo.camera,
        same_picture_as=photo.twin,  # type: ignore[attr-defined]  # annotated
        urls=PictureAddresses(**addresses) if all(addresses.values()) else None,
        created_at=photo.created_at,
        **{name: getattr(photo, name) for name in names},
    )


def _finished(file: FinishedFile) -> FinishedFileOut:
    return FinishedFileOut(
        id=file.public_id,
        filename=file.original_name,
        relative_path=file.relative_path,
        folder=file.folder,  # type: ignore[arg-type]  # a constraint keeps it to the two
        state=file.state,  # type: ignore[arg-type]
        reason=file.reason or None,
        message=reason_words(file.reason) or None,
        size=file.size,
        sha256=file.sha256,
        handed_over=file.handover_id is not None,
        created_at=file.created_at,
    )
