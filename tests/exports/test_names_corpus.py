"""The nastiest names we know come out exactly as they went in."""

import os
from pathlib import Path

import pytest

from provino.exports.programs import PROGRAMS, program_named
from provino.lib.filenames import stem

NAMES = sorted(path.name for path in (Path(os.environ["PROVINO_CORPUS"]) / "names").iterdir())


def test_plain_text_lists_every_name_byte_for_byte() -> None:
    listed = program_named("plain_text").format(NAMES).encode().split(b"\n")
    assert listed == [*(name.encode() for name in NAMES), b""]


@pytest.mark.parametrize("name", NAMES)
def test_every_program_keeps_the_name_as_uploaded(name: str) -> None:
    stems = [program.format([name]) for program in PROGRAMS if program.matches_parts]
    assert stems == [stem(name)] * len(stems)


def test_lightroom_lists_all_stems_once() -> None:
    assert program_named("lightroom").format(NAMES) == ", ".join(stem(name) for name in NAMES)
