"""Which photos were chosen."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from provino.galleries.models import Gallery, Photo, PhotoQuerySet
from provino.proofing.models import Favourite, FavouriteList, Selection
from provino.visitors.models import Visitor


def chosen_photos(
    gallery: Gallery, *, visitor: Visitor | None = None, within: FavouriteList | Selection | None = None
) -> Sequence[Photo]:
    """Return the photos somebody chose, each once, in the gallery's order; `visitor`: only what this person chose.

    `within`: only those of one list, or of one submitted selection as it was.

    A photo hidden after it was chosen stays in the list: the client still wants it. A deleted one does not.
    """
    favourites = Favourite.objects.filter(photo=OuterRef("pk"))
    if visitor is not None:
        favourites = favourites.filter(favourite_list__visitor=visitor)
    if isinstance(within, FavouriteList):
        favourites = favourites.filter(favourite_list=within)
    chosen = within.photos.filter(photo=OuterRef("pk")) if isinstance(within, Selection) else favourites
    photos = PhotoQuerySet(Photo).alive().filter(Exists(chosen), gallery=gallery)
    return list(photos.in_order(gallery.photo_order))
