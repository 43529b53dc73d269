"""Whoever changes what a list of photos says raises the gallery's content version, else visitors would see the old list."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from django.core.cache import cache
from django.utils import timezone

from provino.galleries import clocks, galleries, photos, sections
from provino.galleries.models import Gallery, Photo, Section
from provino.lib.signatures import CLIENT, GUEST
from provino.studios.models import Member
from provino.visitors import hiding
from provino.visitors.models import Visitor, VisitorKind
from provino.web.portal.listing import listing_of
from tests.factories import make_gallery, make_invitation, make_member, make_photo, make_section, make_visitor

pytestmark = pytest.mark.django_db

SOURCE = Path(inspect.getfile(photos)).parents[1]
# Columns of photos and sections that lists depend on, and whose names nothing else has.
COLUMNS = {"hidden", "hidden_from_guests", "client_only", "taken_sort", "renditions", "placeholder"}


@dataclass
class Stage:
    """A gallery of two sections and photos of every kind."""

    gallery: Gallery
    by: Member
    first: Section
    second: Section
    shown: Photo
    other: Photo
    hidden: Photo
    quiet: Photo
    deleted: Photo

    @property
    def ids(self) -> list[str]:
        return [self.shown.public_id]


@pytest.fixture
def stage() -> Stage:
    by = make_member()
    gallery = make_gallery(studio=by.studio, client_may_hide=True)
    first, second = (make_section(gallery=gallery) for _ in range(2))
    taken = {"camera": "Canon", "taken_at": timezone.now(), "taken_sort": timezone.now()}
    shown = make_photo(gallery=gallery, section=first, **taken)
    other = make_photo(gallery=gallery, section=first, taken_sort=timezone.now())
    quiet = make_photo(gallery=gallery, section=second, hidden_from_guests=True)
    hidden = make_photo(gallery=gallery, section=second, hidden=True)
    deleted = make_photo(gallery=gallery, section=second, deleted_at=timezone.now())
    gallery.refresh_from_db()
    return Stage(gallery, by, first, second, shown, other, hidden, quiet, deleted)


def _client(stage: Stage) -> Visitor:
    invitation = make_invitation(gallery=stage.gallery)
    return make_visitor(
        gallery=stage.gallery, kind=VisitorKind.CLIENT, invitation=invitation, contact=invitation.contact
    )


# What changes the list.
VERBS: dict[Callable[..., object], Callable[[Stage], object]] = {
    photos.hide_photos: lambda s: photos.hide_photos(s.gallery, photos=s.ids, by=s.by),
    photos.show_photos: lambda s: photos.show_photos(s.gallery, photos=[s.hidden.public_id], by=s.by),
    photos.delete_photos: lambda s: photos.delete_photos(s.gallery, photos=s.ids, by=s.by),
    photos.restore_photos: lambda s: photos.restore_photos(s.gallery, photos=[s.deleted.public_id], by=s.by),
    photos.move_photos: lambda s: photos.move_photos(s.gallery, photos=s.ids, section=None, by=s.by),
    photos.reorder_photos: lambda s: photos.reorder_photos(
        s.gallery, photos=s.ids, beside=s.other.public_id, after=True, by=s.by
    ),
    sections.rename_section: lambda s: sections.rename_section(s.first, name="Another name", by=s.by),
    sections.set_client_only: lambda s: sections.set_client_only(s.first, client_only=True, by=s.by),
    sections.reorder_sections: lambda s: sections.reorder_sections(
        s.gallery, order=[s.second.public_id, s.first.public_id], by=s.by
    ),
    sections.move_section: lambda s: sections.move_section(s.first, earlier=False, by=s.by),
    sections.delete_section: lambda s: sections.delete_section(s.first, by=s.by),
    sections.restore_section: lambda s: sections.restore_section(
        s.gallery, name="Back", position=1, photos=sections.delete_section(s.first, by=s.by), by=s.by
    ),
    clocks.shift_clock: lambda s: clocks.shift_clock(s.gallery, camera="Canon", shift_seconds=3600, by=s.by),
    galleries.change_gallery: lambda s: galleries.change_gallery(s.gallery, by=s.by, photo_label="filename"),
    hiding.hide_from_guests: lambda s: hiding.hide_from_guests(_client(s), photo=s.shown),
    hiding.show_to_guests: lambda s: hiding.show_to_guests(_client(s), photo=s.quiet),
    galleries.set_cover: lambda s: galleries.set_cover(s.other, focal_x=0.5, focal_y=0.5, by=s.by),
}
# What does not, and why.
HARMLESS: dict[Callable[..., object], str] = {
    photos.retry_photos: "they failed and are not shown",
    photos.start_ordering_by_hand: "numbers photos as they stand; the order is part of a list's state",
    photos.alive: "a read",
    photos.chosen: "a read",
    sections.create_section: "empty sections are not told of",
    clocks.cameras: "a read",
    clocks.preview_shift: "a read",
    galleries.create_gallery: "it has no photos",
    galleries.copy_settings: "change_gallery",
    galleries.settings_of: "a read",
    galleries.set_client_password: "says who is let in, not what is there",
    galleries.remove_client_password: "says who is let in, not what is there",
    galleries.set_password: "says who is let in, not what is there",
    galleries.remove_password: "says who is let in, not what is there",
    galleries.delete_gallery: "nobody is let in",
    galleries.restore_gallery: "as it was",
}
MODULES: list[ModuleType] = [photos, sections, clocks, galleries, hiding]


def _lists(gallery: Gallery) -> list[str]:
    """What the lists would be if they were built now, and the covers in them."""
    cache.clear()
    made = [listing_of(gallery, visitor_class=visitor_class) for visitor_class in (CLIENT, GUEST)]
    return [f"{one['fingerprint']} {one.get('cover')}" for one in made]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_verb_that_changes_the_list_makes_the_kept_one_old(stage: Stage, verb: Callable[..., object]) -> None:
    before = _lists(stage.gallery)
    VERBS[verb](stage)
    gallery = Gallery.objects.get(pk=stage.gallery.pk)
    kept = [
        f"{one['fingerprint']} {one.get('cover')}"
        for one in (listing_of(gallery, visitor_class=c) for c in (CLIENT, GUEST))
    ]
    assert kept != before
    assert kept == _lists(gallery)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_verb_is_looked_at(module: ModuleType) -> None:
    public = {
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    unknown = public - set(VERBS) - set(HARMLESS)
    assert not unknown, "say in VERBS or HARMLESS what these do to the list of photos"


def test_who_writes_what_lists_show_raises_the_version() -> None:
    forgetful = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "raise_content_version" in text or "_change(" in text or "migrations" in path.parts:
            continue
        calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
        writes = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "update")
        if any(keyword.arg in COLUMNS for call in writes for keyword in call.keywords):
            forgetful.append(str(path))
    assert forgetful == []
