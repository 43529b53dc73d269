"""The decoding child: a process that reads jobs as JSON lines and answers one line each.

Started by `decoder.Decoder` as `python -m provino.lib.imaging.child MEMORY_BYTES`. It holds no
secret and no connection, so a file that takes it over or kills it has won nothing.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import pyvips

from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.renditions import make_renditions
from provino.lib.imaging.results import Job

_PR_SET_PDEATHSIG = 1
_LOADERS = ("Jpeg", "Png", "Tiff", "Webp", "Heif")


def main() -> None:
    """Answer jobs until standard input ends."""
    limit_process(memory_bytes=int(sys.argv[1]), parent=int(sys.argv[2]))
    allow_known_loaders()
    # Libraries may print: the answers get a descriptor of their own.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), file=answers)


def limit_process(*, memory_bytes: int, parent: int) -> None:
    """Bound this child's memory, let it die with `parent`, and keep it from leaving a core."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # A child must not outlive the process that asked it; it may have died before this line.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit()
    # Should the machine itself run out of memory, let it take this process first.
    Path("/proc/self/oom_score_adj").write_text("500")


def allow_known_loaders() -> None:
    """Let libvips open the formats we take, and nothing else."""
    pyvips.cache_set_max(0)
    pyvips.operation_block_set("VipsForeignLoad", True)
    for name in _LOADERS:
        pyvips.operation_block_set(f"VipsForeignLoad{name}", False)
    pyvips.block_untrusted_set(True)


def _answer(data: dict[str, Any]) -> dict[str, Any]:
    job = Job.from_json(data)
    try:
        rendered = make_renditions(
            job.source, job.out_dir, job.recipes, limits=job.limits, keep_location=job.keep_location
        )
        answer: dict[str, Any] = {"rendered": rendered.to_json()}
    except ImageRefused as refused:
        answer = {"refused": refused.code, "detail": refused.detail}
    except MemoryError:
        answer = {"refused": Reason.OUT_OF_MEMORY, "detail": "no memory in Python"}
    except OSError as error:
        answer = {"errno": error.errno, "message": error.strerror, "filename": str(error.filename or "")}
    return answer | {"resident_bytes": _resident_bytes()}


def _resident_bytes() -> int:
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
