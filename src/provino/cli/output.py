"""What commands say: words for people, one JSON value with --json, and honest exit codes."""

import json
from typing import Any

import click

_state = {"json": False}


class CommandError(click.ClickException):
    """The command was refused or failed: exit code 1. `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def use_json(on: bool) -> None:
    """Answer with JSON from now on, or with words."""
    _state["json"] = on


def is_json() -> bool:
    """Whether the answer is to be JSON: then nothing else goes to standard output."""
    return _state["json"]


def emit(value: Any, text: str) -> None:
    """Write the answer to standard output: `value` as JSON or `text`. Once a command."""
    said = json.dumps(value, ensure_ascii=False, indent=2, default=str) if is_json() else text
    click.echo(_printable(said))


def complain(code: str, message: str) -> None:
    """Write why it did not work to standard error."""
    if is_json():
        click.echo(_printable(json.dumps({"code": code, "message": message}, ensure_ascii=False)), err=True)
    else:
        click.echo(_printable(message), err=True)


def _printable(text: str) -> str:
    """A file name need not be Unicode; no stream takes what it then contains."""
    return text.encode("utf-8", "replace").decode("utf-8")
