"""The bare loop: libvips makes the same renditions with the same encoder settings, and does nothing else.

python libvips.py OUT FILE… renders them one after another; as many of these run as there are workers.
"""

import sys
from pathlib import Path

import pyvips

pyvips.cache_set_max(0)


def render(source: str, out: Path) -> None:
    """View 2048 as JPEG, grid pictures 960 and 480 as WebP, from one decoding at half size."""
    image = pyvips.Image.jpegload(source, shrink=2, access="sequential")
    name = Path(source).stem
    for edge, suffix in ((2048, "jpg"), (960, "webp"), (480, "webp")):
        image = image.resize(edge / max(image.width, image.height)).copy_memory()
        target = str(out / f"{name}-{edge}.{suffix}")
        if suffix == "jpg":
            image.jpegsave(target, Q=82, keep="none")
        else:
            image.webpsave(target, Q=80, effort=2, keep="none")


for file in sys.argv[2:]:
    render(file, Path(sys.argv[1]))
