"""Submitting a list: a numbered, frozen version; the studio can open the list again, and the client ask for it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from provino.galleries.models import Gallery, Photo, PhotoQuerySet
from provino.lib.errors import NotFoundError
from provino.proofing.emails import selection_received, selection_reopened
from provino.proofing.errors import (
    NotForGuestsError,
    NotSubmittedError,
    SelectionLockedError,
    SumChangedError,
    TooFewChosenError,
    TooManyChosenError,
)
from provino.proofing.favourites import counted
from provino.proofing.lists import clean_words, lock_list
from provino.proofing.models import (
    Favourite,
    FavouriteList,
    Package,
    SectionRule,
    SelectedPhoto,
    Selection,
    SelectionState,
)
from provino.proofing.packages import package_for, terms_of
from provino.proofing.pricing import Line, Price, Terms, price_choice
from provino.proofing.rules import check_may_have_lists
from provino.studios.audit import record_change
from provino.studios.models import Member
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor, VisitorKind

MOST_MESSAGE = 2000


@dataclass(frozen=True, slots=True)
class RuleState:
    """What is asked of one section and how many photos of it are chosen; `most` None: as many as one likes."""

    section: str
    chosen: int
    least: int
    most: int | None

    @property
    def is_kept(self) -> bool:
        """Whether the section has enough and not too many."""
        return self.least <= self.chosen and (self.most is None or self.chosen <= self.most)


def selections_of(visitor: Visitor) -> list[Selection]:
    """Return every version this person submitted, the newest first."""
    selections = Selection.objects.filter(favourite_list__visitor=visitor).select_related("favourite_list", "gallery")
    return list(selections.order_by("-pk"))


def selections_in(gallery: Gallery) -> list[Selection]:
    """Return every version submitted in a gallery, the newest first, with who and which list. One query."""
    people = "favourite_list__visitor__contact"
    return list(gallery.selections.select_related(people, "reopened_by__user").order_by("-number"))


def rules_of(gallery: Gallery, *, favourite_list: FavouriteList | None) -> list[RuleState]:
    """Return the package's rules for sections, each with what the list has of it, in the gallery's order."""
    rules = SectionRule.objects.filter(package__gallery=gallery).select_related("section")
    chosen: dict[int | None, int] = {}
    if favourite_list is not None:
        rows = counted(favourite_list).order_by().values_list("photo__section").annotate(Count("pk"))
        chosen = dict(rows)
    return [
        RuleState(rule.section.name, chosen.get(rule.section_id, 0), rule.minimum, rule.maximum)
        for rule in rules.order_by("section__position", "section")
    ]


def price_of(favourite_list: FavouriteList, *, visitor: Visitor) -> Price:
    """Return what the list costs now. The package counts the first list only; named ones cost nothing."""
    terms = Terms() if favourite_list.name else terms_of(package_for(visitor))
    return price_choice(terms, count=counted(favourite_list).count())


@transaction.atomic
def submit_selection(favourite_list: FavouriteList, *, message: str = "", seen: tuple[int, Decimal]) -> Selection:
    """Freeze the visitor's list as its next version, with the price it has now. Submitting twice makes one.

    `seen` is the number of photos and the sum the person agreed to. Raises what `check_may_have_lists` raises,
    NotForGuestsError, SumChangedError, TooFewChosenError, TooManyChosenError.
    """
    visitor = favourite_list.visitor
    check_may_have_lists(visitor)
    if visitor.kind == VisitorKind.GUEST:
        raise NotForGuestsError
    # Not its key: a heart under way holds its list and writes an activity that points to the gallery.
    gallery = (
        Gallery.objects.select_for_update(of=("self",), no_key=True).select_related("studio").get(pk=visitor.gallery_id)
    )
    try:
        held = lock_list(favourite_list)
    except SelectionLockedError:
        return favourite_list.selections.get(state=SelectionState.SUBMITTED)
    package = None if favourite_list.name else package_for(visitor)
    chosen = _in_order(favourite_list, gallery=gallery)
    price = price_choice(terms_of(package), count=len(chosen))
    if seen != (price.count, price.total):
        raise SumChangedError
    _check_count(len(chosen), package=package)
    _check_sections(chosen, package=package)
    selection = Selection.objects.create(
        gallery=gallery,
        favourite_list=favourite_list,
        number=_next(Selection.objects.filter(gallery=gallery), "number"),
        version=_next(favourite_list.selections.all(), "version"),
        message=clean_words(message)[:MOST_MESSAGE],
        count=len(chosen),
        currency=gallery.studio.currency,
        total=price.total,
        price_lines=[_plain(line) for line in price.lines],
    )
    _freeze(selection, chosen)
    held.is_locked = True
    held.save(update_fields=["is_locked"])
    detail = {"selection": selection.public_id, "number": selection.number, "count": selection.count}
    record(visitor, kind=ActivityKind.SUBMITTED, detail=detail)
    selection_received(selection)
    return selection


@transaction.atomic
def ask_to_reopen(selection: Selection, *, reason: str = "") -> Selection:
    """The client wants to change what was submitted; asking again changes nothing. Raises NotSubmittedError."""
    locked = _lock(selection)
    if locked.reopen_asked_at is None:
        locked.reopen_asked_at = timezone.now()
        locked.reopen_reason = clean_words(reason)[:MOST_MESSAGE]
        locked.save(update_fields=["reopen_asked_at", "reopen_reason"])
        detail = {"selection": locked.public_id, "number": locked.number}
        record(locked.favourite_list.visitor, kind=ActivityKind.REOPEN_ASKED, detail=detail)
    return locked


@transaction.atomic
def reopen_selection(selection: Selection, *, by: Member) -> Selection:
    """Let the client change the list again; this version stays readable. Raises NotFoundError, NotSubmittedError."""
    if selection.gallery.studio_id != by.studio_id:
        raise NotFoundError
    locked = _lock(selection)
    locked.state, locked.reopened_at, locked.reopened_by = SelectionState.REOPENED, timezone.now(), by
    locked.save(update_fields=["state", "reopened_at", "reopened_by"])
    FavouriteList.objects.filter(pk=locked.favourite_list_id).update(is_locked=False)
    record_change(by, action="selection.reopened", target=locked.gallery, after={"number": locked.number})
    selection_reopened(locked)
    return locked


def _lock(selection: Selection) -> Selection:
    selections = Selection.objects.select_for_update(of=("self",)).select_related(
        "favourite_list__visitor", "gallery__studio"
    )
    locked = selections.get(pk=selection.pk)
    if locked.state != SelectionState.SUBMITTED:
        raise NotSubmittedError
    return locked


def _in_order(favourite_list: FavouriteList, *, gallery: Gallery) -> list[Favourite]:
    by_photo = {one.photo_id: one for one in counted(favourite_list).select_related("photo__section")}
    ordered = PhotoQuerySet(Photo).filter(gallery=gallery, pk__in=by_photo)
    return [by_photo[pk] for pk in ordered.in_order(gallery.photo_order).values_list("pk", flat=True)]


def _check_count(count: int, *, package: Package | None) -> None:
    least = max(package.minimum if package else 0, 1)
    if count < least:
        text = ngettext(
            "Choose %(missing)d more photo, then you can submit.",
            "Choose %(missing)d more photos, then you can submit.",
            least - count,
        )
        raise TooFewChosenError(text % {"missing": least - count})
    if package is not None and package.maximum is not None and count > package.maximum:
        text = ngettext(
            "You can submit %(most)d photo at most. Please take some out.",
            "You can submit %(most)d photos at most. Please take some out.",
            package.maximum,
        )
        raise TooManyChosenError(text % {"most": package.maximum})


def _check_sections(chosen: list[Favourite], *, package: Package | None) -> None:
    for rule in package.section_rules.all() if package else []:
        count = sum(one.photo.section_id == rule.section_id for one in chosen)
        values = {"section": rule.section.name, "least": rule.minimum, "most": rule.maximum, "count": count}
        if count < rule.minimum:
            text = gettext("From \u201c%(section)s\u201d at least %(least)d are needed; you have chosen %(count)d.")
            raise TooFewChosenError(text % values)
        if rule.maximum is not None and count > rule.maximum:
            text = gettext("From \u201c%(section)s\u201d at most %(most)d are possible; you have chosen %(count)d.")
            raise TooManyChosenError(text % values)


def _freeze(selection: Selection, chosen: list[Favourite]) -> None:
    SelectedPhoto.objects.bulk_create(
        SelectedPhoto(
            selection=selection,
            photo=one.photo,
            position=position,
            original_name=one.photo.original_name,
            section_name=one.photo.section.name if one.photo.section else "",
            note=one.note,
        )
        for position, one in enumerate(chosen, start=1)
    )


def _next(rows: Any, column: str) -> int:
    return int(rows.aggregate(last=Max(column))["last"] or 0) + 1


def _plain(line: Line) -> dict[str, Any]:
    price = None if line.price is None else str(line.price)
    return {"kind": line.kind, "count": line.count, "price": price, "amount": str(line.amount)}
