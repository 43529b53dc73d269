"""Names of files as photographers give them: kept as they came, compared and cleaned where needed."""

import re
import unicodedata
from collections.abc import Sequence

MAX_PART_LENGTH = 255
MAX_PATH_LENGTH = 1000

_SUFFIX = re.compile(r"(?<=.)\.[0-9A-Za-z]{1,5}$", re.DOTALL)
_DIGITS = re.compile(r"[0-9]+")
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Letters that Unicode does not decompose, so that they sort beside their plain sisters.
_PLAIN_LETTERS = str.maketrans("łøđħŧı", "lodhti")


class BadPathError(ValueError):
    """A relative path that cannot be taken over; `code` says why.

    Codes: empty, absolute, dot-segments, control-characters, too-long.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def nfc(name: str) -> str:
    """Return the name in NFC, the form in which names are compared (macOS writes NFD)."""
    return unicodedata.normalize("NFC", name)


def stem(name: str) -> str:
    """Return the name without its ending: `IMG_1.JPG` → `IMG_1`, `Foto nr. 5` stays whole."""
    return _SUFFIX.sub("", name)


def suffix(name: str) -> str:
    """Return the ending with its dot as written: `IMG_1.JPG` → `.JPG`, else an empty string."""
    return name[len(stem(name)) :]


def natural_sort_key(name: str) -> str:
    """Return a string that sorts byte by byte as people count: `IMG_9` before `IMG_10`.

    Case and accents do not matter. Each number becomes its count of digits (two digits)
    followed by its digits, so columns need a binary collation ("C" on PostgreSQL).
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c)).translate(_PLAIN_LETTERS)
    return _DIGITS.sub(_number_key, _CONTROL.sub("", letters))


def _number_key(match: re.Match[str]) -> str:
    digits = match.group().lstrip("0") or "0"
    return f"{min(len(digits), 99):02d}{digits}"


def clean_entry_name(path: str) -> str:
    """Return the path as a ZIP entry that cannot leave the folder it is unpacked into.

    The rule: only what is dangerous changes. Backslashes, control characters and lone
    surrogates become `_`, as do the segments `.` and `..`; leading slashes and empty segments
    go; the colon of a leading drive letter becomes `_`. Everything else comes out exactly as
    it went in, also what some systems dislike (`CON.jpg`, quotes, leading blanks): unpacking
    programs rename those themselves.
    """
    parts = [_clean_part(part) for part in path.split("/") if part]
    if not parts:
        return "_"
    parts[0] = _DRIVE.sub(lambda match: match.group()[0] + "_", parts[0])
    return "/".join(parts)


def _clean_part(part: str) -> str:
    if part in {".", ".."}:
        return "_" * len(part)
    return _CONTROL.sub("_", part.replace("\\", "_"))


def unique_names(names: Sequence[str]) -> list[str]:
    """Return the names in order, later doubles as `name (2).jpg`.

    Names are doubles when they differ only by case or by Unicode form: one would overwrite the
    other when unpacked on Windows or macOS. A name that somebody has by right is never given.
    """
    taken = {_comparable(name) for name in names}
    seen: set[str] = set()
    result = []
    for name in names:
        unique = name if _comparable(name) not in seen else _numbered(name, taken=taken)
        seen.add(_comparable(unique))
        taken.add(_comparable(unique))
        result.append(unique)
    return result


def _comparable(name: str) -> str:
    return nfc(nfc(name).casefold())


def _numbered(name: str, *, taken: set[str]) -> str:
    base, ending = stem(name), suffix(name)
    number = 2
    while _comparable(candidate := f"{base} ({number}){ending}") in taken:
        number += 1
    return candidate


def clean_relative_path(path: str) -> str:
    """Return an uploaded file's path below its gallery, with `/` between the parts.

    Names keep their full Unicode as they came; `\\` counts as a separator; empty and `.`
    segments go. Raises BadPathError for an empty or absolute path, `..`, control characters, a
    part longer than 255 characters or a path longer than 1,000.
    """
    normalised = path.replace("\\", "/")
    if _CONTROL.search(normalised):
        raise BadPathError("control-characters")
    if normalised.startswith("/") or _DRIVE.match(normalised):
        raise BadPathError("absolute")
    parts = [part for part in normalised.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise BadPathError("dot-segments")
    if not parts:
        raise BadPathError("empty")
    if len(normalised) > MAX_PATH_LENGTH or max(map(len, parts)) > MAX_PART_LENGTH:
        raise BadPathError("too-long")
    return "/".join(parts)
