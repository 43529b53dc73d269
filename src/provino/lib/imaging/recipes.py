"""Which renditions are made of a picture, and how large each becomes."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

# Raised when the pixels change for a reason no recipe names (colour, resampling): makes every
# fingerprint, and so every address, a new one.
PIPELINE_VERSION = 1
# Raised when marks are drawn another way.
_MARK_VERSION = 1

# From this width-to-height ratio on a picture is a panorama.
PANORAMA_RATIO = 2.5


Placement = Literal["tiled", "centre", "top-left", "top-right", "bottom-left", "bottom-right"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A watermark: `text`, or the PNG at the path `image`, whose name is its hash.

    `opacity` in percent; `size` is the mark's width as percent of the picture's, of one tile where it is tiled.
    """

    placement: Placement
    opacity: int
    size: int
    text: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One rendition: sizes in pixels, never enlarged; `mark` is drawn on it last.

    `series` tells renditions apart that were made of the same picture by the same recipe at different times: an address
    that once showed one thing is never used for another.

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
    mark: Mark | None = None
    series: int = 0

    @property
    def fingerprint(self) -> str:
        """Ten hex digits that change whenever the bytes this recipe makes would."""
        canonical = json.dumps([PIPELINE_VERSION, self._parts()], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:10]

    def _parts(self) -> dict[str, Any]:
        """What the fingerprint is made of; recipes without mark and series keep the one they always had."""
        parts = asdict(self)
        if not self.series:
            del parts["series"]
        if self.mark is None:
            del parts["mark"]
        else:
            # Where the data folder stands is no part of the mark.
            parts["mark"] |= {"image": Path(self.mark.image).name, "version": _MARK_VERSION}
        return parts

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
# The clean pictures of a cover whose gallery has a watermark, and in whose stead they are shown.
COVER_NAMES = {"cover": "view", "cover2": "grid2"}


def marked_recipes(mark: Mark | None, *, on_grid: bool, series: int, is_cover: bool) -> tuple[Recipe, ...]:
    """Return the recipes of one photo of a gallery that has, or once had, a watermark.

    The cover is shown behind the title and stays clean: it gets pictures of its own, "cover" and, where the grid is
    marked too, "cover2".
    """
    on_small = mark if on_grid else None
    recipes = [
        replace(VIEW, mark=mark, series=series),
        replace(GRID, mark=on_small, series=series),
        replace(GRID2, mark=on_small, series=series),
    ]
    if is_cover and mark:
        recipes.append(replace(VIEW, name="cover", series=series))
    if is_cover and on_small:
        recipes.append(replace(GRID2, name="cover2", series=series))
    return tuple(recipes)
