"""Where a gallery's files are kept: storage keys, and the storage they are keys of."""

from django.conf import settings

from provino.galleries.models import Gallery
from provino.lib.storage import Storage
from provino.studios.models import Studio


def storage() -> Storage:
    """The folder of all stored files."""
    return Storage(settings.PROVINO_FILES)


def gallery_folder(studio_id: str, gallery_id: str) -> str:
    """Key below which everything of one gallery stands; takes public ids."""
    return f"studios/{studio_id}/galleries/{gallery_id}"


def original_key(gallery: Gallery, sha256: str) -> str:
    """The key of an original or finished file. Rows of one gallery with equal bytes share it."""
    return f"{_folder(gallery)}/originals/{sha256[:2]}/{sha256}"


def rendition_key(gallery: Gallery, picture_id: str, fingerprint: str, ending: str) -> str:
    """The key of one rendition; `ending` without its dot (`webp` or `jpg`)."""
    return f"{_folder(gallery)}/renditions/{picture_id[:2]}/{picture_id}-{fingerprint}.{ending}"


def manifest_key(gallery: Gallery, fingerprint: str) -> str:
    """The key of the list of files in one ZIP."""
    return f"{_folder(gallery)}/manifests/{fingerprint}.json"


def logo_key(studio: Studio, sha256: str) -> str:
    """The key of a studio's logo."""
    return f"studios/{studio.public_id}/branding/{sha256}.png"


def watermark_key(studio: Studio, sha256: str) -> str:
    """The key of the PNG of a watermark."""
    return f"studios/{studio.public_id}/watermarks/{sha256}.png"


def _folder(gallery: Gallery) -> str:
    return gallery_folder(gallery.studio.public_id, gallery.public_id)
