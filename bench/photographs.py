"""Forty photographs of 24 megapixels, made once from the demo's: correlated noise, EXIF and ICC, 8 to 12 MB each."""

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pyvips

COUNT = 40
WIDTH, HEIGHT = 6000, 4000
ROOT = Path(__file__).resolve().parents[1]
# The demo's photographs; a corpus where there is one and no demo yet.
SOURCES = [
    ROOT / "demo",
    ROOT / "src" / "provino" / "cli" / "demo_photos",
    Path(os.environ.get("PROVINO_CORPUS", ROOT)) / "session-wedding",
]
FOLDER = Path(os.environ.get("PROVINO_BENCH_PHOTOGRAPHS", Path(tempfile.gettempdir()) / "provino-bench-photographs"))


def photographs() -> list[Path]:
    """The files, made at the first call and kept for the next."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    missing = [number for number in range(COUNT) if not _path(number).exists()]
    if missing:
        print(f"making {len(missing)} photographs of 24 megapixels in {FOLDER}", file=sys.stderr)
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(_make, missing))
    return [_path(number) for number in range(COUNT)]


def _sources() -> list[Path]:
    for folder in SOURCES:
        found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg"})
        if found:
            return found
    raise RuntimeError("no photographs to begin with: the demo has none and PROVINO_CORPUS is not set")


def _path(number: int) -> Path:
    return FOLDER / f"DSC_{number:04d}.jpg"


def _make(number: int) -> None:
    sources = _sources()
    image = pyvips.Image.thumbnail(
        str(sources[number % len(sources)]), WIDTH, height=HEIGHT, size="both", crop="centre"
    )
    # A sensor's noise is coarser than a pixel: each colour is made of its neighbours.
    noise = pyvips.Image.gaussnoise(WIDTH, HEIGHT, sigma=9, mean=0, seed=number).gaussblur(0.6)
    noisy = (image.colourspace("srgb") + noise * 1.6).cast("uchar").copy(interpretation="srgb").copy_memory()
    noisy.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Make", "Canon")
    noisy.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Model", "Canon EOS R6")
    noisy.set_type(
        pyvips.GValue.gstr_type,
        "exif-ifd2-DateTimeOriginal",
        f"2026:06:20 {12 + number // 20:02d}:{number % 60:02d}:00",
    )
    data = _in_size(noisy)
    temporary = _path(number).with_suffix(".part")
    temporary.write_bytes(data)
    temporary.replace(_path(number))


def _in_size(image: pyvips.Image) -> bytes:
    """Encode at the quality that gives 8 to 12 MB."""
    for quality in (92, 88, 84, 95, 80, 76, 72, 97):
        data = bytes(image.jpegsave_buffer(Q=quality, profile="srgb", keep="all"))
        if 8_000_000 <= len(data) <= 12_000_000:
            return data
    raise RuntimeError(f"no quality gives 8 to 12 MB, the last gave {len(data) / 1e6:.1f}")
