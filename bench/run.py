"""Runs the benchmarks and writes bench/results.json: `make bench`, or `make bench ONLY=page` for those whose names begin so.

Every figure is a ratio to a peer or a limit measured in the same run; `ratio` is the better the larger, `met` says
whether it reaches `goal`. What needs a program that is not installed (nginx, wrk) says so and fails.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results.json"
# Name of the figures → the module whose run() measures them.
BENCHES = {
    "ingest": "bench.ingest",
    "thumbnails": "bench.serving",
    "originals": "bench.serving",
    "page": "bench.page",
    "gallery": "bench.gallery",
    "hearts": "bench.hearts",
    "slowuploads": "bench.uploads",
}


def main(only: str = "") -> int:
    """Run what is asked for, keep earlier figures of the others, print all; 1 when nothing has that name."""
    modules = list(
        dict.fromkeys(module for name, module in BENCHES.items() if not only or name.startswith(only.partition(".")[0]))
    )
    if not modules:
        print(f"There is no benchmark {only!r}: {', '.join(BENCHES)}", file=sys.stderr)
        return 1
    figures = [figure for module in modules for figure in importlib.import_module(module).run()]
    wanted = [figure for figure in figures if not only or figure["name"].startswith(only)]
    names = {figure["name"] for figure in wanted}
    earlier: list[dict[str, Any]] = json.loads(RESULTS.read_text()) if only and RESULTS.exists() else []
    every = [figure for figure in earlier if figure["name"] not in names] + wanted
    RESULTS.write_text(json.dumps(sorted(every, key=lambda figure: figure["name"]), indent=2) + "\n")
    for figure in wanted:
        verdict = "met" if figure["met"] else "NOT MET"
        print(
            f"{figure['name']:<24}{figure['ours']:>12.2f} against {figure['reference']:>12.2f} {figure['unit']:<12}"
            f" ratio {figure['ratio']:.2f}, goal {figure['goal']}: {verdict}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
