"""A studio's mark from a stranger's file: decoded in a child with limits, transparency kept, written as a small PNG.

`make_mark` starts this module as `python -m provino.lib.imaging.marks SOURCE OUT EDGE PARENT`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pyvips

from provino.lib.imaging.child import allow_known_loaders, limit_process
from provino.lib.imaging.colour import to_srgb
from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.formats import Format
from provino.lib.imaging.probe import open_source, refusal
from provino.lib.imaging.results import Limits

_MEMORY_BYTES = 1_000_000_000
_LIMITS = Limits(max_pixels=40_000_000, max_bytes=20_000_000)
_FORMATS = {Format.PNG, Format.JPEG, Format.WEBP}
_SOURCE_ROOT = Path(__file__).parents[3]


def make_mark(source: Path, out: Path, *, edge: int, timeout: float) -> None:
    """Write `source` (PNG, JPEG or WebP) to `out` as PNG, no edge longer than `edge` pixels. Raises ImageRefused."""
    command = [sys.executable, "-m", "provino.lib.imaging.marks", str(source), str(out), str(edge), str(os.getpid())]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_SOURCE_ROOT), "VIPS_CONCURRENCY": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, env=environment, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise ImageRefused(Reason.TIMED_OUT) from None
    word = done.stdout.decode().strip()
    if done.returncode or not word:
        raise ImageRefused(Reason.DECODER_CRASHED, detail=f"ended with {done.returncode}")
    if word != "done":
        raise ImageRefused(Reason(word))


def main() -> None:
    """Make one mark and print "done" or the reason why not."""
    source, out, edge, parent = sys.argv[1:]
    limit_process(memory_bytes=_MEMORY_BYTES, parent=int(parent))
    allow_known_loaders()
    try:
        Path(out).write_bytes(_small_png(Path(source), edge=int(edge)))
        word = "done"
    except ImageRefused as refused:
        word = refused.code
    sys.stdout.write(word)


def _small_png(path: Path, *, edge: int) -> bytes:
    source = open_source(path, limits=_LIMITS)
    if source.format not in _FORMATS:
        raise ImageRefused(Reason.UNSUPPORTED_FORMAT)
    try:
        image = source.load(1, "truncated").copy_memory().autorot()
        joined = _with_alpha(image)
        data: bytes = joined.thumbnail_image(edge, height=edge, size="down").pngsave_buffer(keep="none")
    except (pyvips.Error, MemoryError) as error:
        raise refusal(error) from error
    return data


def _with_alpha(image: pyvips.Image) -> pyvips.Image:
    """The picture as 8-bit sRGB, with its transparency if it has one."""
    if not image.hasalpha():
        return to_srgb(image)
    alpha = image.extract_band(image.bands - 1)
    if alpha.format == "ushort":
        alpha = (alpha / 257).cast("uchar")
    colours = image.extract_band(0, n=image.bands - 1)
    return to_srgb(colours).bandjoin(alpha).copy(interpretation="srgb")


if __name__ == "__main__":
    main()
