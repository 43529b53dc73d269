"""The hashed lock files made from pyproject.toml: `make` writes them, `check` refuses an address or a lock out of step."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
NPM_LOCKS = [ROOT / "frontend" / "package-lock.json", *sorted((ROOT / "bench").rglob("package-lock.json"))]
EXTRAS = {"run": [], "test": ["--extra", "test"], "bench": ["--extra", "bench"]}
ADDRESS = re.compile(r"https?://|--index-url|--extra-index-url|--find-links|file:")


def _compile(name: str, *, into: Path, start_from: Path) -> None:
    output = into / f"{name}.txt"
    if start_from != output and start_from.exists():
        output.write_bytes(start_from.read_bytes())  # an existing lock is kept where it still fits
    constraint = [] if name == "run" else ["--constraint", str(into / "run.txt")]
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", str(ROOT / "pyproject.toml"), "--universal"),
        *("--python-version", "3.11", "--fork-strategy", "fewest", "--generate-hashes"),
        *("--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"),
        *EXTRAS[name],
        *constraint,
        *("--output-file", str(output)),
    ]
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603  # fixed words only


def make() -> int:
    """Remake every Python lock with the newest versions allowed."""
    for name in EXTRAS:
        (REQUIREMENTS / f"{name}.txt").unlink(missing_ok=True)
        _compile(name, into=REQUIREMENTS, start_from=REQUIREMENTS / f"{name}.txt")
    return 0


def _pins(path: Path) -> set[str]:
    return {line.split(" \\")[0].strip() for line in path.read_text().splitlines() if re.match(r"[a-z0-9]", line)}


def check() -> int:
    """0 if no lock names an address, all pins carry hashes and the locks fit pyproject.toml."""
    problems = []
    locks = [*sorted(REQUIREMENTS.glob("*.txt")), *(path for path in NPM_LOCKS if path.exists())]
    for path in locks:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            is_funding = (
                path.suffix == ".json" and '"url":' in line
            )  # where to thank an author, not where to fetch from
            if ADDRESS.search(line) and not is_funding:
                problems.append(f"{path.relative_to(ROOT)}:{number}: an address: {line.strip()[:80]}")
    with tempfile.TemporaryDirectory() as folder:
        for name in EXTRAS:
            _compile(name, into=Path(folder), start_from=REQUIREMENTS / f"{name}.txt")
            if _pins(Path(folder) / f"{name}.txt") != _pins(REQUIREMENTS / f"{name}.txt"):
                problems.append(f"requirements/{name}.txt is out of step with pyproject.toml: make lock")
    dry = subprocess.run(
        ["npm", "ci", "--dry-run", "--ignore-scripts", "--no-audit", "--no-fund"],  # noqa: S607  # npm of the virtual environment
        cwd=ROOT / "frontend",
        capture_output=True,
        text=True,
        check=False,
    )
    if dry.returncode:
        problems.append(f"frontend/package-lock.json is out of step with package.json: make lock\n{dry.stderr[-400:]}")
    print("\n".join(problems) or f"{len(locks)} locks in step, no address in them")  # noqa: T201  # this is a command
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit({"make": make, "check": check}[sys.argv[1]]())
