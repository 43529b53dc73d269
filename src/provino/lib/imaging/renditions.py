"""Make all renditions of a picture from one decoding, and its placeholder."""

import base64
from collections.abc import Iterable
from pathlib import Path

import pyvips

from provino.lib.imaging.decode import decode
from provino.lib.imaging.metadata import read_metadata
from provino.lib.imaging.probe import open_source, refusal
from provino.lib.imaging.recipes import RECIPES, Recipe
from provino.lib.imaging.results import Limits, Output, Rendered
from provino.lib.imaging.watermark import drawn


def make_renditions(
    source_path: Path,
    out_dir: Path,
    recipes: Iterable[Recipe] = RECIPES,
    *,
    limits: Limits,
    keep_location: bool = False,
) -> Rendered:
    """Decode `source_path` once and write each recipe's picture into `out_dir`.

    The files are named `<recipe>-<fingerprint><suffix>` and not yet synced; `out_dir` is the
    caller's own temporary folder, and moving them to their place, safe on the disk, is the caller's step. They carry
    no metadata and no profile: untagged is sRGB. Raises ImageRefused, and OSError when
    reading or writing fails.
    """
    source = open_source(source_path, limits=limits)
    upright = source.upright_size
    ordered = sorted(((recipe.size(*upright), recipe) for recipe in recipes), key=lambda pair: -pair[0][0])
    image = decode(source, size=ordered[0][0])
    outputs = []
    try:
        for size, recipe in ordered:
            image = _at_size(image, size)
            # On a copy: smaller ones are made from what has no mark.
            marked = drawn(image, recipe.mark) if recipe.mark else image
            outputs.append(_write(marked, recipe, out_dir))
        placeholder = make_placeholder(image)
    except (pyvips.Error, MemoryError) as error:
        raise refusal(error) from error
    return Rendered(
        format=source.format,
        width=upright[0],
        height=upright[1],
        placeholder=placeholder,
        outputs=tuple(outputs),
        metadata=read_metadata(source.exif, keep_location=keep_location),
    )


def make_placeholder(image: pyvips.Image) -> str:
    """Return the picture as nine colours in 19 characters, to be drawn before it has come.

    Format: a grid of 3 x 3 cells in rows from the top left; each cell is three 4-bit values, red,
    green, blue (0-15, times 17 gives 0-255). The 108 bits stand in order, most significant first,
    then four zero bits: 14 bytes, written as base64url without padding.
    """
    cells = bytes(image.resize(3 / image.width, vscale=3 / image.height, kernel="linear").write_to_memory())
    number = 0
    for value in cells:
        number = number << 4 | round(value / 17)
    return base64.urlsafe_b64encode((number << 4).to_bytes(14, "big")).rstrip(b"=").decode()


def _at_size(image: pyvips.Image, size: tuple[int, int]) -> pyvips.Image:
    if (image.width, image.height) == size:
        return image
    return image.resize(size[0] / image.width, vscale=size[1] / image.height).copy_memory()


def _write(image: pyvips.Image, recipe: Recipe, out_dir: Path) -> Output:
    # Encoded in memory, written here: a full disk is then an OSError and no fault of the picture.
    if recipe.format == "jpeg":
        data = image.jpegsave_buffer(Q=recipe.quality, keep="none")
    else:
        data = image.webpsave_buffer(Q=recipe.quality, effort=recipe.effort, keep="none")
    path = out_dir / f"{recipe.name}-{recipe.fingerprint}{recipe.suffix}"
    with path.open("wb") as file:
        file.write(data)
    return Output(
        recipe=recipe.name,
        fingerprint=recipe.fingerprint,
        path=path,
        width=image.width,
        height=image.height,
        size=len(data),
        media_type=recipe.media_type,
    )
