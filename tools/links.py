"""Refuses a link in the docs that leads nowhere: every relative link and every heading it names must exist."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)


def _anchor(heading: str) -> str:
    words = re.sub(r"[^\w\s-]", "", heading.strip().lower())
    return re.sub(r"\s", "-", words)


def dead_links() -> list[str]:
    """One line for each link whose file or heading is missing."""
    problems = []
    documents = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "bench").glob("*.md"),
        ROOT / "frontend" / "README.md",
    ]
    for document in documents:
        if not document.exists():
            continue
        for target in LINK.findall(document.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            path = (document.parent / name).resolve() if name else document
            if not path.exists():
                problems.append(f"{document.relative_to(ROOT)}: {target}: no such file")
            elif anchor and anchor not in {_anchor(text) for text in HEADING.findall(path.read_text(encoding="utf-8"))}:
                problems.append(f"{document.relative_to(ROOT)}: {target}: no such heading")
    return problems


if __name__ == "__main__":
    found = dead_links()
    print("\n".join(found) or "no dead link")  # noqa: T201  # this is a command
    sys.exit(1 if found else 0)
