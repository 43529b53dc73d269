"""The file lane and the ZIP lane over a real socket: exact bytes from any place on, and what was sent is written down."""

import io
import json
import socket
import time
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from provino.lib.public_ids import new_public_id
from provino.lib.signatures import FileGrant, ZipGrant, derive_key, sign_grant
from tests.live import SECRET, Live, until

pytestmark = pytest.mark.process
KEY = derive_key(SECRET)
CONTENT = bytes(range(256)) * 4000
NAME = "Zażółć gęślą \N{WHITE SMILING FACE}.jpg"


def file_path(live: Live, content: bytes = CONTENT, **changes: Any) -> str:
    """The address of one stored file; `changes` replaces parts of the grant."""
    key = f"studios/{live.ids['studio']}/galleries/{live.ids['gallery']}/originals/aa/{len(content)}"
    values = {
        "key": key,
        "size": len(content),
        "media_type": "image/jpeg",
        "filename": NAME,
        "sha256": live.write_file(key, content),
        "gallery": live.ids["gallery"],
        "access_version": 1,
        "expires": int(time.time()) + 3600,
    }
    return f"/files/{sign_grant(FileGrant(**{**values, **changes}), key=KEY)}/name.jpg"


def zip_path(live: Live, contents: dict[str, bytes], **changes: Any) -> str:
    """The address of a ZIP of these files."""
    folder = f"studios/{live.ids['studio']}/galleries/{live.ids['gallery']}"
    rows = []
    for name, content in contents.items():
        key = f"{folder}/originals/zz/{zlib.crc32(content)}"
        live.write_file(key, content)
        rows.append([name, len(content), zlib.crc32(content), key, "2026-11-23T10:00:00"])
    manifest = json.dumps({"entries": rows}).encode()
    key = f"{folder}/manifests/{zlib.crc32(manifest)}.json"
    live.write_file(key, manifest)
    expires = int(time.time()) + 3600
    values = {
        "manifest_key": key,
        "name": "Anna i Piotr",
        "gallery": live.ids["gallery"],
        "access_version": 1,
        "expires": expires,
    }
    return f"/zip/{sign_grant(ZipGrant(**{**values, **changes}), key=KEY)}/x.zip"


def get(live: Live, path: str, **headers: str) -> httpx.Response:
    return httpx.get(live.url + path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def lines_of(live: Live, download: str) -> list[dict[str, Any]]:
    return [line for line in live.journal() if line["download"] == download]


def test_file_is_saved_under_its_own_name(live: Live) -> None:
    answer = get(live, file_path(live))
    assert answer.status_code == 200
    assert answer.content == CONTENT
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; ")
    assert unquote(disposition.partition("UTF-8''")[2]) == NAME
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_file_of_nothing_comes_whole(live: Live) -> None:
    answer = get(live, file_path(live, b""))
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-9", slice(0, 10)), ("bytes=500000-", slice(500_000, None)), ("bytes=-7", slice(-7, None))],
)
def test_part_of_a_file_is_answered_with_206(live: Live, asked: str, part: slice) -> None:
    answer = get(live, file_path(live), range=asked)
    assert answer.status_code == 206
    assert answer.content == CONTENT[part]


def test_several_parts_are_answered_with_the_whole(live: Live) -> None:
    answer = get(live, file_path(live), range="bytes=0-1,5-6")
    assert (answer.status_code, answer.content) == (200, CONTENT)


def test_part_beyond_the_end_of_a_file_is_answered_with_416(live: Live) -> None:
    answer = get(live, file_path(live), range="bytes=99999999-")
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


def test_part_of_another_version_is_answered_with_the_whole(live: Live) -> None:
    path = file_path(live)
    tag = get(live, path).headers["etag"]
    assert get(live, path, range="bytes=0-9", if_range=tag).status_code == 206
    assert get(live, path, range="bytes=0-9", if_range='"older"').status_code == 200
    assert get(live, path, if_none_match=tag).status_code == 304


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"expires": 1}, 404), ({"access_version": 9}, 404), ({"gallery": "nothing"}, 404), ({"size": 5}, 410), ({"key": "studios/none"}, 410)],
)  # fmt: skip
def test_grant_that_is_no_longer_true_opens_nothing(live: Live, changes: dict[str, Any], status: int) -> None:
    assert get(live, file_path(live, **changes)).status_code == status


