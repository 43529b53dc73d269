"""What members do with a gallery as a whole: make, change, open, close, protect, delete and bring back."""

import datetime
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from provino.contacts.models import Contact
from provino.galleries.errors import PasswordTooShortError, PhotoNotReadyError, TitleMissingError, UnknownValueError
from provino.galleries.models import Gallery, Photo, PhotoLabel, PhotoOrder, PictureState, Visibility
from provino.galleries.positions import place_all
from provino.studios.audit import record_change
from provino.studios.models import Member, Studio

MIN_PASSWORD_LENGTH = 4
COPIED = ("language", "photo_label", "photo_order", "favourites_on", "comments_on")
_KNOWN = {
    "visibility": Visibility.values,
    "photo_label": PhotoLabel.values,
    "photo_order": PhotoOrder.values,
    "language": [code for code, _name in settings.LANGUAGES],
}
# Changing one of these must darken the picture addresses already given out.
_ACCESS = ("visibility", "expires_on")


class GalleryChanges(TypedDict, total=False):
    """What `change_gallery` may change; what is missing stays as it is."""

    title: str
    subtitle: str
    date: datetime.date | None
    client: Contact | None
    language: str
    visibility: str
    expires_on: datetime.date | None
    choosing_deadline: datetime.date | None
    photo_label: str
    photo_order: str
    favourites_on: bool
    comments_on: bool


def create_gallery(
    studio: Studio, *, by: Member, like: Gallery | None = None, **given: Unpack[GalleryChanges]
) -> Gallery:
    """Make a gallery; a draft unless said otherwise, in the studio's language, with the settings of `like`.

    Raises TitleMissingError, UnknownValueError.
    """
    copied = {name: getattr(like, name) for name in COPIED} if like else {}
    values: dict[str, Any] = {"language": studio.language, **copied, **given}
    _check({"title": "", **values})
    with transaction.atomic():
        gallery = Gallery.objects.create(studio=studio, **_clean(values))
        record_change(by, action="gallery.created", target=gallery, after={"title": gallery.title})
    return gallery


def change_gallery(gallery: Gallery, *, by: Member, **changes: Unpack[GalleryChanges]) -> Gallery:
    """Change settings; what is equal already is left alone. Raises TitleMissingError, UnknownValueError."""
    values = _clean(dict(changes))
    _check(values)
    with transaction.atomic():
        locked = Gallery.objects.select_for_update().get(pk=gallery.pk)
        before = {name: getattr(locked, name) for name in values if getattr(locked, name) != values[name]}
        if before:
            after = {name: values[name] for name in before}
            if after.get("photo_order") == PhotoOrder.MANUAL and not locked.photos.filter(position__gt=0).exists():
                place_all(locked)  # else the order made by hand earlier comes back
            _write(locked, after)
            record_change(by, action="gallery.changed", target=locked, before=_plain(before), after=_plain(after))
    gallery.refresh_from_db()
    return gallery


def copy_settings(gallery: Gallery, *, source: Gallery, by: Member) -> Gallery:
    """Take over language, label, order, favourites and comments; not title, dates, client, access or password."""
    return change_gallery(gallery, by=by, **{name: getattr(source, name) for name in COPIED})


def open_gallery(gallery: Gallery, *, by: Member) -> Gallery:
    """Let in who has the link."""
    return change_gallery(gallery, by=by, visibility=Visibility.OPEN)


def close_gallery(gallery: Gallery, *, by: Member) -> Gallery:
    """Let nobody in but members; pictures go dark within seconds."""
    return change_gallery(gallery, by=by, visibility=Visibility.CLOSED)


def set_password(gallery: Gallery, *, password: str, by: Member) -> None:
    """Ask visitors for a password from now on. Raises PasswordTooShortError."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise PasswordTooShortError
    _change_access(gallery, action="gallery.password-set", by=by, password_hash=make_password(password))


def remove_password(gallery: Gallery, *, by: Member) -> None:
    """Ask for no password any more."""
    if gallery.has_password:
        _change_access(gallery, action="gallery.password-removed", by=by, password_hash="")


def set_cover(photo: Photo, *, focal_x: float, focal_y: float, by: Member) -> None:
    """Make a photo the cover; the focal point (0 to 1 from the left and the top) stays in sight in every crop.

    Raises PhotoNotReadyError, UnknownValueError.
    """
    if photo.deleted_at or photo.state != PictureState.READY:
        raise PhotoNotReadyError
    if not (0 <= focal_x <= 1 and 0 <= focal_y <= 1):
        raise UnknownValueError
    with transaction.atomic():
        Gallery.objects.filter(pk=photo.gallery_id).update(
            cover_photo=photo, cover_focal_x=focal_x, cover_focal_y=focal_y
        )
        focal = [round(focal_x, 3), round(focal_y, 3)]
        after = {"photo": photo.public_id, "cover": photo.original_name, "focal": focal}
        record_change(by, action="gallery.cover-set", target=photo.gallery, after=after)


def delete_gallery(gallery: Gallery, *, by: Member) -> None:
    """Take a gallery away from everybody; it can be restored until housekeeping removes it."""
    _change_access(gallery, action="gallery.deleted", by=by, deleted_at=timezone.now())


def restore_gallery(gallery: Gallery, *, by: Member) -> None:
    """Bring a deleted gallery back as it was."""
    _change_access(gallery, action="gallery.restored", by=by, deleted_at=None)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _check(values: dict[str, Any]) -> None:
    if not values.get("title", "given").strip():
        raise TitleMissingError
    if any(values[name] not in known for name, known in _KNOWN.items() if name in values):
        raise UnknownValueError


def _write(gallery: Gallery, values: dict[str, Any]) -> None:
    raised = {"access_version": F("access_version") + 1} if any(name in _ACCESS for name in values) else {}
    Gallery.objects.filter(pk=gallery.pk).update(**values, **raised)


def _change_access(gallery: Gallery, *, action: str, by: Member, **values: Any) -> None:
    with transaction.atomic():
        Gallery.objects.filter(pk=gallery.pk).update(**values, access_version=F("access_version") + 1)
        record_change(by, action=action, target=gallery)
    gallery.refresh_from_db(fields=[*values, "access_version"])


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the audit keeps them."""
    kept = (str, bool, int, float, list, type(None))
    return {name: value if isinstance(value, kept) else str(value) for name, value in values.items()}
