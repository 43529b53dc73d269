"""The file lane: a grant becomes one original or finished file, as an attachment under its own name."""

import re
from datetime import UTC, datetime

from provino.lib.signatures import FileGrant, read_grant
from provino.lib.storage import Storage
from provino.media.access import AccessTable
from provino.media.asgi import Receive, Scope, Send, only_get, refuse
from provino.media.disposition import attachment
from provino.media.downloads import Whole, answer, is_open
from provino.media.journal import Journal
from provino.media.sending import read_file

_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")


class FileLane:
    """Answers `/files/<token>/<name>`."""

    def __init__(self, *, key: bytes, storage: Storage, access: AccessTable, journal: Journal) -> None:
        self._key = key
        self._storage = storage
        self._access = access
        self._journal = journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not await only_get(scope, send):
            return
        parts = scope["path"].split("/", 3)
        grant = read_grant(parts[2], FileGrant, key=self._key, now=datetime.now(UTC))
        if grant is None:
            await refuse(scope, send, 404)
            return
        if not await is_open(scope, send, self._access, grant):
            return
        path = self._storage.path(grant.key)
        try:
            unchanged = path.stat().st_size == grant.size
        except OSError:
            unchanged = False
        if not unchanged:
            await refuse(scope, send, 410)
            return
        whole = Whole(
            length=grant.size,
            etag=f'"{grant.sha256[:40]}"'.encode(),
            media_type=(
                grant.media_type if _MEDIA_TYPE.fullmatch(grant.media_type) else "application/octet-stream"
            ).encode(),
            disposition=attachment(grant.filename),
            chunks=lambda start, end: read_file(path, size=grant.size, start=start, end=end),
            download=grant.download,
        )
        await answer(scope, receive, send, whole=whole, journal=self._journal)
