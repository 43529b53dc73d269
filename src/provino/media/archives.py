"""The ZIP lane: a grant and the stored list of its files become a stream of known length, from any byte on."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from provino.lib.signatures import ZipGrant, read_grant
from provino.lib.storage import Storage
from provino.lib.zipstream.layout import Entry, Layout
from provino.media.access import AccessTable
from provino.media.asgi import Receive, Scope, Send, only_get, refuse
from provino.media.disposition import attachment
from provino.media.downloads import Whole, answer, is_open
from provino.media.journal import Journal
from provino.media.sending import SourceChangedError, read_file


@dataclass(frozen=True, slots=True)
class Archive:
    """A laid-out ZIP and the storage key of each of its files, in order."""

    layout: Layout
    keys: tuple[str, ...]


class ZipLane:
    """Answers `/zip/<token>/<name>.zip`."""

    def __init__(self, *, key: bytes, storage: Storage, access: AccessTable, journal: Journal) -> None:
        self._key = key
        self._storage = storage
        self._access = access
        self._journal = journal
        self._archive = lru_cache(maxsize=8)(self._read_archive)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not await only_get(scope, send):
            return
        grant = read_grant(scope["path"].split("/", 3)[2], ZipGrant, key=self._key, now=datetime.now(UTC))
        if grant is None:
            await refuse(scope, send, 404)
            return
        if not await is_open(scope, send, self._access, grant):
            return
        try:
            archive = await asyncio.to_thread(self._checked_archive, grant.manifest_key)
        except (SourceChangedError, FileNotFoundError) as error:
            transfer = self._journal.begin(download=grant.download, start=0, end=0)
            transfer.reason = f"source changed: {error}"
            self._journal.end_transfer(transfer)
            await refuse(scope, send, 410)
            return
        whole = Whole(
            length=archive.layout.length,
            etag=archive.layout.etag.encode(),
            media_type=b"application/zip",
            disposition=attachment(f"{grant.name}.zip"),
            chunks=lambda start, end: self._chunks(archive, start, end),
            download=grant.download,
        )
        await answer(scope, receive, send, whole=whole, journal=self._journal)

    def _read_archive(self, manifest_key: str) -> Archive:
        rows = json.loads(self._storage.read(manifest_key))["entries"]
        entries = [Entry(name, size, crc32, datetime.fromisoformat(mtime)) for name, size, crc32, _, mtime in rows]
        return Archive(layout=Layout(entries), keys=tuple(row[3] for row in rows))

    def _checked_archive(self, manifest_key: str) -> Archive:
        """The archive when all its files stand as listed: better a clear answer now than a ZIP that breaks off."""
        archive = self._archive(manifest_key)
        for key, entry in zip(archive.keys, archive.layout.entries, strict=True):
            path = self._storage.path(key)
            if not path.is_file() or path.stat().st_size != entry.size:
                raise SourceChangedError(path.name)
        return archive

    async def _chunks(self, archive: Archive, start: int, end: int) -> AsyncIterator[bytes]:
        for segment in archive.layout.segments(start, end):
            if isinstance(segment, bytes):
                yield segment
                continue
            entry = archive.layout.entries[segment.entry_index]
            path = self._storage.path(archive.keys[segment.entry_index])
            first, last = segment.offset, segment.offset + segment.length
            async for chunk in read_file(path, size=entry.size, start=first, end=last):
                yield chunk
