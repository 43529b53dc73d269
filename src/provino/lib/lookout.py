"""Threads that wait for work: one of them looks, the others sleep."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lookout(Generic[T]):
    """Hands out work to several threads, so that idleness costs one cheap look every `seconds`, however many wait."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()

    def next(
        self, take: Callable[[], T | None], *, waits: Callable[[], bool | None], stop: threading.Event
    ) -> T | None:
        """Return what `take` gets, once it gets something; None when `stop` is set first.

        After an empty hand, `take` is called again only when the cheaper `waits` says so.
        """
        with self._turn:
            while not stop.is_set():
                taken = take()
                if taken is not None:
                    return taken
                while not stop.wait(self._seconds) and not waits():
                    pass
        return None
