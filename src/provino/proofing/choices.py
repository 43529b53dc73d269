"""Which photos were chosen."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from provino.galleries.models import Gallery, Photo, PhotoQuerySet
from provino.proofing.models import Favourite
from provino.visitors.models import Visitor


def chosen_photos(gallery: Gallery, *, visitor: Visitor | None = None) -> Sequence[Photo]:
    """Return the photos somebody chose, each once, in the gallery's order; `visitor`: only what this person chose.

    A photo hidden after it was chosen stays in the list: the client still wants it. A deleted one does not.
    """
    favourites = Favourite.objects.filter(photo=OuterRef("pk"))
    if visitor is not None:
        favourites = favourites.filter(favourite_list__visitor=visitor)
    photos = PhotoQuerySet(Photo).alive().filter(Exists(favourites), gallery=gallery)
    return list(photos.in_order(gallery.photo_order))
