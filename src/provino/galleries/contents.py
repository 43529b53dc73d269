"""The number that says whether what visitors see of a gallery is still what was built from it before."""

from django.db.models import F

from provino.galleries.models import Gallery


def raise_content_version(gallery_id: int) -> None:
    """Say, in the transaction of the change, that photos or sections of the gallery are not what they were.

    Called before the rows are written: the gallery's row is then where changes wait for one another, always first.
    """
    Gallery.objects.filter(pk=gallery_id).update(content_version=F("content_version") + 1)
