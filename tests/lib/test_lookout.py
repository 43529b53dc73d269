"""One thread looks for work while the others sleep."""

import threading

from provino.lib.lookout import Lookout

SECONDS = 0.001


def test_every_piece_of_work_is_handed_out_once() -> None:
    lookout: Lookout[int] = Lookout(seconds=SECONDS)
    stop = threading.Event()
    work = list(range(200))
    taken: list[int] = []

    def run() -> None:
        while (
            number := lookout.next(lambda: work.pop() if work else None, waits=lambda: bool(work), stop=stop)
        ) is not None:
            taken.append(number)
            if number == 0:
                stop.set()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in threads)
    assert sorted(taken) == list(range(200))


def test_after_an_empty_hand_nothing_is_taken_until_something_waits() -> None:
    lookout: Lookout[str] = Lookout(seconds=SECONDS)
    stop = threading.Event()
    looks, takes = iter([False, None, False, True]), iter([None, "work"])
    assert lookout.next(lambda: next(takes), waits=lambda: next(looks), stop=stop) == "work"
    assert next(looks, "used up") == "used up"


def test_threads_that_wait_leave_when_told_to_stop() -> None:
    lookout: Lookout[str] = Lookout(seconds=60)
    stop = threading.Event()
    results: list[object] = []
    threads = [
        threading.Thread(target=lambda: results.append(lookout.next(lambda: None, waits=lambda: False, stop=stop)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    stop.set()
    for thread in threads:
        thread.join(timeout=20)
    assert results == [None, None, None]


def test_only_one_thread_looks_at_a_time() -> None:
    lookout: Lookout[str] = Lookout(seconds=SECONDS)
    stop = threading.Event()
    looking, most = [0], [0]
    looked = threading.Semaphore(0)

    def look() -> bool:
        looking[0] += 1
        most[0] = max(most[0], looking[0])
        looked.release()
        looking[0] -= 1
        return False

    threads = [threading.Thread(target=lambda: lookout.next(lambda: None, waits=look, stop=stop)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(50):
        assert looked.acquire(timeout=20)
    stop.set()
    for thread in threads:
        thread.join(timeout=20)
    assert most == [1]


class Stop(threading.Event):
    """Notes how long it is waited for, and never waits."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout or 0.0)
        return self.is_set()


def test_looks_become_rarer_while_nothing_comes_and_frequent_again_after_work() -> None:
    lookout: Lookout[str] = Lookout(seconds=1.0, idle_seconds=4.0)
    stop = Stop()
    looks = iter([*[False] * 30, True, True])
    takes = iter([None, "work", None, "more"])
    assert [lookout.next(lambda: next(takes), waits=lambda: next(looks), stop=stop) for _ in range(2)] == [
        "work",
        "more",
    ]
    first, again = stop.pauses[:31], stop.pauses[31:]
    assert first == sorted(first)
    assert (first[0], first[-1]) == (1.0, 4.0)
    assert again == [1.0]
