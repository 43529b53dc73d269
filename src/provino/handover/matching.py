"""Finished files set against what was chosen, by name without ending."""

import re
from dataclasses import dataclass

from django.db.models import F, Min

from provino.galleries.models import Gallery, Photo
from provino.handover.files import finished_files
from provino.handover.models import FinishedFile
from provino.lib.filenames import nfc

# What editing programs and people put behind a name. Tried only when the whole name fits no photo.
_ADDED = re.compile(r"(?:[-_ ](?:edit|edited|web|full|bw|retusz|final|kopia|copy|\d{1,2})|\(\d+\))+$", re.IGNORECASE)


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


def bare_stem(text: str) -> str:
    """A comparable stem without what programs add behind it: `IMG_1-Edit` → `img_1`."""
    return _ADDED.sub("", comparable_stem(text))


def chosen_photos(gallery: Gallery) -> list[Photo]:
    """Every photo that somebody has as a favourite, in the gallery's order."""
    photos = Photo.objects.filter(gallery=gallery, deleted_at__isnull=True, favourites__isnull=False)
    in_order = photos.in_order(gallery.photo_order) if hasattr(photos, "in_order") else photos.order_by("name_sort")
    return list(in_order.annotate(first_chosen_at=Min("favourites__created_at")))


def check_against_choice(gallery: Gallery) -> ChoiceCheck:
    """Compare both folders with the choice. A name is compared whole first, then without what programs add."""
    chosen = chosen_photos(gallery)
    files = list(finished_files(gallery).annotate(round=F("handover__round")))
    all_stems = {comparable_stem(text) for text in Photo.objects.filter(gallery=gallery).values_list("stem", flat=True)}
    finished = {_photo_stem(file, all_stems=all_stems) for file in files}
    chosen_stems = {comparable_stem(photo.stem) for photo in chosen}
    marks = [comparable_stem(photo.stem) in finished for photo in chosen]
    return ChoiceCheck(
        present=[photo for photo, here in zip(chosen, marks, strict=True) if here],
        missing=[photo for photo, here in zip(chosen, marks, strict=True) if not here],
        not_chosen=[file for file in files if _photo_stem(file, all_stems=all_stems) not in chosen_stems],
        marks=marks,
    )


def _photo_stem(file: FinishedFile, *, all_stems: set[str]) -> str:
    whole = comparable_stem(file.stem)
    return whole if whole in all_stems else bare_stem(file.stem)
