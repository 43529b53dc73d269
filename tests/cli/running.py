"""The `provino` command as its own process."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

COMMAND = [sys.executable, "-m", "provino.cli.main"]


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output; fails when there is anything beside it."""
        return json.loads(self.out)

    @property
    def refusal(self) -> str:
        """The code of the error; nothing is on standard output."""
        told = json.loads(self.err.strip().splitlines()[-1])
        assert self.out == ""
        assert set(told) == {"code", "message"}
        assert told["message"]
        return str(told["code"])


def run(environment: dict[str, str], *words: str) -> Ran:
    """Run `provino WORDS` to its end."""
    done = subprocess.run([*COMMAND, *words], env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def run_together(*calls: tuple[dict[str, str], tuple[str, ...]]) -> list[Ran]:
    """Run commands that have nothing to do with each other at the same time; their ends in the order of the calls."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda call: run(call[0], *call[1]), calls))
