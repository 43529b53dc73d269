"""Every bad file of the corpus through the HTTP upload into a running server, good ones among them."""

import os
from pathlib import Path

import httpx
import psutil
import pytest

from tests.photos import jpeg_bytes
from tests.serving import serving

BAD = Path(os.environ.get("PROVINO_CORPUS", "")) / "bad"
MEMORY_LIMIT_MB = 1000
GOOD_EVERY = 5


@pytest.mark.corpus
def test_bad_files_fail_alone_with_words_and_the_rest_arrives(tmp_path: Path) -> None:
    files = sorted(path for path in BAD.iterdir() if path.is_file())
    assert len(files) > 40
    with serving(tmp_path / "data") as server, httpx.Client() as client:
        gallery = server.new_gallery()
        worker = server.child("worker")
        assert worker is not None
        peak = 0.0
        for number, path in enumerate(files):
            server.upload(gallery, path.name, path.read_bytes(), client=client)
            if number % GOOD_EVERY == 0:
                server.upload(gallery, f"good {number}.jpg", jpeg_bytes(seed=number), client=client)
            peak = max(peak, server.memory_mb())
        while any(photo["state"] == "pending" for photo in server.photos()):
            peak = max(peak, server.memory_mb())
        photos = {photo["original_name"]: photo for photo in server.photos()}
        assert worker.is_running()
        assert worker.status() != psutil.STATUS_ZOMBIE
    assert set(photos) >= {path.name for path in files}
    good = [photo for name, photo in photos.items() if name.startswith("good ")]
    assert len(good) == len(files) // GOOD_EVERY + 1
    assert {photo["state"] for photo in good} == {"ready"}
    for name, photo in photos.items():
        assert (photo["state"] == "failed") == bool(photo["reason"]), name
    # Once each limit was a limit: what claims to be huge is refused, what is merely odd works.
    assert photos["bomb-65500x65500.jpg"]["reason"] == "too-many-pixels"
    assert photos["script.svg"]["reason"] == "unsupported-format"
    assert photos["zero.jpg"]["reason"] == "empty"
    assert photos["polyglot-js.jpg"]["state"] == "ready"
    assert peak <= MEMORY_LIMIT_MB
    print({name: photo["reason"] or "ready" for name, photo in photos.items()}, f"peak {peak:.0f} MB")  # noqa: T201
