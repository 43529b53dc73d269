"""Catalogues of translated strings without a system gettext: `update` collects, `check` refuses gaps, `compile` writes .mo.

Strings come from Python, from Django templates (turned into Python by Django's own templatize) and from frontend/messages.json.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "provino"
LOCALE = SOURCE / "locale"
FRONTEND = ROOT / "frontend" / "messages.json"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# A Polish line does not end with a one-letter word: U+00A0, not a space, follows it.
_LEFT_ALONE = re.compile(r"(?<!\w)[aiouwzAIOUWZ] (?=\S)")
Found = tuple[str | tuple[str, ...], str | None, str, int]


def _extract(text: str, place: str) -> Iterator[Found]:
    file = io.BytesIO(text.encode())
    for line, message, _comments, context in extract("python", file, KEYWORDS, (), {"encoding": "utf-8"}):
        yield message, context, place, line


def _from_frontend() -> Iterator[Found]:
    if FRONTEND.exists():
        for message in json.loads(FRONTEND.read_text(encoding="utf-8")).values():
            found = (message["one"], message["other"]) if isinstance(message, dict) else message
            yield found, None, "frontend/messages.json", 1


def strings() -> Iterator[Found]:
    """Every string of the program that is to be translated, with the place it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield from _extract(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        yield from _extract(templatize(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)))
    yield from _from_frontend()


def template_catalogue() -> Catalog:
    """All strings, untranslated."""
    catalogue = Catalog(project="Provino", charset="utf-8")
    for message, context, place, _line in strings():
        if message and message != "":
            catalogue.add(message, None, [(place, None)], context=context)  # type: ignore[list-item]  # a place without a line
    return catalogue


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _paths() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def update() -> int:
    """Add new strings to every catalogue, drop those no longer used."""
    template = template_catalogue()
    for path in _paths():
        catalogue = _read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)
    return check()


def _problem(message: Message | None, *, language: str) -> str:
    """What is wrong with a translation, in words; empty: nothing."""
    if message is None or message.fuzzy:
        return "missing"
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    if not all(strings):
        return "missing"
    if list(message.check()):
        return "variables differ"
    if language == "pl" and any(_LEFT_ALONE.search(str(words)) for words in strings):
        return "a space after a one-letter word"
    return ""


def check() -> int:
    """Name every string that a catalogue misses, marks as doubtful or breaks; 1 if there is any."""
    wanted = [message for message in template_catalogue() if message.id]
    problems = []
    for path in _paths():
        catalogue, language = _read(path), path.parent.parent.name
        for message in wanted:
            problem = _problem(catalogue.get(message.id, message.context), language=language)
            if problem:
                place = message.locations[0][0] if message.locations else "?"
                problems.append(f"{language}: {place}: {problem}: {message.id!r}")
    print("\n".join(problems) or f"{len(wanted)} strings, all translated")  # noqa: T201  # this is a command
    return 1 if problems else 0


def compile_all() -> int:
    """Write the binary catalogues Django reads."""
    for path in _paths():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, _read(path))
    return 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check, "compile": compile_all}[sys.argv[1]]())
