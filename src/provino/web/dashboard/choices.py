"""Who chose what, arranged for the Client orders tab: a person, then one row a photo."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext

from provino.galleries.models import Photo
from provino.proofing.models import Comment, Favourite, FavouriteList
from provino.proofing.queries import VisitorChoices, pin_numbers
from provino.visitors.models import Visitor

_PICTURE_EDGE = 240


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, and the number of its pin if it points at a spot."""

    comment: Comment
    number: int | None


@dataclass(frozen=True, slots=True)
class PinnedPicture:
    """The whole picture with pins on it, in pixels: whole numbers, for those no language writes with a comma."""

    width: int
    height: int
    pins: list[tuple[int, int, int]]
    numbers: str


@dataclass
class ChoiceRow:
    """One photo a person chose, commented, or both."""

    photo: Photo
    favourites: list[Favourite] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def favourite(self) -> Favourite | None:
        """The first heart the person gave it, in whatever list."""
        return self.favourites[0] if self.favourites else None

    @property
    def lists(self) -> str:
        """The names of the lists it is in, beside the first one."""
        return ", ".join(one.favourite_list.name for one in self.favourites if one.favourite_list.name)

    @property
    def notes(self) -> list[str]:
        """What the person wrote on it, once each."""
        return list(dict.fromkeys(one.note for one in self.favourites if one.note))

    @property
    def pinned(self) -> PinnedPicture | None:
        """The picture with the pins of this person, None where they pointed at nothing. Pins: number, x, y."""
        if not any(one.number for one in self.said) or not self.photo.width or not self.photo.height:
            return None
        scale = _PICTURE_EDGE / max(self.photo.width, self.photo.height)
        width, height = max(round(self.photo.width * scale), 1), max(round(self.photo.height * scale), 1)
        pins = [
            (one.number, round((one.comment.pin_x or 0) * width), round((one.comment.pin_y or 0) * height))
            for one in self.said
            if one.number
        ]
        return PinnedPicture(width, height, pins, ", ".join(str(number) for number, _x, _y in pins))


@dataclass(frozen=True)
class Person:
    """One person with everything they chose and said."""

    visitor: Visitor
    name: str
    chosen: int
    comments: int
    rows: list[ChoiceRow]

    @property
    def id(self) -> str:
        """What stands in the filter's address."""
        return self.visitor.public_id


@dataclass(frozen=True, slots=True)
class ListOfPerson:
    """One of several lists a person chose into."""

    id: str
    name: str
    person: str
    count: int


def people_of(choices: Iterable[VisitorChoices]) -> list[Person]:
    """Arrange what `choices_of` found; the order of people and of choosing stays."""
    return [_person(choice) for choice in choices]


def lists_of_people(people: Iterable[Person]) -> list[ListOfPerson]:
    """Return the lists of everybody who has one with a name: whose only list is the first has nothing to tell apart."""
    found = []
    for person in people:
        counts = Counter(one.favourite_list for row in person.rows for one in row.favourites)
        if any(one.name for one in counts):
            ordered = sorted(counts, key=lambda one: (one.name != "", one.pk))
            found += [ListOfPerson(one.public_id, list_name(one), person.name, counts[one]) for one in ordered]
    return found


def list_name(favourite_list: FavouriteList) -> str:
    """Return what a list is called; the first one has no name of its own."""
    return favourite_list.name or gettext("Favourites")


def person_name(visitor: Visitor) -> str:
    """Return the contact's name, else what the visitor wrote, else "someone"."""
    known = str(visitor.contact) if visitor.contact else ""
    return known or visitor.name or visitor.email or gettext("someone")


def _person(choice: VisitorChoices) -> Person:
    rows: dict[int, ChoiceRow] = {}
    for favourite in choice.favourites:
        rows.setdefault(favourite.photo_id, ChoiceRow(favourite.photo)).favourites.append(favourite)
    numbers = pin_numbers(choice.comments)
    for comment in choice.comments:
        row = rows.setdefault(comment.photo_id, ChoiceRow(comment.photo))
        row.said.append(Said(comment, numbers.get(comment.pk)))
    chosen = sum(row.favourite is not None for row in rows.values())
    name = person_name(choice.visitor)
    return Person(choice.visitor, name, chosen, len(choice.comments), list(rows.values()))
