"""Places of photos in a gallery ordered by hand: numbers from 1; 0 means never placed."""

from collections.abc import Sequence
from typing import cast

from django.db import connection
from django.db.models import Case, F, IntegerField, Value, When, Window
from django.db.models.functions import RowNumber

from provino.galleries.models import Gallery, Photo, PhotoQuerySet


def place_all(gallery: Gallery) -> None:
    """Number all photos as they stand now, so that ordering by hand starts from what is seen."""
    _number(PhotoQuerySet(Photo).filter(gallery=gallery).in_order(gallery.photo_order))


def place_beside(photos: Sequence[int], *, target: Photo, after: bool) -> None:
    """Put photos, in their present order, directly before or after the target; all are placed already."""
    moved = Value(target.position)
    side = Value(2 if after else 0)
    ordered = (
        PhotoQuerySet(Photo)
        .filter(gallery=target.gallery_id)
        .order_by(
            Case(When(pk__in=photos, then=moved), default=F("position"), output_field=IntegerField()),
            Case(When(pk__in=photos, then=side), default=Value(1), output_field=IntegerField()),
            "position",
            "id",
        )
    )
    _number(ordered)


def _number(ordered: PhotoQuerySet) -> None:
    """Write 1, 2, 3 … in that order, in one statement however many photos there are."""
    columns = cast("Sequence[str | F]", ordered.query.order_by)
    numbered = ordered.order_by().annotate(place=Window(RowNumber(), order_by=columns)).values("id", "place")
    sql, parameters = numbered.query.sql_with_params()
    table = connection.ops.quote_name(Photo._meta.db_table)
    statement = f"UPDATE {table} SET position = numbered.place FROM ({sql}) AS numbered WHERE {table}.id = numbered.id"  # noqa: S608  # built by the ORM, values are parameters
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
