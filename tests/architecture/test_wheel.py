"""The wheel: built here without a network, it holds everything that whoever installs it needs, and it runs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.process
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: building the front end in the tree would pull it from under other tests."""
    tree = tmp_path_factory.mktemp("wheel") / "tree"
    tree.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            target = tree / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(ROOT / name) if name.startswith("demo/") else target.write_bytes(
                (ROOT / name).read_bytes()
            )
    (tree / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    command = [sys.executable, "-m", "uv", "build", "--wheel", "--offline", "--no-build-isolation", "--quiet"]
    own = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    own.pop("PYTHONPATH", None)
    done = subprocess.run(
        [*command, "--out-dir", "dist"], cwd=tree, env=own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return next((tree / "dist").glob("*.whl"))


def test_wheel_holds_front_end_messages_pages_and_migrations(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    built = "provino/web/shared/static/provino/"
    assert {"provino/py.typed", f"{built}manifest.json", "provino/locale/pl/LC_MESSAGES/django.mo"} <= names
    assert any(name.startswith(f"{built}assets/") and name.endswith(".js") for name in names)
    sources = [
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "src").rglob("templates/**/*.html"),
        *(ROOT / "src").rglob("templates/**/*.txt"),
        *(ROOT / "src" / "provino" / "cli" / "samples").glob("sample.*"),
    ]
    assert {str(path.relative_to(ROOT / "src")) for path in sources} - names == set()
    assert not [name for name in names if name.startswith(("tests/", "demo/")) or "node_modules" in name]


def test_wheel_runs_where_it_is_installed(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    install = ["-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    own = {**os.environ, "PYTHONPATH": str(target)}
    said = subprocess.run(
        [sys.executable, "-m", "provino.cli.main", "--version"],
        cwd=tmp_path,
        env=own,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "0.1.0" in said.stdout
    where = subprocess.run(
        [sys.executable, "-c", "import provino; print(provino.__file__)"],
        env=own,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(target))
