"""The worst files and the strangest names we know, chosen as folders in a real browser."""

import os
import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.journeys.uploading import Studio, choose, photos, ready
from tests.photos import make_photo

pytestmark = [pytest.mark.journey, pytest.mark.corpus]

CORPUS = Path(os.environ.get("PROVINO_CORPUS", ""))
MEMORY_LIMIT_MB = 1000
GOOD = 8


def _settled(page: Page, studio: Studio, gallery: str) -> float:
    """Wait until nothing is on its way or waits for its picture; returns the most memory ever taken, in MB."""
    asked = f"async () => (await (await fetch('/api/v1/galleries/{gallery}')).json()).counts.pending"
    stored = page.get_by_text("photos are stored")
    deadline, peak = time.monotonic() + 180, 0.0
    while not stored.is_visible() or page.evaluate(asked):
        peak = max(peak, studio.server.memory_mb())
        assert time.monotonic() < deadline, page.locator("upload-panel").inner_text()
    return peak


def test_bad_files_of_the_corpus_fail_alone_with_words_beside_them(
    studio: Studio, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    owner = open_browser(storage_state=studio.session)
    gallery = studio.gallery(owner, "The worst")
    shutil.copytree(CORPUS / "bad", tmp_path / "job" / "bad")
    good = {f"good/{number}.jpg" for number in range(GOOD)}
    for seed, path in enumerate(sorted(good)):
        make_photo(tmp_path / "job" / path, seed=seed)
    bad = {f"bad/{path.name}" for path in (CORPUS / "bad").iterdir()}
    assert len(bad) > 40
    worker = studio.server.child("worker")
    assert worker is not None
    choose(owner, tmp_path / "job")
    assert 0 < _settled(owner, studio, gallery) <= MEMORY_LIMIT_MB

    there = {photo["relative_path"]: photo for photo in photos(owner, gallery)}
    assert set(there) == good | bad
    assert {there[path]["state"] for path in good} == {"ready"}
    failed = {path: photo["message"] for path, photo in there.items() if photo["state"] == "failed"}
    assert all(failed.values())
    assert {photo["state"] for photo in there.values()} == {"ready", "failed"}
    assert {"bad/bomb-65500x65500.jpg", "bad/zero.jpg", "bad/text.jpg", "bad/truncated-half.jpg"} <= set(failed)
    rows = owner.locator("upload-panel .upload-trouble")
    expect(rows).to_have_count(len(failed), timeout=15_000)
    said = dict(row.split("\n", 1) for row in rows.locator("div").all_inner_texts())
    assert {name: words.strip() for name, words in said.items()} == {
        path.removeprefix("bad/"): message for path, message in failed.items()
    }
    assert studio.server.child("worker") == worker


def test_names_of_the_corpus_arrive_exactly(studio: Studio, open_browser: OpenBrowser) -> None:
    owner = open_browser(storage_state=studio.session)
    gallery = studio.gallery(owner, "Names")
    names = sorted(path.name for path in (CORPUS / "names").iterdir())
    choose(owner, CORPUS / "names")
    ready(owner, gallery, len(names))
    assert sorted(photo["filename"] for photo in photos(owner, gallery)) == names
