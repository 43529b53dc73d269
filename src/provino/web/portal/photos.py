"""One photo as the plain pages and the list of favourites draw it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from provino.galleries.addresses import rendition_url
from provino.galleries.models import Photo, PhotoLabel
from provino.web.portal.door import Visit


@dataclass(frozen=True, slots=True)
class Picture:
    """Addresses and words of one photo. `label` is what the photographer lets one see, `described` what is read out."""

    public_id: str
    width: int
    height: int
    grid: str
    grid2: str
    view: str
    label: str
    described: str
    chosen: bool = False
    note: str = ""
    words: list[str] = field(default_factory=list)


def picture_of(
    visit: Visit, photo: Photo, *, number: int, chosen: bool, note: str = "", words: list[str] | None = None
) -> Picture:
    """Return the photo for a template; `number` is its place in the gallery, from 1; `words` the visitor's comments."""
    label = {PhotoLabel.FILENAME: photo.original_name, PhotoLabel.NUMBER: str(number)}.get(
        PhotoLabel(visit.gallery.photo_label), ""
    )
    prefix = visit.prefix
    return Picture(
        public_id=photo.public_id,
        width=photo.width,
        height=photo.height,
        grid=rendition_url(prefix, photo, "grid"),
        grid2=rendition_url(prefix, photo, "grid2"),
        view=rendition_url(prefix, photo, "view"),
        label=label,
        described=label or _("Photo %(number)d") % {"number": number},
        chosen=chosen,
        note=note,
        words=words or [],
    )
