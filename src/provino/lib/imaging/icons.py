"""A square icon for a home screen: a mark on white, or a white letter on ink. Made in a child with limits, as marks are.

`make_icon` starts this module as `python -m provino.lib.imaging.icons OUT SIZE SHARE LOGO LETTER PARENT`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pyvips

from provino.lib.imaging.child import allow_known_loaders, limit_process
from provino.lib.imaging.errors import ImageRefused, Reason

_INK, _WHITE = (22, 22, 20), (255, 255, 255)
_FONT_FILE = str(Path(__file__).parent / "fonts" / "provino-mark.ttf")
_MEMORY_BYTES = 1_000_000_000
_SOURCE_ROOT = Path(__file__).parents[3]


def make_icon(
    out: Path, *, size: int, share: float, timeout: float, logo: Path | None = None, letter: str = ""
) -> None:
    """Write a PNG of `size` pixels each way: `logo`, a PNG of ours, else `letter` in the font we ship.

    The mark takes `share` of the square, the rest is ground. `timeout` in seconds. Raises ImageRefused.
    """
    arguments = [str(out), str(size), str(share), str(logo or ""), letter, str(os.getpid())]
    command = [sys.executable, "-m", "provino.lib.imaging.icons", *arguments]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_SOURCE_ROOT), "VIPS_CONCURRENCY": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, env=environment, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise ImageRefused(Reason.TIMED_OUT) from None
    if done.returncode:
        raise ImageRefused(Reason.DECODER_CRASHED, detail=f"ended with {done.returncode}")


def main() -> None:
    """Make one icon."""
    out, size, share, logo, letter, parent = sys.argv[1:]
    limit_process(memory_bytes=_MEMORY_BYTES, parent=int(parent))
    allow_known_loaders()
    edge = round(int(size) * float(share))
    icon = (
        _of_logo(Path(logo), size=int(size), edge=edge) if logo else _of_letter(letter, int(size), edge=edge * 3 // 4)
    )
    icon.pngsave(out, keep="none")


def _of_logo(logo: Path, *, size: int, edge: int) -> pyvips.Image:
    mark = pyvips.Image.thumbnail(str(logo), edge, height=edge).colourspace("srgb")
    flat = mark.flatten(background=_WHITE) if mark.hasalpha() else mark
    return flat.gravity("centre", size, size, extend="background", background=_WHITE)


def _of_letter(letter: str, size: int, *, edge: int) -> pyvips.Image:
    ink = pyvips.Image.text(letter, font="Provino Mark", fontfile=_FONT_FILE, width=edge, height=edge)
    shape = ink.crop(*ink.find_trim(background=0, threshold=10)) if ink.max() > 0 else ink
    alpha = shape.gravity("centre", size, size)
    ink_ground, white = (alpha.new_from_image(colour).copy(interpretation="srgb") for colour in (_INK, _WHITE))
    return alpha.ifthenelse(white, ink_ground, blend=True).cast("uchar")


if __name__ == "__main__":
    main()
