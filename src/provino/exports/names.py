"""What all programs need from file names: no control characters, no name twice."""

import re
from collections.abc import Iterable, Sequence

from provino.lib.filenames import stem

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def without_controls(name: str) -> str:
    """Return the name without control characters and line separators: one of them would break a list in two."""
    return _CONTROL.sub("", name)


def stems_once(names: Iterable[str]) -> Sequence[str]:
    """Return the names without endings, as uploaded and in order, each once: RAW and JPEG of one frame are one entry."""
    return list(dict.fromkeys(without_controls(stem(name)) for name in names))
