"""Which galleries and pictures may be shown right now: kept in memory, renewed for all by one query."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DatabaseError, close_old_connections
from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from provino.galleries.models import Gallery, Photo, Visibility
from provino.handover.models import FinishedFile
from provino.lib.signatures import GUEST, MEMBER, VisitorClass

log = logging.getLogger(__name__)

FRESH_SECONDS = 5.0  # older than this is renewed in the background
STALE_SECONDS = 9.0  # older than this is waited for: a closed gallery is dark within 10 s
REFUSAL_SECONDS = 0.5  # a "no" is said only from what is younger, so that what was just made or opened is shown

Row = tuple[str, str, int, bool]


class UnknownAccessError(Exception):
    """The database does not answer and what is known is too old: nothing is shown."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was true at `at` (monotonic seconds): gallery → (access version, open to visitors), and what is dark."""

    at: float = float("-inf")
    galleries: dict[str, tuple[int, bool]] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    kept_from_guests: frozenset[str] = frozenset()

    def allows(self, gallery: str, version: int, visitor_class: VisitorClass, picture: str = "") -> bool:
        """Whether an address signed for this gallery, version and class opens now, and this picture with it."""
        known = self.galleries.get(gallery)
        if known is None or known[0] != version or picture in self.deleted:
            return False
        if visitor_class == MEMBER:
            return True
        kept = visitor_class == GUEST and picture in self.kept_from_guests
        return known[1] and picture not in self.hidden and not kept


class AccessTable:
    """The snapshot of this process. `load` returns its rows; it runs in a thread of its own."""

    def __init__(self, load: Callable[[], Iterable[Row]]) -> None:
        self._load = load
        self._snapshot = Snapshot()
        self._renewal: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="access")

    def allows_at_once(self, gallery: str, version: int, visitor_class: VisitorClass, picture: str) -> bool:
        """The fast yes: True from a fresh snapshot. False means only that `allows` must be asked."""
        snapshot = self._snapshot
        return monotonic() - snapshot.at < FRESH_SECONDS and snapshot.allows(gallery, version, visitor_class, picture)

    async def allows(self, gallery: str, version: int, visitor_class: VisitorClass, picture: str = "") -> bool:
        """Whether the address opens. Raises UnknownAccessError."""
        if self._age() >= STALE_SECONDS:
            await self._renew()
        elif self._age() >= FRESH_SECONDS:
            self._renew()
        if self._snapshot.allows(gallery, version, visitor_class, picture):
            return True
        known = self._snapshot.galleries.get(gallery)
        if known is not None and version < known[0]:
            return False  # versions only rise
        if self._age() >= REFUSAL_SECONDS:
            await self._renew()
        return self._snapshot.allows(gallery, version, visitor_class, picture)

    def _age(self) -> float:
        return monotonic() - self._snapshot.at

    def _renew(self) -> "asyncio.Future[None]":
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._query())
        return asyncio.shield(self._renewal)

    async def _query(self) -> None:
        at = monotonic()
        try:
            rows = await asyncio.get_running_loop().run_in_executor(self._thread, self._load_afresh)
        except DatabaseError:
            log.warning("Access versions could not be read", exc_info=True)
            if self._age() >= STALE_SECONDS:
                raise UnknownAccessError from None
            return
        self._snapshot = _snapshot(rows, at=at)

    def _load_afresh(self) -> Iterable[Row]:
        close_old_connections()  # this thread has no request to do it
        return self._load()


def _snapshot(rows: Iterable[Row], *, at: float) -> Snapshot:
    galleries: dict[str, tuple[int, bool]] = {}
    dark: dict[str, set[str]] = {"deleted": set(), "hidden": set(), "guests": set()}
    for kind, public_id, version, is_open in rows:
        if kind == "gallery":
            galleries[public_id] = (version, is_open)
        else:
            dark[kind].add(public_id)
    return Snapshot(
        at=at,
        galleries=galleries,
        deleted=frozenset(dark["deleted"]),
        hidden=frozenset(dark["hidden"]),
        kept_from_guests=frozenset(dark["guests"]),
    )


def load_rows() -> list[Row]:
    """All living galleries, deleted pictures and pictures that visitors may not see, by one query."""
    galleries = Gallery.objects.filter(deleted_at__isnull=True).values_list(
        Value("gallery"), "public_id", "access_version", "visibility", "expires_on", "opens_on", "studio__time_zone"
    )
    photos, finished = Photo.objects.filter(gallery__deleted_at__isnull=True), FinishedFile.objects.all()
    kept = Q(hidden_from_guests=True) | Q(section__client_only=True)
    dark = (
        _ids("deleted", photos.filter(deleted_at__isnull=False)),
        _ids("hidden", photos.filter(hidden=True, deleted_at__isnull=True)),
        _ids("guests", photos.filter(kept, hidden=False, deleted_at__isnull=True)),
        _ids("deleted", finished.filter(deleted_at__isnull=False)),
        _ids("hidden", finished.filter(Q(handover__isnull=True), deleted_at__isnull=True)),
    )
    now = timezone.now()
    return [
        (kind, public_id, version, visibility == Visibility.OPEN and _is_on(opens, expires, zone, now))
        for kind, public_id, version, visibility, expires, opens, zone in galleries.union(*dark, all=True)
    ]


def _ids(kind: str, pictures: "QuerySet[Any]") -> "QuerySet[Any, tuple[Any, ...]]":
    day = Cast(Value(None), DateField())
    nothing = (Value(0, IntegerField()), Value("", CharField()), day, day, Value("", CharField()))
    return pictures.values_list(Value(kind), F("public_id"), *nothing)


def _is_on(opens: date | None, expires: date | None, zone: str, now: datetime) -> bool:
    if opens is None and expires is None:
        return True
    today = now.astimezone(ZoneInfo(zone)).date()
    return (opens is None or opens <= today) and (expires is None or today <= expires)
