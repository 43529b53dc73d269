"""The loop that makes pictures ready: as many decoding children as asked for, and threads that keep them busy."""

import logging
import queue
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, connections

from provino.ingest.arrivals import Picture
from provino.ingest.finishing import finish_left_uploads
from provino.ingest.leases import claim_picture, picture_waits, release_dead_pictures
from provino.ingest.rendering import make_ready, refuse_broken, render_outdated
from provino.jobs.changes import Changes
from provino.lib.imaging.decoder import Decoder
from provino.lib.imaging.results import Job, Rendered
from provino.lib.lookout import Lookout
from provino.lib.processes import is_dead, process_name

T = TypeVar("T")

LOOK_SECONDS = 0.05
IDLE_SECONDS = 0.25

logger = logging.getLogger(__name__)


class DecoderPool:
    """Decoding children that several threads take turns with."""

    def __init__(self, size: int) -> None:
        self._free: queue.LifoQueue[Decoder] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(Decoder())

    def render(self, job: Job, *, timeout: float) -> Rendered:
        """See `Decoder.render`; waits for a child that is free."""
        decoder = self._free.get()
        try:
            return decoder.render(job, timeout=timeout)
        finally:
            self._free.put(decoder)

    def close(self) -> None:
        """End the children."""
        while not self._free.empty():
            self._free.get().close()


def run_pictures(stop: threading.Event, *, decoders: int) -> None:
    """Render what waits until `stop` is set; each picture under way is ended first."""
    remove_dead_folders()
    release_dead_pictures()
    finish_left_uploads()
    render_outdated()
    connection.close()
    pool = DecoderPool(decoders)
    # One thread more than children: while one picture goes to the disk, the next is decoded.
    count = decoders + 1
    # A child dies with the thread that started it, and another thread may be using it: they leave together.
    leaving = threading.Barrier(count)
    lookout: Lookout[Picture] = Lookout(seconds=LOOK_SECONDS, idle_seconds=IDLE_SECONDS)
    threads = [threading.Thread(target=_work, args=(stop, pool, lookout, leaving), daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()


def run_waiting_pictures() -> int:
    """Render everything that waits, in this thread; returns how many. For commands and tests."""
    count = 0
    with Decoder() as decoder, _folder() as folder:
        while picture := claim_picture(owner=process_name()):
            make_ready(picture, decoder=decoder, folder=Path(folder))
            count += 1
    return count


def remove_dead_folders() -> None:
    """Remove what workers of this machine had under way when they died."""
    for folder in _rendering_folder().glob("*.*"):
        if is_dead(folder.name.rpartition(".")[0].replace("_", "/")):
            shutil.rmtree(folder, ignore_errors=True)


def _work(stop: threading.Event, pool: DecoderPool, lookout: Lookout[Picture], leaving: threading.Barrier) -> None:
    owner = process_name()
    changes = Changes()

    def claim() -> Picture | None:
        return _survive(lambda: claim_picture(owner=owner))

    def waits() -> bool | None:
        return _survive(lambda: changes.possible() and picture_waits())

    try:
        with _folder() as folder, _hands() as hands:
            while not stop.is_set():
                picture = lookout.next(claim, waits=waits, stop=stop)
                if picture is not None:
                    _render(picture, decoder=pool, folder=Path(folder), hands=hands)
            leaving.wait(timeout=2 * settings.PROVINO_DECODE_SECONDS)
    finally:
        connection.close()


def _render(picture: Picture, *, decoder: DecoderPool, folder: Path, hands: Executor) -> None:
    """Make a picture ready on the thread of `hands`: what breaks our own code ends that call, not this loop."""
    error = hands.submit(_call, picture, decoder=decoder, folder=folder).exception()
    if isinstance(error, DatabaseError):
        logger.error("the database did not answer", exc_info=error)
    elif error is not None:
        logger.error("a picture broke its rendering", exc_info=error, extra={"photo": picture.public_id})
        _survive(partial(refuse_broken, picture))


def _call(picture: Picture, *, decoder: DecoderPool, folder: Path) -> None:
    close_old_connections()
    make_ready(picture, decoder=decoder, folder=folder)


@contextmanager
def _hands() -> Iterator[Executor]:
    """One thread to work with; the decoding children it starts live as long as it does."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="picture") as hands:
        try:
            yield hands
        finally:
            hands.submit(connections.close_all)  # those of that thread


def _survive(step: Callable[[], T]) -> T | None:
    """A database that is away for a moment is waited for: None then."""
    try:
        close_old_connections()
        return step()
    except DatabaseError:
        logger.exception("the database did not answer")
        connection.close()
        return None


def _folder() -> "tempfile.TemporaryDirectory[str]":
    """A folder of this process for files on their way, on the storage's file system."""
    return tempfile.TemporaryDirectory(prefix=f"{process_name().replace('/', '_')}.", dir=_rendering_folder())


def _rendering_folder() -> Path:
    folder = Path(settings.PROVINO_DATA) / "rendering"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
