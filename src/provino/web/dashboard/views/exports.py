"""Export photos: the chosen names as an editing program wants them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from provino.exports.collisions import collision_words, find_collisions
from provino.exports.errors import UnknownProgramError
from provino.exports.programs import PROGRAMS, Program, program_named
from provino.galleries.access import gallery_for_member
from provino.galleries.models import Gallery
from provino.galleries.queries import photo_counts
from provino.lib.errors import NotFoundError
from provino.proofing.access import list_for_member, selection_for_member
from provino.proofing.choices import chosen_photos
from provino.proofing.models import FavouriteList, Selection
from provino.proofing.queries import choices_of
from provino.proofing.selections import selections_in
from provino.web.dashboard.choices import Person, list_name, lists_of_people, people_of, person_name
from provino.web.shared.access import MemberRequest, member_required


@require_GET
@member_required
def export_page(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """The list to paste, for one program, of everybody, or of (`?who=`) a person, (`?list=`) a list, (`?selection=`) what was sent."""
    gallery = gallery_for_member(request.member, gallery_id)
    people = people_of(choices_of(gallery))
    context = export_context(
        gallery,
        program=request.GET.get("program", ""),
        people=people,
        person=_person(people, request.GET.get("who")),
        within=_within(request, gallery_id),
    )
    frame = {"gallery": gallery, "tab": "orders", "counts": {"photos": photo_counts(gallery).pictures}}
    return render(request, "dashboard/export.html", {**frame, **context})


@require_GET
@member_required
def export_file(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """The same list as a text file, in UTF-8."""
    gallery = gallery_for_member(request.member, gallery_id)
    program = _program(request.GET.get("program", ""))
    person = _person(people_of(choices_of(gallery)), request.GET.get("who"))
    within = _within(request, gallery_id)
    chosen = chosen_photos(gallery, visitor=person.visitor if person else None, within=within)
    text = program.format([photo.original_name for photo in chosen])
    response = HttpResponse(text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="provino-{program.name.replace("_", "-")}.txt"'
    return response


def export_context(
    gallery: Gallery,
    *,
    program: str,
    people: Sequence[Person],
    person: Person | None,
    within: FavouriteList | Selection | None = None,
) -> dict[str, Any]:
    """What `dashboard/export_panel.html` shows."""
    wanted = _program(program)
    chosen = chosen_photos(gallery, visitor=person.visitor if person else None, within=within)
    text = wanted.format([photo.original_name for photo in chosen])
    collisions = find_collisions(gallery, chosen=chosen, program=wanted)
    return {
        "programs": PROGRAMS,
        "program": wanted,
        "people": people,
        "person": person,
        **_scope(within, person=person),
        "sent": selections_in(gallery),
        "lists": lists_of_people(people),
        "chosen_count": len(chosen),
        "text": text,
        "text_rows": min(max(len(text) // 55, text.count("\n")) + 2, 14),
        "collision_names": len({collision.name for collision in collisions}),
        "collisions": [
            (collision.name, _after_name(collision_words(collision), collision.name)) for collision in collisions
        ],
    }


def _after_name(sentence: str, name: str) -> str:
    """The sentence without the name it begins with, which the page sets in bold."""
    return sentence.removeprefix(name).strip()


def _program(name: str) -> Program:
    try:
        return program_named(name or PROGRAMS[0].name)
    except UnknownProgramError:
        raise NotFoundError from None


def _within(request: MemberRequest, gallery_id: str) -> FavouriteList | Selection | None:
    """The selection or the list asked for. Raises NotFoundError."""
    if selection := request.GET.get("selection", ""):
        return selection_for_member(request.member, gallery_id, selection)
    if favourite_list := request.GET.get("list", ""):
        return list_for_member(request.member, gallery_id, favourite_list)
    return None


def _scope(within: FavouriteList | Selection | None, *, person: Person | None) -> dict[str, Any]:
    """What the page calls the scope, and the part of an address that asks for it again."""
    if isinstance(within, Selection):
        return {"selection": within, "scope": f"&selection={within.public_id}"}
    if isinstance(within, FavouriteList):
        named = {"list_name": list_name(within), "list_person": person_name(within.visitor)}
        return {"list": within, **named, "scope": f"&list={within.public_id}"}
    return {"scope": f"&who={person.id}" if person else ""}


def _person(people: Sequence[Person], who: str | None) -> Person | None:
    """The person asked for. Raises NotFoundError for one who chose nothing here: never somebody else's list."""
    if not who:
        return None
    for person in people:
        if person.id == who:
            return person
    raise NotFoundError
