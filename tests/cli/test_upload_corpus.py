"""The worst files and the strangest names we know, through `provino upload`."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Prepared
from tests.cli.running import run
from tests.photos import make_photo
from tests.serving import Serving, serving

pytestmark = [pytest.mark.process, pytest.mark.corpus]

CORPUS = Path(os.environ.get("PROVINO_CORPUS", ""))
GOOD = 8


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Iterator[Serving]:
    with serving(prepared(tmp_path_factory.mktemp("upload-corpus") / "data")) as running:
        yield running


@pytest.fixture
def cli(server: Serving) -> dict[str, str]:
    return {**server.environment, "PROVINO_URL": server.url, "PROVINO_TOKEN": server.token}


def test_bad_files_of_the_corpus_are_named_with_their_reasons(
    server: Serving, cli: dict[str, str], tmp_path: Path
) -> None:
    gallery = server.new_gallery()
    shutil.copytree(CORPUS / "bad", tmp_path / "bad")
    good = {f"good/{number}.jpg" for number in range(GOOD)}
    for seed, path in enumerate(sorted(good)):
        make_photo(tmp_path / path, seed=seed)
    bad = {f"bad/{path.name}" for path in (CORPUS / "bad").iterdir()}
    worker = server.child("worker")
    assert worker is not None

    done = run(cli, "upload", gallery, str(tmp_path), "--json")
    assert done.code == 1  # not everything arrived
    told = {row["relative_path"]: row for row in done.json["files"]}
    assert set(told) == good | bad
    assert {told[path]["outcome"] for path in good} == {"added"}
    troubled = {path: row for path, row in told.items() if row["outcome"] in {"refused", "failed"}}
    assert all(row["reason"] and row["message"] for row in troubled.values())
    assert done.json["added"] + len(troubled) == len(told)
    photos = httpx.get(f"{server.url}/api/v1/galleries/{gallery}/photos?limit=500", headers=server.bearer).json()
    states = {photo["relative_path"]: (photo["state"], photo["reason"]) for photo in photos["items"]}
    assert states == {path: (row["state"], row["reason"]) for path, row in told.items()}
    assert {path for path, (state, _) in states.items() if state == "failed"} == set(troubled)
    assert {state for state, _ in states.values()} == {"ready", "failed"}
    assert server.child("worker") == worker

    again = run(cli, "upload", gallery, str(tmp_path / "good"), str(tmp_path / "bad"))
    assert again.code == 1
    assert f"{done.json['added']} there already" in again.out
    assert "bad/zero.jpg: The file is empty." in again.out


def test_names_of_the_corpus_arrive_exactly(server: Serving, cli: dict[str, str]) -> None:
    gallery = server.new_gallery()
    names = sorted(path.name for path in (CORPUS / "names").iterdir())
    done = run(cli, "upload", gallery, str(CORPUS / "names"), "--json")
    assert (done.code, sorted(row["filename"] for row in done.json["files"])) == (0, names)
    photos = httpx.get(f"{server.url}/api/v1/galleries/{gallery}/photos?limit=500", headers=server.bearer).json()
    assert sorted(photo["filename"] for photo in photos["items"]) == names
