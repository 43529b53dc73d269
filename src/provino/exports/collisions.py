"""What a program would find besides the photos that were chosen, or not find at all.

Text filters match parts of names: `Wedding-1` also finds `Wedding-10` (98 % of trials without zero padding).
So every chosen name is held against the whole gallery before the photographer pastes the list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext, ngettext

from provino.exports.programs import Program
from provino.galleries.models import Gallery, Photo
from provino.lib.filenames import nfc, stem

_MOST_NAMED = 5


@dataclass(frozen=True)
class Collision:
    """One chosen name that hits more than it should: `also` file names, `folders` it lies in, `split` a character in it."""

    name: str
    also: tuple[str, ...] = field(default=())
    folders: tuple[str, ...] = field(default=())
    split: str = ""


def find_collisions(gallery: Gallery, *, chosen: Sequence[Photo], program: Program) -> list[Collision]:
    """Return the chosen names that this program cannot tell from others, in the order they were chosen."""
    ids = {photo.pk for photo in chosen}
    others = Photo.objects.filter(gallery=gallery, deleted_at__isnull=True).exclude(pk__in=ids)
    others_known = list(others.only("original_name", "relative_path"))
    found = [
        *_in_several_folders([*chosen, *others_known], chosen=chosen, whole_name=not program.matches_parts),
        *(_inside_others(others_known, chosen=chosen) if program.matches_parts else []),
        *_split_names(chosen, characters=program.splits_at),
    ]
    order = {stem(photo.original_name): number for number, photo in reversed(list(enumerate(chosen)))}
    return sorted(found, key=lambda collision: order.get(stem(collision.name), 0))


def _compared(name: str) -> str:
    """Programs ignore case, and macOS writes accents apart."""
    return nfc(nfc(name).casefold())


def _folder(photo: Photo) -> str:
    parent = str(PurePosixPath(photo.relative_path).parent)
    return "" if parent == "." else parent


def _in_several_folders(photos: Iterable[Photo], *, chosen: Sequence[Photo], whole_name: bool) -> list[Collision]:
    def key(photo: Photo) -> str:
        return _compared(photo.original_name if whole_name else stem(photo.original_name))

    folders: dict[str, set[str]] = {}
    for photo in photos:
        folders.setdefault(key(photo), set()).add(_folder(photo))
    first = {key(photo): photo for photo in reversed(chosen)}
    return [
        Collision(
            name=photo.original_name if whole_name else stem(photo.original_name), folders=tuple(sorted(folders[name]))
        )
        for name, photo in first.items()
        if len(folders[name]) > 1
    ]


def _inside_others(others: Sequence[Photo], *, chosen: Sequence[Photo]) -> list[Collision]:
    """Other photos whose name contains a chosen one. Equal stems are one frame twice (RAW and JPEG) or two folders."""
    names = [(_compared(stem(photo.original_name)), photo.original_name) for photo in others]
    everything = "\n".join(name for name, _original in names)  # one search in C says "nothing" for nearly all
    found = []
    for chosen_stem in dict.fromkeys(stem(photo.original_name) for photo in chosen):
        part = _compared(chosen_stem)
        if part not in everything:
            continue
        also = tuple(original for name, original in names if part in name and part != name)
        if also:
            found.append(Collision(name=chosen_stem, also=also))
    return found


def _split_names(chosen: Sequence[Photo], *, characters: str) -> list[Collision]:
    found = []
    for name in dict.fromkeys(stem(photo.original_name) for photo in chosen):
        split = next((character for character in characters if character in name), "")
        if split:
            found.append(Collision(name=name, split=split))
    return found


def collision_words(collision: Collision) -> str:
    """Return one sentence on a collision, the name first."""
    values: dict[str, object] = {"name": collision.name}
    if collision.folders:
        values["folders"] = _listed([folder or gettext("the top folder") for folder in collision.folders])
        return gettext("%(name)s lies in several folders: %(folders)s.") % values
    if collision.also:
        return gettext("%(name)s also finds %(others)s.") % {**values, "others": _listed(collision.also)}
    if collision.split == " ":
        return gettext("%(name)s has a blank in it: the program may read it as several names.") % values
    values["character"] = collision.split
    return gettext("%(name)s has %(character)s in it: the program may read it as several names.") % values


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    rest = len(names) - _MOST_NAMED
    if rest <= 0:
        return shown
    return ngettext("%(shown)s and %(rest)s more", "%(shown)s and %(rest)s more", rest) % {"shown": shown, "rest": rest}
