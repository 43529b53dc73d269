"""What members do with a gallery as a whole: make, change, open, close, protect, delete and bring back."""

import datetime
from typing import Any, Unpack

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from provino.contacts.models import Contact
from provino.galleries.errors import (
    OpensTooLateError,
    PasswordTooShortError,
    PhotoNotReadyError,
    SamePasswordError,
    TitleMissingError,
    UnknownValueError,
)
from provino.galleries.look import CHOICES, LOOK, LookChanges, checked_look
from provino.galleries.models import Gallery, Photo, PhotoLabel, PhotoOrder, PictureState, Preset, Visibility
from provino.galleries.positions import place_all
from provino.galleries.renditions import renew_covers
from provino.galleries.watermarks import choose_watermark, shown_watermark, watermark_of
from provino.studios.audit import record_change
from provino.studios.models import Member, Studio

MIN_PASSWORD_LENGTH = 4
# What makes galleries alike: taken over from another one, and kept in a preset.
COPIED = (
    *("language", "photo_label", "photo_order", "favourites_on", "comments_on"),
    *("several_lists_on", "client_may_hide", "ask_at_door"),
    *LOOK,
)
_KNOWN: dict[str, list[Any]] = {
    "visibility": Visibility.values,
    "photo_label": PhotoLabel.values,
    "photo_order": PhotoOrder.values,
    "language": [code for code, _name in settings.LANGUAGES],
    **CHOICES,
}
# Changing one of these must darken the picture addresses already given out.
_ACCESS = ("visibility", "opens_on", "expires_on")


class GalleryChanges(LookChanges, total=False):
    """What `change_gallery` may change; what is missing stays as it is."""

    title: str
    subtitle: str
    date: datetime.date | None
    client: Contact | None
    language: str
    visibility: str
    opens_on: datetime.date | None
    expires_on: datetime.date | None
    choosing_deadline: datetime.date | None
    photo_label: str
    photo_order: str
    favourites_on: bool
    comments_on: bool
    ask_at_door: bool
    client_may_hide: bool
    several_lists_on: bool


def create_gallery(
    studio: Studio,
    *,
    by: Member,
    like: Gallery | None = None,
    preset: Preset | None = None,
    **given: Unpack[GalleryChanges],
) -> Gallery:
    """Make a gallery; a draft unless said otherwise, in the studio's language, with settings and watermark of `like`, then of `preset`.

    The preset's package is `proofing`'s to copy. Raises TitleMissingError, UnknownValueError, BadColourError.
    """
    copied = {name: getattr(like, name) for name in COPIED} if like else {}
    kept = settings_of(preset) if preset else {}
    watermark = (watermark_of(preset) if preset else None) or (shown_watermark(like) if like else None)
    values = _clean({"language": studio.language, **copied, **kept, **given})
    _check({"title": "", **values})
    with transaction.atomic():
        gallery = Gallery.objects.create(studio=studio, **values)
        record_change(by, action="gallery.created", target=gallery, after={"title": gallery.title})
        if watermark:
            choose_watermark(gallery, watermark=watermark, by=by)
    return gallery


def change_gallery(gallery: Gallery, *, by: Member, **changes: Unpack[GalleryChanges]) -> Gallery:
    """Change settings; what is equal already is left alone.

    Raises TitleMissingError, UnknownValueError, BadColourError, OpensTooLateError.
    """
    values = _clean(dict(changes))
    _check(values)
    with transaction.atomic():
        locked = Gallery.objects.select_for_update().get(pk=gallery.pk)
        _check_days(values, gallery=locked)
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
    """Take over what is COPIED: look, language, label, order, what is on; not title, dates, client or password."""
    return change_gallery(gallery, by=by, **{name: getattr(source, name) for name in COPIED})


def settings_of(preset: Preset) -> dict[str, Any]:
    """Return what a preset holds; names and values that no longer exist are left out."""
    kept = {name: preset.settings[name] for name in COPIED if name in preset.settings}
    return {name: value for name, value in kept.items() if value in _KNOWN.get(name, [value])}


def set_password(gallery: Gallery, *, password: str, by: Member) -> None:
    """Ask visitors for a password, or a PIN of digits, from now on. Raises PasswordTooShortError, SamePasswordError."""
    _check_password(password, other=gallery.client_password_hash)
    values = {"password_hash": make_password(password), "password_is_pin": _is_pin(password)}
    _change_access(gallery, action="gallery.password-set", by=by, **values)


def remove_password(gallery: Gallery, *, by: Member) -> None:
    """Ask for no password any more."""
    if gallery.has_password:
        values = {"password_hash": "", "password_is_pin": False}
        _change_access(gallery, action="gallery.password-removed", by=by, **values)


def set_client_password(gallery: Gallery, *, password: str, by: Member) -> None:
    """Let a password of the client's own show what guests do not see. Raises PasswordTooShortError, SamePasswordError."""
    _check_password(password, other=gallery.password_hash)
    values = {"client_password_hash": make_password(password), "client_password_is_pin": _is_pin(password)}
    _change_access(gallery, action="gallery.client-password-set", by=by, **values)


def remove_client_password(gallery: Gallery, *, by: Member) -> None:
    """Only personal links show what guests do not see."""
    if gallery.has_client_password:
        values = {"client_password_hash": "", "client_password_is_pin": False}
        _change_access(gallery, action="gallery.client-password-removed", by=by, **values)


def set_cover(photo: Photo, *, focal_x: float, focal_y: float, by: Member) -> None:
    """Make a photo the cover; the focal point (0 to 1 from the left and the top) stays in sight in every crop.

    Raises PhotoNotReadyError, UnknownValueError.
    """
    if photo.deleted_at or photo.state != PictureState.READY:
        raise PhotoNotReadyError
    if not (0 <= focal_x <= 1 and 0 <= focal_y <= 1):
        raise UnknownValueError
    with transaction.atomic():
        locked = Gallery.objects.select_for_update().get(pk=photo.gallery_id)
        Gallery.objects.filter(pk=locked.pk).update(cover_photo=photo, cover_focal_x=focal_x, cover_focal_y=focal_y)
        if locked.cover_photo_id != photo.pk:
            renew_covers(locked, photos=[pk for pk in (photo.pk, locked.cover_photo_id) if pk])
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
    stripped = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    return {**stripped, **checked_look({name: value for name, value in stripped.items() if name in LOOK})}


def _check_password(password: str, *, other: str) -> None:
    if len(password) < MIN_PASSWORD_LENGTH:
        raise PasswordTooShortError
    if other and check_password(password, other):
        raise SamePasswordError


def _is_pin(password: str) -> bool:
    return password.isascii() and password.isdigit()


def _check_days(values: dict[str, Any], *, gallery: Gallery) -> None:
    """A gallery that ends before it opens would never be open."""
    opens, ends = (values.get(name, getattr(gallery, name)) for name in ("opens_on", "expires_on"))
    if opens and ends and ends < opens and {"opens_on", "expires_on"} & values.keys():
        raise OpensTooLateError


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
