"""Queries whose SQL is written once: for the few that every heart and every page asks. Writing it costs Django several times
what asking does; what a query means stays said in the ORM, and rows become models by the ORM.
"""

import copy
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


class PreparedQuery(Generic[Row]):
    """`PreparedQuery(lambda secret: Device.objects.filter(secret_hash=secret), secret=str)`; values are `str` or `int`."""

    def __init__(self, build: Callable[..., QuerySet[Row]], **kinds: type[str] | type[int]) -> None:
        self._build = build
        self._places = {name: _place(number, kind) for number, (name, kind) in enumerate(kinds.items())}
        self._own = threading.local()  # a connection, and so what is written for it, belongs to one thread

    def first(self, **values: str | int) -> Row | None:
        """Return the first row for these values; the query should say itself that it wants one."""
        found = self.rows(**values)
        return found[0] if found else None

    def rows(self, **values: str | int) -> list[Row]:
        """Return the rows for these values, one for each name given at the beginning."""
        template = self._template()
        by_place = {self._places[name]: value for name, value in values.items()}
        params = tuple(by_place.get(param, param) for param in self._own.params)
        compiler = copy.copy(self._own.compiler)
        compiler.as_sql = lambda *_args, **_kwargs: (self._own.sql, params)
        query = copy.copy(template.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return list(type(template)(model=template.model, query=query, using=template.db))

    def _template(self) -> QuerySet[Row, Any]:
        connection = connections["default"]
        if getattr(self._own, "connection", None) is not connection:
            template = self._build(**self._places)
            compiler = template.query.get_compiler(connection=connection)
            self._own.sql, self._own.params = compiler.as_sql()
            converters = compiler.get_converters([column[0] for column in compiler.select])
            compiler.get_converters = lambda _expressions: converters
            self._own.template, self._own.compiler, self._own.connection = template, compiler, connection
        found: QuerySet[Row, Any] = self._own.template
        return found


def _place(number: int, kind: type[str] | type[int]) -> str | int:
    """A value that occurs nowhere else in a query, to be put in the true one's place."""
    return f"\ue000{number}" if kind is str else (1 << 61) + number
