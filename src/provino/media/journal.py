"""What was really sent, one JSON line a request, for a job to fold into the record of downloads.

A process writes `<name>.open`, held under a lock, and every few seconds renames it to `<name>.jsonl`, which is ready to
be folded and removed. An `.open` file that can be locked belongs to a process that died: ready as well.
"""

import asyncio
import fcntl
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROTATE_SECONDS = 2.0


@dataclass(slots=True, eq=False)
class Transfer:
    """One answer under way: bytes `start` to `end` (exclusive) of a download, `sent` of them handed to the network."""

    download: str
    start: int
    end: int
    sent: int = 0
    reason: str = ""


class Journal:
    """The journal of this process. Used from the event loop only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None
        self._path: Path | None = None
        self._under_way: set[Transfer] = set()

    def begin(self, *, download: str, start: int, end: int) -> Transfer:
        """Note that an answer begins; `end_transfer` or `close` will write it down."""
        transfer = Transfer(download, start, end)
        self._under_way.add(transfer)
        return transfer

    def end_transfer(self, transfer: Transfer) -> None:
        """Write down what was sent; nothing for a transfer that belongs to no download."""
        self._under_way.discard(transfer)
        if transfer.download:
            self._write(transfer)

    def close(self) -> None:
        """Write down what is still under way as broken off and let the file go."""
        for transfer in list(self._under_way):
            transfer.reason = transfer.reason or "stopped"
            self.end_transfer(transfer)
        self.rotate()

    def rotate(self) -> None:
        """Hand the file over to the folding job."""
        if (let_go := self._let_go()) is not None:
            _hand_over(*let_go)

    def _write(self, transfer: Transfer) -> None:
        line = {
            "download": transfer.download,
            "bytes": transfer.sent,
            "start": transfer.start,
            "end": transfer.end,
            "complete": transfer.sent == transfer.end - transfer.start,
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        }
        if transfer.reason:
            line["reason"] = transfer.reason
        os.write(self._opened(), json.dumps(line).encode() + b"\n")

    def _opened(self) -> int:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}-{os.urandom(4).hex()}.open"
            self._path = self._folder / name
            self._file = _locked_file(self._path)
            asyncio.get_running_loop().call_later(ROTATE_SECONDS, self._rotate_in_thread)
        return self._file

    def _rotate_in_thread(self) -> None:
        """A slow disk holds nobody up."""
        if (let_go := self._let_go()) is not None:
            asyncio.get_running_loop().run_in_executor(None, _hand_over, *let_go)

    def _let_go(self) -> tuple[int, Path] | None:
        file, path = self._file, self._path
        self._file = self._path = None
        return None if file is None or path is None else (file, path)


def _locked_file(path: Path) -> int:
    """A new file that has its lock from the moment it can be seen under its name."""
    hidden = path.with_suffix(".new")
    file = os.open(hidden, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(file, fcntl.LOCK_EX)
    hidden.rename(path)
    return file


def _hand_over(file: int, path: Path) -> None:
    os.fsync(file)
    path.rename(path.with_suffix(".jsonl"))
    os.close(file)
