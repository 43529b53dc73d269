"""One factory a model: small, real rows. Arguments override."""

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from provino.accounts.models import User
from provino.contacts.contacts import sort_key
from provino.contacts.models import Contact
from provino.galleries.contents import raise_content_version
from provino.galleries.models import Gallery, Invitation, Photo, PictureState, Section, Visibility, Watermark
from provino.handover.models import FinishedFile, Folder
from provino.lib.filenames import natural_sort_key, nfc, stem
from provino.proofing.favourites import add_favourite
from provino.proofing.lists import main_list
from provino.proofing.models import Selection
from provino.proofing.selections import submit_selection
from provino.studios.models import Member, Role, Studio
from provino.visitors.models import Visitor, VisitorKind

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


def make_studio(**fields: Any) -> Studio:
    return Studio.objects.create(
        **{"name": f"Studio {next(_numbers)}", "currency": "PLN", "time_zone": "Europe/Warsaw", **fields}
    )


def make_user(**fields: Any) -> User:
    password = fields.pop("password", PASSWORD)
    email = fields.pop("email", f"user{next(_numbers)}@example.com")
    return User.objects.create_user(email, password, **{"name": "Maria Wójcik", **fields})


def make_member(*, role: str = Role.OWNER, **fields: Any) -> Member:
    studio = fields.pop("studio", None) or make_studio()
    user = fields.pop("user", None) or make_user()
    return Member.objects.create(studio=studio, user=user, role=role, **fields)


def make_contact(**fields: Any) -> Contact:
    studio = fields.pop("studio", None) or make_studio()
    email = fields.pop("email", f"client{next(_numbers)}@example.com")
    columns = {"studio": studio, "name": "Anna", "email": email.lower(), "email_as_typed": email, **fields}
    return Contact.objects.create(name_sort=sort_key(name=columns["name"], email=columns["email"]), **columns)


def make_gallery(**fields: Any) -> Gallery:
    studio = fields.pop("studio", None) or make_studio()
    return Gallery.objects.create(
        **{"studio": studio, "title": "Anna i Piotr", "visibility": Visibility.OPEN, **fields}
    )


def make_watermark(**fields: Any) -> Watermark:
    studio = fields.pop("studio", None) or make_studio()
    return Watermark.objects.create(studio=studio, **{"name": f"Mark {next(_numbers)}", "text": "© Studio", **fields})


def make_section(**fields: Any) -> Section:
    number = next(_numbers)
    section = Section.objects.create(**{"name": f"Section {number}", "position": number, **fields})
    raise_content_version(section.gallery_id)
    return section


def _picture_columns(fields: dict[str, Any]) -> dict[str, Any]:
    number = next(_numbers)
    name = fields.get("original_name", f"IMG_{number:04d}.JPG")
    path = fields.get("relative_path", name)
    return {
        "original_name": name,
        "relative_path": path,
        "stem": nfc(stem(name)),
        "name_sort": natural_sort_key(path),
        "media_type": "image/jpeg",
        "sha256": f"{number:064x}",
        "crc32": number,
        "size": 1000 + number,
        "width": 3000,
        "height": 2000,
        "placeholder": "",
        "renditions": {
            "view": ["f" * 10, 2048, 1365, 300_000],
            "grid": ["a" * 10, 480, 320, 20_000],
            "grid2": ["b" * 10, 960, 640, 60_000],
        },
        "state": PictureState.READY,
        **fields,
    }


def make_photo(**fields: Any) -> Photo:
    gallery = fields.pop("gallery", None) or make_gallery()
    photo = Photo.objects.create(gallery=gallery, **_picture_columns(fields))
    raise_content_version(gallery.pk)
    return photo


def make_finished_file(**fields: Any) -> FinishedFile:
    gallery = fields.pop("gallery", None) or make_gallery()
    return FinishedFile.objects.create(**{"gallery": gallery, "folder": Folder.FULL, **_picture_columns(fields)})


def make_invitation(**fields: Any) -> Invitation:
    gallery = fields.pop("gallery", None) or make_gallery()
    contact = fields.pop("contact", None) or make_contact(studio=gallery.studio)
    return Invitation.objects.create(gallery=gallery, contact=contact, **fields)


def make_visitor(**fields: Any) -> Visitor:
    gallery = fields.pop("gallery", None) or make_gallery()
    now = timezone.now()
    return Visitor.objects.create(
        gallery=gallery, **{"kind": VisitorKind.UNKNOWN, "last_seen_at": now - timedelta(minutes=1), **fields}
    )


def make_selection(**fields: Any) -> Selection:
    """A submitted list of one photo."""
    gallery = fields.pop("gallery", None) or make_gallery()
    visitor = make_visitor(gallery=gallery, email=f"visitor{next(_numbers)}@example.com")
    add_favourite(visitor, photo=make_photo(gallery=gallery))
    return submit_selection(main_list(visitor), seen=(1, Decimal(0)), **fields)
