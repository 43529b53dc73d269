"""This process: a name by which another can tell that it has died, and what it keeps for its whole life."""

import gc
import os
from functools import cache
from pathlib import Path


def process_name() -> str:
    """Return `<machine>/<pid>/<start time>`; never given twice, and checkable on the same machine."""
    return f"{_machine()}/{os.getpid()}/{_start_time(os.getpid())}"


def is_dead(name: str) -> bool:
    """True when `name` was given to a process of this machine that no longer runs.

    Of other machines (and of this one before its last start) nothing is known: False.
    """
    machine, _, rest = name.partition("/")
    pid, _, started = rest.partition("/")
    return machine == _machine() and pid.isdigit() and _start_time(int(pid)) != started


def freeze_what_is_loaded() -> None:
    """Keep all that is loaded so far from the garbage collector: call it once, before the work begins.

    Else every few hundred requests one waits 100 ms while half a million objects are looked at that live as long as we do.
    """
    gc.collect()
    gc.freeze()


@cache
def _machine() -> str:
    # Containers of one host share its boot id, but not its process numbers.
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()[:13]
    return f"{boot}-{Path('/proc/self/ns/pid').stat().st_ino}"


def _start_time(pid: int) -> str:
    """The process's start in clock ticks since the machine's, empty when it does not run."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if fields[0] in {"Z", "X"} else fields[19]
