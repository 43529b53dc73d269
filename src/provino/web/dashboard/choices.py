"""Who chose what, arranged for the Client orders tab: a person, then one row a photo."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext

from provino.galleries.models import Photo
from provino.proofing.models import Comment, Favourite
from provino.proofing.queries import VisitorChoices
from provino.visitors.models import Visitor


@dataclass
class ChoiceRow:
    """One photo a person chose, commented, or both."""

    photo: Photo
    favourite: Favourite | None = None
    comments: list[Comment] = field(default_factory=list)


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


def people_of(choices: Iterable[VisitorChoices]) -> list[Person]:
    """Arrange what `choices_of` found; the order of people and of choosing stays."""
    return [_person(choice) for choice in choices]


def person_name(visitor: Visitor) -> str:
    """Return the contact's name, else what the visitor wrote, else "someone"."""
    known = str(visitor.contact) if visitor.contact else ""
    return known or visitor.name or visitor.email or gettext("someone")


def _person(choice: VisitorChoices) -> Person:
    rows: dict[int, ChoiceRow] = {}
    for favourite in choice.favourites:
        row = rows.setdefault(favourite.photo_id, ChoiceRow(favourite.photo))
        row.favourite = row.favourite or favourite
    for comment in choice.comments:
        rows.setdefault(comment.photo_id, ChoiceRow(comment.photo)).comments.append(comment)
    chosen = sum(row.favourite is not None for row in rows.values())
    name = person_name(choice.visitor)
    return Person(choice.visitor, name, chosen, len(choice.comments), list(rows.values()))
