"""The parent's side of the decoding child: hand it pictures, survive its death."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.results import Job, Rendered

_SOURCE_ROOT = Path(__file__).parents[3]
_CHUNK = 64 * 1024
# What the child needs of our environment; everything else may be a secret and stays here.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
_CHILD_ENVIRONMENT = {
    "VIPS_CONCURRENCY": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    # A picture's buffers are used again for the next one: fetching fresh pages for each costs a tenth of the time.
    "MALLOC_MMAP_THRESHOLD_": "32000000",
    "MALLOC_TRIM_THRESHOLD_": "64000000",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": str(_SOURCE_ROOT),
    # No font of this machine may get into a watermark.
    "FONTCONFIG_FILE": str(Path(__file__).parent / "fonts" / "fonts.conf"),
}


class Decoder:
    """One decoding child, started when first needed; to be used by one thread at a time.

    The child dies with the thread that started it. `memory_bytes` is its limit of address
    space; after `max_jobs` pictures, or when it has grown beyond `max_resident_bytes`, a
    fresh one takes over.
    """

    def __init__(
        self,
        *,
        memory_bytes: int = 1_500_000_000,
        max_jobs: int = 500,
        max_resident_bytes: int = 250_000_000,
    ) -> None:
        self._memory_bytes = memory_bytes
        self._max_jobs = max_jobs
        self._max_resident_bytes = max_resident_bytes
        self._child: subprocess.Popen[bytes] | None = None
        self._jobs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._child.pid if self._child else None

    def render(self, job: Job, *, timeout: float) -> Rendered:
        """Make the job's renditions within `timeout` seconds.

        Raises ImageRefused (also timed-out, out-of-memory and decoder-crashed, after which the
        next picture gets a fresh child) and OSError when the source cannot be read or a
        rendition cannot be written.
        """
        child = self._living() or self._start()
        answer = self._ask(child, json.dumps(job.to_json()).encode() + b"\n", timeout=timeout)
        self._jobs += 1
        if self._jobs >= self._max_jobs or answer["resident_bytes"] > self._max_resident_bytes:
            self.close()
        if "refused" in answer:
            raise ImageRefused(Reason(answer["refused"]), detail=answer["detail"])
        if "errno" in answer:
            raise OSError(answer["errno"], answer["message"], answer["filename"])
        return Rendered.from_json(answer["rendered"])

    def close(self) -> None:
        """End the child; the next picture starts another."""
        child, self._child, self._jobs = self._child, None, 0
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()

    def _living(self) -> subprocess.Popen[bytes] | None:
        """Return the child unless it died while idle, which is no picture's fault."""
        if self._child and self._child.poll() is not None:
            self.close()
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        command = [sys.executable, "-m", "provino.lib.imaging.child", str(self._memory_bytes), str(os.getpid())]
        self._child = subprocess.Popen(  # noqa: S603 - our own module with two numbers
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=passed_on | _CHILD_ENVIRONMENT,
            start_new_session=True,
        )
        return self._child

    def _ask(self, child: subprocess.Popen[bytes], line: bytes, *, timeout: float) -> dict[str, Any]:
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("the decoding child has no pipes")
        try:
            child.stdin.write(line)
        except BrokenPipeError:
            raise self._died(child) from None
        answer = self._read_line(child, child.stdout.fileno(), deadline=time.monotonic() + timeout)
        result: dict[str, Any] = json.loads(answer)
        return result

    def _read_line(self, child: subprocess.Popen[bytes], descriptor: int, *, deadline: float) -> bytes:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        received = b""
        while not received.endswith(b"\n"):
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not poll.poll(remaining * 1000):
                self.close()
                raise ImageRefused(Reason.TIMED_OUT)
            chunk = os.read(descriptor, _CHUNK)
            if not chunk:
                raise self._died(child)
            received += chunk
        return received

    def _died(self, child: subprocess.Popen[bytes]) -> ImageRefused:
        code = child.wait()
        self.close()
        # GLib ends a process that gets no memory by a trap, C++ by an abort after bad_alloc.
        if code == -signal.SIGTRAP:
            return ImageRefused(Reason.OUT_OF_MEMORY, detail="no memory in libvips")
        return ImageRefused(Reason.DECODER_CRASHED, detail=f"ended with {code}")
