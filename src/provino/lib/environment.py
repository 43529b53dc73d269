"""Settings read from the environment: text, numbers, yes/no, and secrets that may also stand in a file."""

import os
from pathlib import Path


class BadSettingError(Exception):
    """A setting holds something that makes no sense; the message names the variable and what is allowed."""


def env_text(name: str, default: str = "") -> str:
    """The variable `name`, or the content of the file named by `<name>_FILE`, or the default."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSettingError(f"{name}_FILE names a file that cannot be read: {error}") from error
    return os.environ.get(name, default).strip()


def env_int(name: str, default: int, *, minimum: int = 0) -> int:
    """The variable `name` as a whole number of at least `minimum`."""
    text = env_text(name)
    if not text:
        return default
    try:
        number = int(text)
    except ValueError as error:
        raise BadSettingError(f"{name} must be a whole number, not {text!r}.") from error
    if number < minimum:
        raise BadSettingError(f"{name} must be at least {minimum}, not {number}.")
    return number


def env_choice(name: str, default: str, *, allowed: tuple[str, ...]) -> str:
    """The variable `name`, which must be one of `allowed`."""
    text = env_text(name, default).lower()
    if text not in allowed:
        raise BadSettingError(f"{name} must be one of {', '.join(allowed)}, not {text!r}.")
    return text


def env_bool(name: str, default: bool) -> bool:
    """The variable `name` as yes or no (1/0, true/false, yes/no, on/off)."""
    text = env_text(name).lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise BadSettingError(f"{name} must be yes or no, not {text!r}.")
