"""The editing programs we write lists for: one self-contained module a program."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.functional import Promise

from provino.exports import capture_one, lightroom, plain_text
from provino.exports.errors import UnknownProgramError


class Program(Protocol):
    """What a module of this package offers."""

    @property
    def name(self) -> str:
        """The word used in addresses and on the command line."""

    @property
    def title(self) -> str | Promise:
        """What the program is called."""

    @property
    def instructions(self) -> tuple[str | Promise, ...]:
        """Three lines on what to do with the list; keys stand between backticks."""

    @property
    def matches_parts(self) -> bool:
        """Whether the program finds a name inside longer names."""

    @property
    def splits_at(self) -> str:
        """Characters that make the program read one name as several."""

    def format(self, names: Sequence[str], /) -> str:
        """Return the list to paste, from original file names."""


PROGRAMS: tuple[Program, ...] = (lightroom, capture_one, plain_text)


def program_named(name: str) -> Program:
    """Return the program; a hyphen or capital in the name does not matter. Raises UnknownProgramError."""
    wanted = name.strip().lower().replace("-", "_")
    for program in PROGRAMS:
        if program.name == wanted:
            return program
    raise UnknownProgramError
