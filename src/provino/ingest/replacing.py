"""Files of renditions that other ones have taken the place of, where a gallery's watermark was changed.

What the old ones showed must not be seen any more, not even by who knows their addresses; yet pages that are open name
them. So an old address shows the new rendition from the moment on that it stands, until housekeeping removes it.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from provino.galleries.files import rendition_key, storage
from provino.galleries.models import Photo
from provino.lib.imaging.recipes import COVER_NAMES, Recipe

Renditions = Mapping[str, list[Any]]


def replace_files(photo: Photo, recipes: tuple[Recipe, ...], *, earlier: Renditions) -> None:
    """Let the addresses of `earlier` renditions show those of `recipes`, and remove all others of this photo.

    On the disk when this returns. Raises OSError.
    """
    endings = {recipe.name: recipe.suffix[1:] for recipe in recipes}
    current = {recipe.name: _path(photo, recipe.fingerprint, recipe.suffix[1:]) for recipe in recipes}
    followed = {
        _path(photo, made[0], endings[name]): current[name]
        for name, made in earlier.items()
        # A cover's clean picture has no follower: the next one may be another photo's.
        if name in current and name not in COVER_NAMES
    }
    folder = current["view"].parent
    changed = False
    for path in [Path(entry.path) for entry in os.scandir(folder) if entry.name.startswith(f"{photo.public_id}-")]:
        if path in current.values():
            continue
        changed = True
        if path in followed:
            _show(followed[path], at=path)
        else:
            path.unlink(missing_ok=True)
    if changed:
        _sync(folder)


def take_back(photo: Photo, *, made: tuple[Recipe, ...], wanted: tuple[Recipe, ...]) -> None:
    """Remove what was rendered by recipes that are not the photo's any more."""
    kept = {recipe.fingerprint for recipe in wanted}
    for recipe in made:
        if recipe.fingerprint not in kept:
            _path(photo, recipe.fingerprint, recipe.suffix[1:]).unlink(missing_ok=True)


def _path(photo: Photo, fingerprint: str, ending: str) -> Path:
    return storage().path(rendition_key(photo.gallery, photo.public_id, fingerprint, ending))


def _show(picture: Path, *, at: Path) -> None:
    """The picture under one more name, in one step: whoever reads meanwhile gets the old or the new one whole."""
    waiting = at.with_name(f".{at.name}.{os.getpid()}.{os.urandom(6).hex()}")
    os.link(picture, waiting)
    waiting.replace(at)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
