"""What goes into the decoding child and what comes out of it, as data and as JSON."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from provino.lib.imaging.formats import Format
from provino.lib.imaging.metadata import Metadata
from provino.lib.imaging.recipes import RECIPES, Mark, Recipe


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be before a pixel of it is decoded."""

    max_pixels: int = 150_000_000
    max_bytes: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to render into a folder that exists."""

    source: Path
    out_dir: Path
    recipes: tuple[Recipe, ...] = RECIPES
    keep_location: bool = False
    limits: Limits = Limits()

    def to_json(self) -> dict[str, Any]:
        """Return the job as JSON types."""
        return asdict(self) | {"source": str(self.source), "out_dir": str(self.out_dir)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Job":
        """Return the job made from `to_json`."""
        return cls(
            source=Path(data["source"]),
            out_dir=Path(data["out_dir"]),
            recipes=tuple(_recipe(recipe) for recipe in data["recipes"]),
            keep_location=data["keep_location"],
            limits=Limits(**data["limits"]),
        )


def _recipe(data: dict[str, Any]) -> Recipe:
    mark = data["mark"]
    return Recipe(**(data | {"mark": Mark(**mark) if mark else None}))


@dataclass(frozen=True, slots=True)
class Output:
    """One rendition that was written: its file, pixels and bytes."""

    recipe: str
    fingerprint: str
    path: Path
    width: int
    height: int
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture after decoding; width and height are those of the upright original.

    For a camera RAW file they are those of what is shown, its embedded preview.
    """

    format: Format
    width: int
    height: int
    placeholder: str
    outputs: tuple[Output, ...]
    metadata: Metadata

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON types."""
        data = asdict(self)
        for output in data["outputs"]:
            output["path"] = str(output["path"])
        moment = self.metadata.captured_at
        data["metadata"]["captured_at"] = moment.isoformat() if moment else None
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Rendered":
        """Return the result made from `to_json`."""
        metadata = dict(data["metadata"])
        if metadata["captured_at"]:
            metadata["captured_at"] = datetime.fromisoformat(metadata["captured_at"])
        return cls(
            format=Format(data["format"]),
            width=data["width"],
            height=data["height"],
            placeholder=data["placeholder"],
            outputs=tuple(Output(**(output | {"path": Path(output["path"])})) for output in data["outputs"]),
            metadata=Metadata(**metadata),
        )
