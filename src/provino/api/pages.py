"""Lists in pages: the cursor names the last row given out, so rows that come or go move nothing."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Field, Schema

from provino.api.errors import BadCursorError
from provino.api.schemas import Page

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")

MAX_LIMIT = 500
_LONGEST_CURSOR = 45
# Also keeps NUL and lone surrogates, which PostgreSQL refuses, away from the query.
_CURSOR = re.compile(rf"[1-9A-HJ-NP-Za-km-z.]{{1,{_LONGEST_CURSOR}}}")


class Paging(Schema):
    """Which page of a list is wanted."""

    limit: int = Field(100, ge=1, le=MAX_LIMIT, description="Rows a page.")
    cursor: str | None = Field(None, max_length=_LONGEST_CURSOR, description="`next` of the page before.")


def page_of(
    rows: QuerySet[Row],
    *,
    paging: Paging,
    show: Callable[[Row], Item],
    among: QuerySet[Row] | None = None,
    newest_first: bool = False,
) -> Page[Item]:
    """Return one page of `rows`, which carry `public_id`, in order of arrival.

    `among` are all rows a cursor may name: one that left the list since the page before still marks the place.
    Raises BadCursorError for any other.
    """
    limit = paging.limit
    if paging.cursor:
        last = _place(rows if among is None else among, paging.cursor)
        rows = rows.filter(pk__lt=last) if newest_first else rows.filter(pk__gt=last)
    found = list(rows.order_by("-pk" if newest_first else "pk")[: limit + 1])
    more = len(found) > limit
    items = [show(row) for row in found[:limit]]
    return Page[Item](items=items, next=str(found[limit - 1].public_id) if more else None)  # type: ignore[attr-defined]  # every row listed has one


def _place(rows: QuerySet[Row], cursor: str) -> Any:
    place = rows.filter(public_id=cursor).values_list("pk", flat=True).first() if _CURSOR.fullmatch(cursor) else None
    if place is None:
        raise BadCursorError
    return place
