"""Files by key: whole or not at all, never outside the folder."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provino.lib.storage import BadKeyError, Storage


def test_place_moves_the_file_into_folders_it_makes(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "files")
    temporary = tmp_path / "upload"
    temporary.write_bytes(b"bytes")
    placed = storage.place(temporary, "studios/a/originals/b")
    assert placed == tmp_path / "files/studios/a/originals/b"
    assert placed.read_bytes() == b"bytes"
    assert not temporary.exists()


def test_place_replaces_what_stood_there(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    for content in (b"first", b"second"):
        temporary = tmp_path / "upload"
        temporary.write_bytes(content)
        storage.place(temporary, "a/b")
    assert storage.read("a/b") == b"second"


def test_place_all_moves_every_file_to_its_key(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "files")
    keys = ("a/1", "a/2", "b/c/3")
    temporaries = {key: tmp_path / key.replace("/", "-") for key in keys}
    for key, temporary in temporaries.items():
        temporary.write_bytes(key.encode())
    storage.place_all(temporaries)
    assert [storage.read(key) for key in keys] == [b"a/1", b"a/2", b"b/c/3"]
    assert not any(temporary.exists() for temporary in temporaries.values())


def test_write_leaves_no_temporary_file(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.write("a/b.json", b"{}")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.json"]
    assert storage.size("a/b.json") == 2


def test_write_that_fails_leaves_what_stood_there(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.write("a/b", b"old")
    (tmp_path / "a/c").mkdir()
    with pytest.raises(OSError, match="c"):
        storage.write("a/c", b"new")
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"b", "c"}


def test_delete_of_a_missing_file_does_nothing(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.write("a", b"x")
    storage.delete("a")
    storage.delete("a")
    assert not storage.exists("a")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/./b", "a/b/", "a\\b", "a\0b"])
def test_keys_that_could_leave_the_folder_are_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadKeyError):
        Storage(tmp_path).path(key)


@given(st.text())
def test_any_key_stays_inside_or_is_refused(key: str) -> None:
    root = Path("/srv/files")
    try:
        path = Storage(root).path(key)
    except BadKeyError:
        return
    assert path.is_relative_to(root)
    assert ".." not in path.parts
