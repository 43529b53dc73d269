"""The layout of a stored ZIP: read back by zipfile and unzip, any range the same bytes."""

import io
import subprocess
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provino.lib.zipstream import Entry, FileSlice, Layout

NOON = datetime(2025, 6, 14, 13, 2, 10)  # noqa: DTZ001 - a ZIP's clock has no zone
GB = 1024**3


def build(files: list[tuple[str, bytes]]) -> Layout:
    return Layout([Entry(name, len(data), zlib.crc32(data), NOON) for name, data in files])


def read(layout: Layout, files: list[tuple[str, bytes]], start: int = 0, end: int | None = None) -> bytes:
    parts = []
    for segment in layout.segments(start, end):
        if isinstance(segment, FileSlice):
            data = files[segment.entry_index][1]
            parts.append(data[segment.offset : segment.offset + segment.length])
            assert len(parts[-1]) == segment.length
        else:
            parts.append(segment)
    return b"".join(parts)


FILES = [("Ślub/Zażółć 📷.jpg", b"abc" * 100), ("empty", b""), ("CON.jpg", b"x"), ("-rf.jpg", bytes(range(256)))]


def test_layout_is_read_by_zipfile_with_names_and_times() -> None:
    layout = build(FILES)
    data = read(layout, FILES)
    assert len(data) == layout.length
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(info.filename, archive.read(info)) for info in archive.infolist()] == FILES
        assert archive.infolist()[0].date_time == (2025, 6, 14, 13, 2, 10)
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_layout_passes_unzip(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(read(build(FILES), FILES))
    result = subprocess.run(["unzip", "-t", path], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert "No errors detected" in result.stdout


def test_empty_layout_is_an_empty_archive() -> None:
    data = read(Layout([]), [])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == []


def test_every_range_gives_the_same_bytes() -> None:
    files = [("a", b"12"), ("b", b""), ("ć", b"345")]
    layout = build(files)
    whole = read(layout, files)
    for start in range(layout.length + 1):
        for end in range(start, layout.length + 1):
            assert read(layout, files, start, end) == whole[start:end]


def test_ranges_outside_are_refused() -> None:
    layout = build(FILES)
    for start, end in ((-1, 5), (5, 4), (0, layout.length + 1)):
        with pytest.raises(ValueError, match="outside"):
            list(layout.segments(start, end))


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@settings(deadline=None)
@given(st.dictionaries(names, st.binary(max_size=50), max_size=8), st.data())
def test_any_archive_joined_from_two_ranges_is_whole(content: dict[str, bytes], data: st.DataObject) -> None:
    files = list(content.items())
    layout = build(files)
    cut = data.draw(st.integers(0, layout.length))
    whole = read(layout, files, 0, cut) + read(layout, files, cut)
    assert len(whole) == layout.length
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert [archive.read(info) for info in archive.infolist()] == [body for _, body in files]


def test_zip64_archive_of_many_gigabytes_is_read_by_zipfile(tmp_path: Path) -> None:
    # Three sparse files of zeros: over the 4 GB of one file, and offsets over 4 GB.
    sizes = [5 * GB, 3, 2 * GB]
    entries = [Entry(f"{n}.tif", size, _crc_of_zeros(size), NOON) for n, size in enumerate(sizes)]
    layout = Layout(entries)
    path = tmp_path / "large.zip"
    with path.open("wb") as file:
        for segment in layout.segments():
            if isinstance(segment, FileSlice):
                file.seek(segment.length, io.SEEK_CUR)
            else:
                file.write(segment)
    assert path.stat().st_size == layout.length
    with zipfile.ZipFile(path) as archive:
        assert [info.file_size for info in archive.infolist()] == sizes
        assert archive.infolist()[2].header_offset > 5 * GB
        assert archive.read("1.tif") == b"\0\0\0"
        with archive.open("2.tif") as last:
            assert last.read(10) == b"\0" * 10


def _crc_of_zeros(size: int) -> int:
    # Only the small file is read to its end, where zipfile checks the sum.
    return zlib.crc32(b"\0" * size) if size < 100 else 0


def test_zip64_appears_with_65535_entries() -> None:
    entries = [Entry(str(n), 0, 0, NOON) for n in range(70_000)]
    layout = Layout(entries)
    data = b"".join(segment for segment in layout.segments() if isinstance(segment, bytes))
    assert len(data) == layout.length
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == 70_000


def test_small_archive_has_no_zip64_records() -> None:
    assert b"PK\x06\x06" not in read(build(FILES), FILES)


def test_etag_follows_content_order_and_names() -> None:
    tags = {build(files).etag for files in (FILES, FILES[::-1], FILES[:3], [("b", b"1")], [("b", b"2")], [("c", b"1")])}
    assert len(tags) == 6
    assert build(FILES).etag == build(list(FILES)).etag
    assert build(FILES).etag.startswith('"')


@pytest.mark.parametrize(
    "entries",
    [
        [Entry("a", 1, 1, NOON), Entry("a", 1, 1, NOON)],
        [Entry("", 1, 1, NOON)],
        [Entry("a", -1, 1, NOON)],
        [Entry("a", 1, 1 << 32, NOON)],
        [Entry("x" * 70_000, 1, 1, NOON)],
    ],
)
def test_layout_refuses_what_no_zip_can_hold(entries: list[Entry]) -> None:
    with pytest.raises(ValueError, match=r"entry|entries|range"):
        Layout(entries)


@pytest.mark.parametrize(("year", "expected"), [(1971, (1980, 1, 1)), (2200, (2107, 12, 31))])
def test_times_outside_the_format_go_to_its_ends(year: int, expected: tuple[int, int, int]) -> None:
    layout = Layout([Entry("a", 0, 0, NOON.replace(year=year))])
    data = b"".join(segment for segment in layout.segments() if isinstance(segment, bytes))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].date_time[:3] == expected
