"""Keeping processes running: started, watched, started again when they die, and stopped together."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

import click

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 10.0  # who lived so long starts with a short pause again
STOP_SECONDS = 9.0  # then what still runs is killed
_LOOK_SECONDS = 0.2


class Child:
    """One Python program that must run. It holds the other end of a pipe and so notices when we die, however we die."""

    def __init__(self, name: str, arguments: Sequence[str], *, environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = [sys.executable, *arguments]
        self._environment = {**environment, "PROVINO_SUPERVISED": "1"}
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = FIRST_PAUSE
        self._again_at = 0.0

    def look(self) -> None:
        """Start it when it does not run and its pause is over."""
        now = time.monotonic()
        if self._process is not None and self._process.poll() is not None:
            self._note_end(self._process.returncode, lived=now - self._started)
            self._process = None
            self._again_at = now + self._pause
        if self._process is None and now >= self._again_at:
            self._started = now
            self._process = subprocess.Popen(self._command, env=self._environment, stdin=subprocess.PIPE)  # noqa: S603  # ours

    def terminate(self) -> None:
        """Ask it to end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end up to `until` (monotonic seconds), then kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            click.echo(f"{self.name} did not stop in time and is killed", err=True)
            self._process.kill()
            self._process.wait()

    def _note_end(self, code: int, *, lived: float) -> None:
        self._pause = FIRST_PAUSE if lived >= STEADY_SECONDS else min(self._pause * 2, LONGEST_PAUSE)
        click.echo(f"{self.name} ended (code {code}), starting it again in {self._pause:.1f} s", err=True)


def supervise(children: Sequence[Child], stop: threading.Event) -> None:
    """Keep the children running until `stop` is set, then end them all within `STOP_SECONDS`."""
    while not stop.is_set():
        for child in children:
            child.look()
        stop.wait(_LOOK_SECONDS)
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.terminate()
    for child in children:
        child.wait(until)


def child_environment(**changes: str) -> dict[str, str]:
    """This process's environment with changes, for its children."""
    return {**os.environ, **changes}
