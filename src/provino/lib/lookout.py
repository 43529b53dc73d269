"""Threads that wait for work: one of them looks, the others sleep."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


_SLOWER = 1.1  # each look in vain makes the next pause so much longer


class Lookout(Generic[T]):
    """Hands out work to several threads, so that idleness costs one cheap look at a time, however many wait.

    After work it looks every `seconds`, then ever more rarely, at last every `idle_seconds`.
    """

    def __init__(self, *, seconds: float, idle_seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._idle_seconds = max(seconds, idle_seconds)
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
                pause = self._seconds
                while not stop.wait(pause) and not waits():
                    pause = min(pause * _SLOWER, self._idle_seconds)
        return None
