"""Kill -9 of web and worker at random moments while photos come in and are rendered.

Nothing acknowledged is lost, nothing is there twice, nothing stays stuck. Five rounds; `PROVINO_SOAK_ROUNDS=20` in `make soak`.
"""

import base64
import contextlib
import hashlib
import os
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil

from tests.photos import jpeg_bytes
from tests.serving import Serving, serving

ROUNDS = int(os.environ.get("PROVINO_SOAK_ROUNDS", "5"))
FILES_A_ROUND = 10
KILLS_A_ROUND = 3
PART = 300_000


class StubbornClient:
    """Uploads as tus clients do: asks for the offset and goes on, whatever happens to the server."""

    def __init__(self, server: Serving, gallery: str) -> None:
        self.server, self.gallery = server, gallery
        self.acknowledged: dict[str, str] = {}
        self.headers = {**server.bearer, "Tus-Resumable": "1.0.0"}

    def upload(self, name: str, content: bytes) -> None:
        location = self._create(name, len(content))
        offset = 0
        while offset < len(content):
            offset = self._part(location, content, offset)
        self.acknowledged[name] = hashlib.sha256(content).hexdigest()

    def _create(self, name: str, size: int) -> str:
        fields = {"gallery": self.gallery, "filename": name, "relativePath": f"Folder {name[0]}/{name}"}
        told = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items())
        headers = {**self.headers, "Upload-Length": str(size), "Upload-Metadata": told}
        answer = self._ask("POST", f"{self.server.url}/api/v1/uploads", headers=headers)
        assert answer.status_code == 201, answer.text
        return self.server.url + answer.headers["Location"]

    def _part(self, location: str, content: bytes, offset: int) -> int:
        part = {**self.headers, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        with contextlib.suppress(httpx.TransportError):
            answer = httpx.patch(location, headers=part, content=content[offset : offset + PART], timeout=30)
            if answer.status_code == 204:
                return int(answer.headers["Upload-Offset"])
            assert answer.status_code in {409, 423, 500}, answer.text
        return int(self._ask("HEAD", location, headers=self.headers).headers["Upload-Offset"])

    def _ask(self, method: str, url: str, *, headers: dict[str, str]) -> httpx.Response:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(httpx.TransportError):
                answer = httpx.request(method, url, headers=headers, timeout=30)
                if answer.status_code < 500:
                    return answer
            time.sleep(0.05)
        raise AssertionError(f"no answer: {self.server.log()}")


def files(round_number: int) -> Iterator[tuple[str, bytes]]:
    for number in range(FILES_A_ROUND):
        seed = round_number * FILES_A_ROUND + number
        yield f"{number % 2}-{seed}.jpg", jpeg_bytes(1800, 1200, seed=seed)


def kill_at_random(server: Serving, chance: random.Random, ended: threading.Event) -> None:
    for _ in range(KILLS_A_ROUND):
        ended.wait(chance.uniform(0.1, 1.2))
        victim = server.child(chance.choice(["web_process", "worker"]))
        if victim is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()


def test_kills_lose_nothing_double_nothing_and_leave_nothing_stuck(tmp_path: Path) -> None:
    chance = random.Random(20261123)  # noqa: S311 - the same moments each time, as far as the machine allows
    with serving(tmp_path / "data") as server:
        client = StubbornClient(server, server.new_gallery())
        for round_number in range(ROUNDS):
            ended = threading.Event()
            killer = threading.Thread(target=kill_at_random, args=(server, chance, ended))
            killer.start()
            for name, content in files(round_number):
                client.upload(name, content)
            ended.set()
            killer.join()
        photos = server.wait_rendered(seconds=180)
        assert len(client.acknowledged) == ROUNDS * FILES_A_ROUND
        assert {photo["original_name"]: photo["sha256"] for photo in photos} == client.acknowledged
        assert len(photos) == len(client.acknowledged)
        assert {photo["state"] for photo in photos} == {"ready"}, photos
        whole = server.python(_CHECK)
    assert whole == {"originals": True, "renditions": True, "uploads": 0, "sections": 2}


_CHECK = """
import hashlib
from provino.galleries.files import original_key, rendition_key, storage
from provino.galleries.models import Photo, Section
from provino.ingest.models import Upload
from provino.lib.imaging.recipes import RECIPES
photos = list(Photo.objects.select_related("gallery__studio"))
def digest(photo):
    return hashlib.sha256(storage().path(original_key(photo.gallery, photo.sha256)).read_bytes()).hexdigest()
def rendered(photo):
    for recipe in RECIPES:
        key = rendition_key(photo.gallery, photo.public_id, recipe.fingerprint, recipe.suffix[1:])
        if storage().size(key) != photo.renditions[recipe.name][3]:
            return False
    return True
print(json.dumps({
    "originals": all(digest(photo) == photo.sha256 for photo in photos),
    "renditions": all(rendered(photo) for photo in photos),
    "uploads": Upload.objects.filter(state="receiving", offset__gt=0).count(),
    "sections": Section.objects.count(),
}))
"""
