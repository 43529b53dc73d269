"""Signed addresses of a gallery's pictures, files and ZIPs. The media lanes check them without a query."""

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from provino.galleries.models import Gallery, Picture
from provino.lib.imaging.recipes import COVER_NAMES, RECIPES
from provino.lib.signatures import (
    FileGrant,
    PicturePrefix,
    VisitorClass,
    ZipGrant,
    derive_key,
    iso_week,
    sign_grant,
)

_ENDINGS = {recipe.name: recipe.suffix for recipe in RECIPES}
_ENDINGS |= {clean: _ENDINGS[name] for clean, name in COVER_NAMES.items()}
_ENDINGS["middle"] = ".webp"  # of a cover alone (galleries.cover_pictures)
_CLEAN_NAMES = {name: clean for clean, name in COVER_NAMES.items()}


def media_prefix(gallery: Gallery, visitor_class: VisitorClass) -> str:
    """The signed beginning of all picture addresses of one page, such as `/media/….…/`.

    `visitor_class` from lib.signatures: CLIENT, GUEST or MEMBER. Good for this ISO week and the next.
    """
    prefix = PicturePrefix(
        studio=gallery.studio.public_id,
        gallery=gallery.public_id,
        visitor_class=visitor_class,
        access_version=gallery.access_version,
        week=iso_week(timezone.now()),
    )
    return f"/media/{prefix.signed(address_key())}/"


def rendition_url(prefix: str, picture: Picture, recipe: str) -> str:
    """The address of one rendition (`view`, `grid`, `grid2`, `cover`, `cover2`), "" while it has not been made."""
    made = picture.renditions.get(recipe)
    return f"{prefix}{picture.public_id}/{made[0]}{_ENDINGS[recipe]}" if made else ""


def cover_recipe(photo: Picture, recipe: str) -> str:
    """The recipe by which a photo is shown as a cover in the stead of `view` or `grid2`: without the watermark, if it has one."""
    clean = _CLEAN_NAMES.get(recipe, recipe)
    return clean if clean in photo.renditions else recipe


def file_url(grant: FileGrant) -> str:
    """The address under which one file is taken, with its name at the end for people who read it."""
    return f"/files/{sign_grant(grant, key=address_key())}/{_name_in_address(grant.filename)}"


def zip_url(grant: ZipGrant) -> str:
    """The address under which one ZIP is taken; `grant.name` without `.zip`."""
    return f"/zip/{sign_grant(grant, key=address_key())}/{_name_in_address(grant.name)}.zip"


def address_key() -> bytes:
    """The key all addresses of this installation are signed with."""
    return _derived(settings.SECRET_KEY)


_derived = lru_cache(maxsize=4)(derive_key)


def _name_in_address(name: str) -> str:
    """A name as the last part of an address: only decoration, the answer's header gives the real one."""
    return quote(name.encode("utf-8", "replace"), safe="") or "file"
