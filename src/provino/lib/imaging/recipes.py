"""Which renditions are made of a picture, and how large each becomes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

# Raised when the pixels change for a reason no recipe names (colour, resampling): makes every
# fingerprint, and so every address, a new one.
PIPELINE_VERSION = 1

# From this width-to-height ratio on a picture is a panorama.
PANORAMA_RATIO = 2.5


@dataclass(frozen=True, slots=True)
class Recipe:
    """One rendition: sizes in pixels, never enlarged.

    A panorama (wider than 2.5 : 1) is sized by its height where `panorama_height` is set, so that
    a row of the grid stays sharp, but not wider than `panorama_width`. Tall pictures need no such
    rule: a row gives them their height, which is their long edge.
    """

    name: str
    long_edge: int
    format: Literal["jpeg", "webp"]
    quality: int
    effort: int = 0
    panorama_height: int = 0
    panorama_width: int = 0

    @property
    def fingerprint(self) -> str:
        """Ten hex digits that change whenever the bytes this recipe makes would."""
        canonical = json.dumps([PIPELINE_VERSION, asdict(self)], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:10]

    @property
    def media_type(self) -> str:
        """The media type of this rendition."""
        return f"image/{self.format}"

    @property
    def suffix(self) -> str:
        """The ending of this rendition's file, with its dot."""
        return ".jpg" if self.format == "jpeg" else ".webp"

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return width and height of the rendition of an upright picture of these dimensions."""
        if self.panorama_height and width > PANORAMA_RATIO * height:
            scale = min(self.panorama_height / height, self.panorama_width / width, 1.0)
        else:
            scale = min(self.long_edge / max(width, height), 1.0)
        return max(1, round(width * scale)), max(1, round(height * scale))


VIEW = Recipe(name="view", long_edge=2048, format="jpeg", quality=82)
GRID = Recipe(name="grid", long_edge=480, format="webp", quality=80, effort=2, panorama_height=320, panorama_width=2048)
GRID2 = Recipe(
    name="grid2", long_edge=960, format="webp", quality=80, effort=2, panorama_height=640, panorama_width=4096
)
RECIPES = (VIEW, GRID, GRID2)
