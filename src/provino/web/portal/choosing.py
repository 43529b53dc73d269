"""A visitor's own side of choosing: their lists, which of them is the active one, and what the counter says about it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from provino.galleries.links import gallery_url
from provino.galleries.models import Photo, PhotoQuerySet, seen_by
from provino.proofing.errors import SelectionLockedError
from provino.proofing.lists import MAIN, lists_of
from provino.proofing.models import Favourite, FavouriteList
from provino.proofing.packages import package_for, package_of, terms_of
from provino.proofing.prices import PriceLine, price_lines, sum_words
from provino.proofing.pricing import Price, Terms, price_choice
from provino.proofing.rules import has_choosing_ended
from provino.visitors.models import VisitorKind
from provino.web.portal.counting import CounterWords, all_words, counter_words, first_cost, price_table
from provino.web.portal.door import Visit

LIST_COOKIE = "provino_g_list"


@dataclass(frozen=True, slots=True)
class OwnList:
    """One list as pages name it. `row` is None while the first list has no heart yet."""

    id: str
    name: str
    row: FavouriteList | None
    is_locked: bool
    photos: dict[str, str]

    @property
    def is_main(self) -> bool:
        """Whether this is the list the package counts."""
        return self.id == MAIN


class Choosing:
    """What one visit may choose with: `active` is the list looked at, `hearts` the one hearts go into.

    Photos and notes stand in the order of choosing, only those this visit sees.
    """

    def __init__(self, request: HttpRequest, visit: Visit, *, wanted: str = "") -> None:
        self.visit = visit
        self.lists = _own_lists(visit)
        self.hearts = self._list(request.COOKIES.get(LIST_COOKIE, ""))
        self.active = self._list(wanted) if wanted else self.hearts

    def _list(self, list_id: str) -> OwnList:
        return next((one for one in self.lists if one.id == list_id), self.lists[0])

    @property
    def count(self) -> int:
        """How many photos the active list counts."""
        return len(self.active.photos)

    @property
    def has_several(self) -> bool:
        """Whether there are lists to go between."""
        return len(self.lists) > 1 or self.visit.gallery.several_lists_on

    @property
    def may_choose(self) -> bool:
        """Whether hearts of the active list can be changed now; the verbs ask again."""
        return self.is_open and not self.active.is_locked

    @property
    def may_make(self) -> bool:
        """Whether another list can be made."""
        return self.is_open and self.visit.gallery.several_lists_on

    @property
    def is_open(self) -> bool:
        """Whether this is the time for choosing, and somebody who may."""
        gallery = self.visit.gallery
        return gallery.favourites_on and not self.visit.entry.is_preview and not has_choosing_ended(gallery)

    @property
    def shared_url(self) -> str:
        """The read-only link of the active list; "" while it is not shared."""
        secret = self.active.row.share_secret if self.active.row else ""
        return f"{gallery_url(self.visit.gallery)}lists/shared/{secret}" if secret else ""

    @property
    def is_counted(self) -> bool:
        """Whether the package holds for the active list."""
        return self.active.is_main and not self._is_guest

    @cached_property
    def terms(self) -> Terms:
        """What the active list is counted and priced by: named lists and guests choose freely."""
        visitor = self.visit.entry.visitor
        if not self.is_counted:
            return Terms()
        return terms_of(package_for(visitor) if visitor else package_of(self.visit.gallery))

    @cached_property
    def price(self) -> Price:
        """What the active list costs now."""
        return price_choice(self.terms, count=self.count)

    @cached_property
    def words(self) -> CounterWords:
        """What the counter says now."""
        return counter_words(self.terms, count=self.count, currency=self.currency)

    @cached_property
    def total(self) -> int:
        """How many photos this visit could choose."""
        return _seen(self.visit).count()

    @property
    def has_terms(self) -> bool:
        """Whether there is a sum to show."""
        return bool(self.terms.included or self.terms.tiers or self.terms.price_for_all is not None)

    @property
    def lines(self) -> list[PriceLine]:
        """The sum line by line, in words."""
        return price_lines(self.price.lines, currency=self.currency)

    @property
    def ticks(self) -> dict[str, int]:
        """The tick strip: chosen of the package, or the package in ink and what goes beyond it."""
        beyond = max(self.count - self.terms.included, 0)
        if beyond:
            return {"on": self.terms.included, "my": beyond, "rest": 0}
        return {"on": 0, "my": self.count, "rest": self.terms.included - self.count}

    @property
    def all_words(self) -> str:
        """What everything costs, where that is offered."""
        return all_words(self.terms, most=self.total, currency=self.currency)

    @cached_property
    def all_price(self) -> Price | None:
        """What every photo together costs, where taking them all is offered and possible now."""
        terms = self.terms
        if terms.price_for_all is None or not self.may_choose:
            return None
        can = max(self.count, terms.included) < self.total <= (terms.maximum or self.total)
        return price_choice(terms, count=self.total) if can else None

    @property
    def all_sum(self) -> str:
        """The same in words: "30 in your package + all others 1 900 zł"."""
        return sum_words(self.all_price, currency=self.currency) if self.all_price else ""

    @property
    def currency(self) -> str:
        return self.visit.gallery.studio.currency

    @property
    def may_submit(self) -> bool:
        """Whether submitting is offered: not to guests of the client."""
        return self.may_choose and not self._is_guest

    @property
    def _is_guest(self) -> bool:
        entry = self.visit.entry
        kind = entry.visitor.kind if entry.visitor else entry.invitation.role if entry.invitation else ""
        return kind == VisitorKind.GUEST

    def data(self) -> dict[str, Any]:
        """What the page's scripts know of one's own choosing (frontend/lib/choice.ts reads it)."""
        return {"favourites": list(self.active.photos), "choice": self.choice()}

    def choice(self) -> dict[str, Any]:
        """The counter's words, one's lists, and why hearts do not change now."""
        base, active = self.visit.address, self.active
        others = [one for one in self.lists if one.id != active.id]
        return {
            "list": active.id,
            "lists": [{"id": one.id, "name": one.name, "count": len(one.photos)} for one in self.lists],
            "others": {one.id: list(one.photos) for one in others if not one.is_locked},
            "notes": {photo: note for photo, note in active.photos.items() if note},
            "several": self.may_make,
            "included": self.terms.included,
            "prices": self.prices(self.count),
            "cost": first_cost(self.terms, currency=self.currency),
            "locked": str(SelectionLockedError.message) if active.is_locked else "",
            "urls": {
                "lists": f"{base}lists",
                "photo": f"{base}lists/{{list}}/photos/{{photo}}",
                "prices": f"{base}lists/{active.id}/prices",
            },
        }

    def prices(self, count: int) -> dict[str, Any]:
        """The words of the counter for the numbers around `count`."""
        return price_table(self.terms, count=count, most=max(self.total, self.count), currency=self.currency)


def _own_lists(visit: Visit) -> list[OwnList]:
    visitor = visit.entry.visitor
    rows = lists_of(visitor) if visitor else []
    photos: dict[int, dict[str, str]] = {row.pk: {} for row in rows}
    if visitor:
        seen = seen_by(visit.entry.visitor_class, photo="photo__")
        chosen = Favourite.objects.filter(seen, favourite_list__visitor=visitor).order_by("id")
        for list_id, photo, note in chosen.values_list("favourite_list_id", "photo__public_id", "note"):
            photos[list_id][photo] = note
    found = [
        OwnList(row.public_id if row.name else MAIN, row.name or _("Favourites"), row, row.is_locked, photos[row.pk])
        for row in rows
    ]
    if not found or not found[0].is_main:
        found.insert(0, OwnList(MAIN, _("Favourites"), None, is_locked=False, photos={}))
    return found


def _seen(visit: Visit) -> PhotoQuerySet:
    return PhotoQuerySet(Photo).visible_to(visit.entry.visitor_class).filter(gallery=visit.gallery)
