"""Lists in pages: the cursor is the id of the last row given out, so rows that come or go move nothing."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from annotated_types import Ge, Le
from django.db.models import Model, QuerySet
from ninja import Query

from provino.api.errors import BadCursorError
from provino.api.schemas import Page

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")

MAX_LIMIT = 500
Limit = Annotated[int, Ge(1), Le(MAX_LIMIT), Query(description="Rows a page, up to 500.")]
Cursor = Annotated[str | None, Query(alias="cursor", max_length=22, description="`next` of the page before.")]


def page_of(
    rows: QuerySet[Row], *, limit: int, cursor: str | None, show: Callable[[Row], Item], newest_first: bool = False
) -> Page[Item]:
    """Return one page of `rows` in order of arrival. Raises BadCursorError for a cursor that is no row of the list."""
    if cursor:
        last: Any = rows.filter(public_id=cursor).values_list("pk", flat=True).first() if cursor.isalnum() else None
        if last is None:
            raise BadCursorError
        rows = rows.filter(pk__lt=last) if newest_first else rows.filter(pk__gt=last)
    found = list(rows.order_by("-pk" if newest_first else "pk")[: limit + 1])
    more = len(found) > limit
    items = [show(row) for row in found[:limit]]
    return Page[Item](items=items, next=str(found[limit - 1].public_id) if more else None)  # type: ignore[attr-defined]  # every row listed has one
