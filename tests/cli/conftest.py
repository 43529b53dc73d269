"""A data folder that is brought up to date once, for all tests that are not about doing that."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live import environment

Prepared = Callable[[Path], Path]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Makes a folder a data folder whose database is up to date and has no studio yet."""
    first = tmp_path_factory.mktemp("prepared") / "data"
    command = [sys.executable, "-m", "provino.cli.prepare"]
    subprocess.run(command, env=environment(first), check=True, capture_output=True)

    def prepare(folder: Path) -> Path:
        return shutil.copytree(first, folder, dirs_exist_ok=True)

    return prepare
