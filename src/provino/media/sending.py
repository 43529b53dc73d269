"""Sending bytes of files to whoever reads them, however slowly: no thread waits and little memory is held."""

import asyncio
import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from provino.media.asgi import Headers, Receive, Send
from provino.media.journal import Transfer

CHUNK = 256 * 1024
# The server takes chunks for a reader who left until the news arrives, a few thousandths of a second later. What the
# kernel holds counts as sent; who is sent more than that is looked for now and then, and once more before the end.
KERNEL_HOLDS = 4 * 1024 * 1024
SHORT_LOOK, LAST_LOOK = 0.001, 0.05
_NOWAIT = getattr(os, "RWF_NOWAIT", 0)  # Linux: read what is in memory already, else say so
_readers = ThreadPoolExecutor(8, thread_name_prefix="reader")


class SourceChangedError(Exception):
    """A file is missing or is not as long as promised."""


async def read_file(path: Path, *, size: int, start: int, end: int) -> AsyncIterator[bytes]:
    """Yield bytes `start` to `end` (exclusive) of a file that must be `size` long. Raises SourceChangedError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise SourceChangedError(path.name) from error
    try:
        if os.fstat(descriptor).st_size != size:
            raise SourceChangedError(path.name)
        buffer = bytearray(min(CHUNK, end - start))
        while start < end:
            data = await _read(descriptor, buffer, start, min(CHUNK, end - start))
            if not data:
                raise SourceChangedError(path.name)
            start += len(data)
            yield data
    finally:
        os.close(descriptor)


async def _read(descriptor: int, buffer: bytearray, offset: int, length: int) -> bytes:
    """From memory at once where the kernel has it; from the disk in a thread, so that the others need not wait."""
    view = memoryview(buffer)[:length]
    if _NOWAIT:
        try:
            count = os.preadv(descriptor, [view], offset, _NOWAIT)
        except OSError:  # not in memory, or a file system that cannot tell
            count = 0
        if count:
            return bytes(view[:count])
    return await asyncio.get_running_loop().run_in_executor(_readers, os.pread, descriptor, length, offset)


async def send_stream(
    receive: Receive, send: Send, *, status: int, headers: Headers, chunks: AsyncIterator[bytes], transfer: Transfer
) -> None:
    """Answer with `chunks`, counting in `transfer` what was handed over; stops when the reader is gone.

    When a source changes under way the answer ends short of its length, so that no client takes it for whole.
    """
    gone = asyncio.create_task(_reader_gone(receive))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    try:
        async for chunk in chunks:
            await _look(gone, transfer, coming=len(chunk))
            if gone.done():
                transfer.reason = "reader gone"
                return
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            transfer.sent += len(chunk)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except SourceChangedError as error:
        transfer.reason = f"source changed: {error}"
    finally:
        gone.cancel()


async def _look(gone: asyncio.Task[None], transfer: Transfer, *, coming: int) -> None:
    """Let the news of a reader who left get through. After the last chunk it would come of one who has it all, too."""
    before, after = transfer.sent, transfer.sent + coming
    if before >= KERNEL_HOLDS and after == transfer.end - transfer.start:
        await asyncio.wait({gone}, timeout=LAST_LOOK)
    elif before // KERNEL_HOLDS < after // KERNEL_HOLDS:
        await asyncio.wait({gone}, timeout=SHORT_LOOK)
    else:
        await asyncio.sleep(0)


async def _reader_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
