"""The record of downloads is read from the lane's journal: every byte once, whatever happens in between."""

import fcntl
import json
from pathlib import Path

import pytest
from django.conf import settings

from provino.downloads.journal import fold_journal_task, merge_ranges
from provino.downloads.models import Download, DownloadKind
from provino.visitors.models import Activity, ActivityKind
from tests.factories import make_gallery, make_visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal() -> Path:
    folder = Path(settings.PROVINO_DATA) / "journal"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    return folder


@pytest.fixture
def download() -> Download:
    gallery = make_gallery()
    return Download.objects.create(
        gallery=gallery,
        visitor=make_visitor(gallery=gallery),
        kind=DownloadKind.BULK,
        what="full.zip",
        bytes_expected=1000,
    )


def _line(download: Download, start: int, sent: int) -> str:
    row = {
        "download": download.public_id,
        "start": start,
        "end": 1000,
        "bytes": sent,
        "at": "2026-11-23T10:00:00+00:00",
    }
    return json.dumps(row) + "\n"


def test_merge_ranges_joins_what_touches_and_keeps_gaps() -> None:
    assert merge_ranges([(5, 9), (0, 3), (3, 5), (20, 30), (7, 8), (40, 40)]) == [(0, 9), (20, 30)]


def test_resumed_download_is_one_complete_row(journal: Path, download: Download) -> None:
    (journal / "a.jsonl").write_text(_line(download, 0, 400))
    fold_journal_task()
    download.refresh_from_db()
    assert (download.bytes_sent, download.finished_at) == (400, None)

    (journal / "b.jsonl").write_text(_line(download, 400, 600))
    fold_journal_task()
    download.refresh_from_db()
    assert (download.bytes_sent, download.requests) == (1000, 2)
    assert download.finished_at is not None
    assert list(Activity.objects.values_list("kind", flat=True)) == [ActivityKind.DOWNLOADED]


def test_file_folded_before_counts_nothing_again(journal: Path, download: Download) -> None:
    (journal / "a.jsonl").write_text(_line(download, 0, 400))
    fold_journal_task()
    (journal / "a.jsonl").write_text(_line(download, 0, 400))  # as if killed between the commit and the removal
    fold_journal_task()
    download.refresh_from_db()
    assert download.bytes_sent == 400
    assert list(journal.iterdir()) == []


def test_open_file_waits_for_its_process_and_is_taken_when_it_died(journal: Path, download: Download) -> None:
    path = journal / "a.open"
    path.write_text(_line(download, 0, 1000))
    with path.open("rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        fold_journal_task()
        assert Download.objects.get().bytes_sent == 0
    fold_journal_task()
    assert Download.objects.get().bytes_sent == 1000


def test_line_cut_off_by_a_crash_is_left_out(journal: Path, download: Download) -> None:
    (journal / "a.jsonl").write_text(_line(download, 0, 400) + _line(download, 400, 600)[:30])
    fold_journal_task()
    assert Download.objects.get().bytes_sent == 400


def test_download_that_is_gone_disturbs_nobody(journal: Path, download: Download) -> None:
    (journal / "a.jsonl").write_text(
        '{"download": "x", "start": 0, "bytes": 1, "at": "2026-11-23T10:00:00+00:00"}\n' + _line(download, 0, 5)
    )
    fold_journal_task()
    assert Download.objects.get().bytes_sent == 5
