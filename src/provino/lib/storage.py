"""Files by key in a local folder: written whole or not at all, and on the disk before a row says so."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class BadKeyError(ValueError):
    """A storage key that could lead out of the folder."""


@dataclass(frozen=True, slots=True)
class Storage:
    """A folder of files addressed by keys such as `studios/x/branding/y.png`."""

    root: Path

    def path(self, key: str) -> Path:
        """Where the file of `key` is or would be. Raises BadKeyError for a key that is not plain and relative."""
        parts = key.split("/")
        if "\0" in key or "\\" in key or any(part in {"", ".", ".."} for part in parts):
            raise BadKeyError(key)
        return self.root.joinpath(*parts)

    def place(self, temporary: Path, key: str) -> Path:
        """Move the finished file `temporary` to `key` and return its path; it is on the disk when this returns.

        `temporary` must be on the same file system (OSError otherwise). What stood under the key is replaced.
        """
        self.place_all({key: temporary})
        return self.path(key)

    def place_all(self, temporaries: Mapping[str, Path]) -> None:
        """Move finished files to their keys, as `place` does; a folder they share is synced once."""
        targets = {self.path(key): temporary for key, temporary in temporaries.items()}
        changed = set()
        for target, temporary in targets.items():
            made = _make_folders(target.parent, root=self.root)
            _sync(temporary)
            temporary.replace(target)
            changed |= {target.parent, *(folder.parent for folder in made)}
        for folder in changed:
            _sync(folder)

    def write(self, key: str, content: bytes) -> Path:
        """Store `content` under `key`, whole or not at all, and return its path."""
        target = self.path(key)
        _make_folders(target.parent, root=self.root)
        temporary = target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(6).hex()}")
        try:
            temporary.write_bytes(content)
            return self.place(temporary, key)
        finally:
            temporary.unlink(missing_ok=True)

    def read(self, key: str) -> bytes:
        """The whole content of `key`. Raises FileNotFoundError."""
        return self.path(key).read_bytes()

    def exists(self, key: str) -> bool:
        """Whether a file stands under `key`."""
        return self.path(key).is_file()

    def size(self, key: str) -> int:
        """Bytes of the file under `key`. Raises FileNotFoundError."""
        return self.path(key).stat().st_size

    def delete(self, key: str) -> None:
        """Remove the file of `key`; nothing happens when there is none."""
        self.path(key).unlink(missing_ok=True)


def _make_folders(folder: Path, *, root: Path) -> list[Path]:
    """Make `folder` and return the folders that were missing, deepest first."""
    missing = []
    for candidate in (folder, *folder.parents):
        if candidate.exists() or candidate == root.parent:
            break
        missing.append(candidate)
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