@pytest.mark.parametrize("path", ["/files/", "/files/x", "/files/x.y/z", "/zip/", "/zip/a.b/c.zip"])
def test_malformed_grant_is_not_found(live: Live, path: str) -> None:
    assert get(live, path).status_code == 404


def test_grant_for_a_file_is_none_for_a_zip(live: Live) -> None:
    assert get(live, file_path(live).replace("/files/", "/zip/")).status_code == 404


def test_zip_has_its_exact_length_and_every_byte(live: Live) -> None:
    contents = {"Ślub/IMG_1.jpg": CONTENT, "Ślub/IMG_2.jpg": CONTENT[::-1], "leer": b""}
    answer = get(live, zip_path(live, contents))
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "Anna i Piotr.zip" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents


def test_zip_goes_on_where_it_was_cut(live: Live) -> None:
    path = zip_path(live, {"a": CONTENT, "b": CONTENT[5:]})
    whole = get(live, path)
    middle = len(whole.content) // 2
    rest = get(live, path, range=f"bytes={middle}-", if_range=whole.headers["etag"])
    assert rest.status_code == 206
    assert whole.content[:middle] + rest.content == whole.content


def test_zip_with_a_missing_file_is_gone_and_written_down(live: Live) -> None:
    contents, download = {"a": b"missing soon", "b": CONTENT}, new_public_id()
    path = zip_path(live, contents, download=download)
    key = f"studios/{live.ids['studio']}/galleries/{live.ids['gallery']}/originals/zz/{zlib.crc32(b'missing soon')}"
    (live.data / "files" / key).unlink()
    assert get(live, path).status_code == 410
    (line,) = lines_of(live, download)
    assert line["reason"].startswith("source changed")


def test_journal_says_what_was_sent(live: Live) -> None:
    download = new_public_id()
    path = file_path(live, download=download)
    get(live, path)
    get(live, path, range="bytes=10-19")
    httpx.head(live.url + path)
    whole, part = until(lambda: len(lines_of(live, download)) == 2 and lines_of(live, download))
    assert (whole["start"], whole["end"], whole["bytes"], whole["complete"]) == (0, len(CONTENT), len(CONTENT), True)
    assert (part["start"], part["end"], part["bytes"], part["complete"]) == (10, 20, 10, True)
    assert datetime.fromisoformat(whole["at"]).tzinfo == UTC


def test_journal_is_handed_over_to_be_folded(live: Live) -> None:
    download = new_public_id()
    get(live, file_path(live, download=download))
    ready = live.data / "journal"
    until(lambda: any(download in file.read_text() for file in ready.glob("*.jsonl")))


def test_reader_who_leaves_is_written_down_as_incomplete(live: Live) -> None:
    download, size = new_public_id(), 80_000_000
    path = file_path(live, bytes(size), download=download)
    with slow_reader(live, path) as reader:
        reader.recv(1000)
    (line,) = until(lambda: lines_of(live, download))
    assert not line["complete"]
    assert line["bytes"] < size
    assert line["reason"] == "reader gone"


def test_slow_readers_do_not_hold_up_pages_and_pictures(live: Live) -> None:
    path = file_path(live, bytes(80_000_000))
    readers = [slow_reader(live, path) for _ in range(40)]
    try:
        for reader in readers:
            reader.recv(1000)
        for _ in range(20):
            assert httpx.get(f"{live.url}/healthz", timeout=5).status_code == 200
    finally:
        for reader in readers:
            reader.close()


def test_file_that_becomes_shorter_breaks_off_instead_of_pretending(live: Live) -> None:
    download, size = new_public_id(), 60_000_000
    path = file_path(live, bytes(size), download=download)
    key = f"studios/{live.ids['studio']}/galleries/{live.ids['gallery']}/originals/aa/{size}"
    with slow_reader(live, path) as reader:
        first = reader.recv(1000)
        with (live.data / "files" / key).open("r+b") as file:
            file.truncate(size - 1)
        received = b"".join(iter(lambda: reader.recv(1 << 20), b""))
    head, _, body = (first + received).partition(b"\r\n\r\n")
    assert f"content-length: {size}".encode() in head
    assert len(body) < size
    (line,) = until(lambda: lines_of(live, download))
    assert line["reason"].startswith("source changed")


def slow_reader(live: Live, path: str) -> socket.socket:
    """A client that has asked and reads only when told to."""
    address = urlsplit(live.url)
    reader = socket.create_connection((address.hostname or "", address.port or 0), timeout=30)
    reader.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    return reader
