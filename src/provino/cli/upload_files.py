"""What `provino upload` sends: the files below the paths given, with their folders."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from provino.cli.output import CommandError

# What systems leave in folders; nobody means to upload it.
_LITTER = {".ds_store", "thumbs.db", "desktop.ini"}
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LocalFile:
    """One file: where it is, and its folders and name as the gallery will know them."""

    path: Path
    relative_path: str
    size: int
    modified: int  # nanoseconds since 1970

    @property
    def filename(self) -> str:
        return self.relative_path.rpartition("/")[2]

    def sha256(self) -> str:
        """The hash of its bytes, as hexadecimal."""
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def local_files(paths: Iterable[Path]) -> list[LocalFile]:
    """Every file below `paths` in name order. One folder alone is the job itself: its name is dropped, its sub-folders
    become sections. Several folders at once each keep their name, as in the browser.
    """
    given = list(paths)
    several = len(given) > 1
    found = [file for path in given for file in (_below(path, named=several) if path.is_dir() else [_alone(path)])]
    return sorted(found, key=lambda file: file.relative_path)


def _alone(path: Path) -> LocalFile:
    return _file(path, path.name)


def _file(path: Path, relative_path: str) -> LocalFile:
    told = path.stat()
    return LocalFile(path, relative_path, told.st_size, told.st_mtime_ns)


def _say_unreadable(error: OSError) -> None:
    """Nothing is left out in silence."""
    raise CommandError("unreadable", f"{error.filename} cannot be read: {error.strerror}.") from error


def _below(folder: Path, *, named: bool) -> Iterator[LocalFile]:
    root = folder.resolve().parent if named else folder
    for parent, _folders, names in os.walk(folder.resolve() if named else folder, onerror=_say_unreadable):
        for name in names:
            path = Path(parent) / name
            if name.lower() not in _LITTER and not name.startswith("._") and path.is_file():
                yield _file(path, path.relative_to(root).as_posix())
