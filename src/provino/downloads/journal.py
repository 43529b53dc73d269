"""What the download lane really sent, folded from its journal into the record of downloads."""

import fcntl
import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from provino.downloads.models import Download, FoldedJournal
from provino.jobs.tasks import every
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind

logger = logging.getLogger(__name__)

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of the lane: bytes `start` to `start + sent` of a download left this machine."""

    download: str
    start: int
    sent: int
    at: datetime


@every(seconds=5)
def fold_journal_task() -> None:
    """Fold every journal file that its process has let go of."""
    folder = Path(settings.PROVINO_DATA) / "journal"
    for path in sorted(folder.glob("*.jsonl")):
        fold_file(path)
    for path in sorted(folder.glob("*.open")):
        if _is_abandoned(path):
            fold_file(path)


@every(hours=24)
def forget_folded_journals_task() -> None:
    """Forget names of files folded long ago; the files are gone."""
    FoldedJournal.objects.filter(at__lt=timezone.now() - timedelta(days=30)).delete()


def fold_file(path: Path) -> None:
    """Add one journal file to the record and remove it; a file whose name was folded before is only removed."""
    name = path.stem
    with transaction.atomic():
        _mark, is_new = FoldedJournal.objects.get_or_create(name=name)
        if is_new:
            by_download = defaultdict(list)
            for line in _lines(path):
                by_download[line.download].append(line)
            for public_id, lines in by_download.items():
                _add(public_id, lines)
    path.unlink(missing_ok=True)


def merge_ranges(ranges: list[Range]) -> list[Range]:
    """Ranges [start, end) in order, those that touch or overlap joined, empty ones dropped."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _add(public_id: str, lines: list[Line]) -> None:
    download = Download.objects.select_for_update().filter(public_id=public_id).first()
    if download is None:
        return
    sent = [(line.start, line.start + line.sent) for line in lines]
    merged = merge_ranges([*((start, end) for start, end in download.ranges), *sent])
    download.ranges = merged
    download.bytes_sent += sum(line.sent for line in lines)
    download.requests += len(lines)
    is_whole = merged == [(0, download.bytes_expected)]
    if is_whole and download.finished_at is None:
        download.finished_at = max(line.at for line in lines)
        if download.visitor is not None:
            detail = {"download": download.public_id, "what": download.what, "files": download.files}
            record(download.visitor, kind=ActivityKind.DOWNLOADED, detail=detail)
    download.save(update_fields=["ranges", "bytes_sent", "requests", "finished_at"])


def _lines(path: Path) -> Iterator[Line]:
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(text)
            yield Line(row["download"], int(row["start"]), int(row["bytes"]), datetime.fromisoformat(row["at"]))
        except (ValueError, KeyError, TypeError):
            logger.warning("A line of the download journal %s was cut off and is left out.", path.name)


def _is_abandoned(path: Path) -> bool:
    """Whether the process that wrote the file is gone: its lock can be had."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
