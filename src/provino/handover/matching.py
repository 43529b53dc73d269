"""Finished files set against what was chosen, by name without ending."""

import re
from dataclasses import dataclass

from provino.galleries.models import Gallery, Photo
from provino.handover.files import finished_files
from provino.handover.models import FinishedFile
from provino.lib.filenames import nfc
from provino.proofing.choices import chosen_photos

# What editing programs and people put behind a name. Tried only when the whole name fits no photo.
_ADDED = re.compile(r"(?:[-_ ](?:edit|edited|web|full|bw|retusz|final|kopia|copy|\d{1,2})| ?\(\d+\))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChoiceCheck:
    """How far the finished files cover the choice; photos in gallery order, files in name order."""

    present: list[Photo]
    missing: list[Photo]
    not_chosen: list[FinishedFile]
    marks: list[bool]  # one a chosen photo, in gallery order: is it here

    @property
    def chosen(self) -> int:
        return len(self.marks)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def comparable_stem(text: str) -> str:
    """A stem as names are compared: NFC, without case."""
    return nfc(text).casefold().strip()


def photo_stem(text: str, *, known: set[str]) -> str:
    """The comparable stem of the photo a finished file belongs to, among the `known` ones.

    The whole name counts first, then without what programs add, one addition at a time: `IMG_1-2-Edit` is `IMG_1-2` where
    there is such a photo, else `IMG_1`. "" when nothing fits.
    """
    candidate = comparable_stem(text)
    while candidate not in known:
        shorter = _ADDED.sub("", candidate)
        if shorter == candidate:
            return ""
        candidate = shorter
    return candidate


def check_against_choice(gallery: Gallery) -> ChoiceCheck:
    """Compare both folders with the choice, by name."""
    chosen = chosen_photos(gallery)
    files = list(finished_files(gallery))
    known = {comparable_stem(text) for text in Photo.objects.filter(gallery=gallery).values_list("stem", flat=True)}
    stems = [photo_stem(file.stem, known=known) for file in files]
    chosen_stems = {comparable_stem(photo.stem) for photo in chosen}
    finished = set(stems)
    marks = [comparable_stem(photo.stem) in finished for photo in chosen]
    return ChoiceCheck(
        present=[photo for photo, here in zip(chosen, marks, strict=True) if here],
        missing=[photo for photo, here in zip(chosen, marks, strict=True) if not here],
        not_chosen=[file for file, stem in zip(files, stems, strict=True) if stem not in chosen_stems],
        marks=marks,
    )
