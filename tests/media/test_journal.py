"""The journal of one process, as the folding job finds it."""

import asyncio
import fcntl
import json
from pathlib import Path

import pytest

from provino.media.journal import Journal


def test_file_under_way_is_locked_and_then_handed_over(tmp_path: Path) -> None:
    async def scenario() -> None:
        journal = Journal(tmp_path)
        transfer = journal.begin(download="d", start=5, end=15)
        transfer.sent = 10
        journal.end_transfer(transfer)
        (under_way,) = tmp_path.iterdir()
        assert under_way.suffix == ".open"
        with under_way.open() as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        journal.rotate()

    asyncio.run(scenario())
    (done,) = tmp_path.iterdir()
    assert done.suffix == ".jsonl"
    line = json.loads(done.read_text())
    assert line.pop("at")
    assert line == {"download": "d", "bytes": 10, "start": 5, "end": 15, "complete": True}


def test_close_writes_down_what_is_under_way(tmp_path: Path) -> None:
    async def scenario() -> None:
        journal = Journal(tmp_path)
        journal.begin(download="a", start=0, end=10).sent = 3
        journal.begin(download="", start=0, end=10)
        journal.close()

    asyncio.run(scenario())
    (file,) = tmp_path.iterdir()
    (line,) = [json.loads(text) for text in file.read_text().splitlines()]
    assert (line["download"], line["bytes"], line["complete"], line["reason"]) == ("a", 3, False, "stopped")


def test_nothing_is_written_for_files_that_are_no_download(tmp_path: Path) -> None:
    async def scenario() -> None:
        journal = Journal(tmp_path)
        journal.end_transfer(journal.begin(download="", start=0, end=10))
        journal.close()

    asyncio.run(scenario())
    assert list(tmp_path.iterdir()) == []
