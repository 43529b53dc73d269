"""Foreign clients against the running server: tuspy and tus-js-client know nothing of us."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tusclient.client import TusClient

from tests.photos import jpeg_bytes
from tests.serving import Serving, serving

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("live")) as running:
        yield running


def names(server: Serving, gallery: str) -> dict[str, str]:
    photos = server.wait_rendered()
    return {photo["relative_path"]: photo["state"] for photo in photos if photo["gallery__public_id"] == gallery}


def test_tuspy_uploads_in_parts_with_checksums_and_resumes(server: Serving, tmp_path: Path) -> None:
    gallery = server.new_gallery()
    path = tmp_path / "Zażółć.jpg"
    path.write_bytes(jpeg_bytes(1500, 1000))
    client = TusClient(f"{server.url}/api/v1/uploads", headers=server.bearer)
    told = {"gallery": gallery, "filename": path.name, "relativePath": f"Ślub/{path.name}"}
    with path.open("rb") as file:
        options = {"file_stream": file, "chunk_size": 50_000, "metadata": told, "upload_checksum": True}
        first = client.uploader(**options, metadata_encoding="utf-8")
        first.upload_chunk()  # type: ignore[no-untyped-call]
        # Another process continues where this one stopped.
        second = client.uploader(**options, url=first.url)
        assert second.offset == 50_000
        second.upload()
    assert names(server, gallery) == {"Ślub/Zażółć.jpg": "ready"}


def test_tus_js_client_uploads_resumes_and_terminates(server: Serving, tmp_path: Path) -> None:
    gallery = server.new_gallery()
    path = tmp_path / "IMG_1.jpg"
    path.write_bytes(jpeg_bytes(1500, 1000, seed=2))
    command = [ROOT / ".venv/bin/node", ROOT / "tests/api/tus_js_client.mjs"]
    arguments = [f"{server.url}/api/v1/uploads", server.token, gallery, str(path)]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["outcome"] == "added"
    assert 0 < told["resumedAt"] < path.stat().st_size
    assert told["terminated"] == 404
    assert names(server, gallery) == {"Party/IMG_1.jpg": "ready"}


def test_refused_part_closes_the_connection_and_the_next_request_works(server: Serving) -> None:
    gallery = server.new_gallery()
    with httpx.Client(base_url=server.url, headers={**server.bearer, "Tus-Resumable": "1.0.0"}) as client:
        part = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        answer = client.patch("/api/v1/uploads/unknown", content=b"x" * 3_000_000, headers=part)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert server.upload(gallery, "a.jpg", jpeg_bytes(seed=3))["outcome"] == "added"
