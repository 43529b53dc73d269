"""The first start: a code that `serve` prints opens the one page that makes the first studio."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from provino.studios.errors import AlreadySetUpError, WrongSetupCodeError
from provino.studios.models import Studio
from provino.studios.studios import create_studio

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else


def is_set_up() -> bool:
    """Whether there is a studio already; then set-up is closed for ever."""
    return Studio.objects.exists()


def _code_file() -> Path:
    return Path(settings.PROVINO_DATA) / "setup_code"


def current_setup_code() -> str:
    """Return the set-up code, made on first asking and readable by the owner of the data folder alone; "" once a studio exists."""
    if is_set_up():
        return ""
    path = _code_file()
    if not path.exists():
        _write_code(path)
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:  # used up this very moment
        return ""


def _write_code(path: Path) -> None:
    """Write a fresh code; of two starting processes the first wins, whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    temporary = path.with_name(f"setup_code.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(code)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def is_setup_code(typed: str) -> bool:
    """Whether this is the code, however it was typed: case, spaces and dashes do not matter."""
    code = current_setup_code()
    return bool(code) and secrets.compare_digest(_plain(typed).encode(), _plain(code).encode())


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def found_first_studio(*, code: str, **values: str) -> Studio:
    """Make the first studio and its owner (`create_studio` says which values); the code is used up.

    Raises WrongSetupCodeError, AlreadySetUpError and what `create_studio` raises; then the code stays good.
    """
    if is_set_up():
        raise AlreadySetUpError
    if not is_setup_code(code):
        raise WrongSetupCodeError
    with transaction.atomic():
        studio = create_studio(**values)
        _use_up(code)
    return studio


def _use_up(code: str) -> None:
    """Take the code away: of two who try at once one gets the file, and a code made since is not the one typed.

    Raises AlreadySetUpError.
    """
    taken = _code_file().with_name(f"setup_code.{secrets.token_hex(8)}")
    try:
        _code_file().rename(taken)
    except FileNotFoundError:
        raise AlreadySetUpError from None
    content = taken.read_text(encoding="ascii")
    taken.unlink()
    if _plain(content) != _plain(code):
        raise AlreadySetUpError
