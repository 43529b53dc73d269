"""The chosen photos as an editing program wants them."""

from ninja import Query, Router

from provino.api.galleries import REFUSALS
from provino.api.schemas import ExportOut, ExportScope
from provino.api.security import ApiRequest, Scope
from provino.exports.collisions import collision_words, find_collisions
from provino.exports.programs import program_named
from provino.galleries.access import gallery_for_member
from provino.proofing.access import list_for_member, selection_for_member
from provino.proofing.choices import chosen_photos
from provino.proofing.models import FavouriteList, Selection
from provino.studios.models import Member
from provino.visitors.access import visitor_for_member

router = Router(tags=["exports"])


@router.get(
    "/{gallery_id}/exports/{program}",
    auth=Scope("exports:read"),
    response={200: ExportOut, **REFUSALS},
    operation_id="export_gallery",
)
def export_gallery(request: ApiRequest, gallery_id: str, program: str, scope: Query[ExportScope]) -> ExportOut:
    """The list to paste into `program` (lightroom, capture-one, plain-text), of everybody, one visitor, list or selection."""
    gallery = gallery_for_member(request.auth, gallery_id)
    wanted = program_named(program)
    person = visitor_for_member(request.auth, gallery_id, scope.visitor) if scope.visitor is not None else None
    chosen = chosen_photos(gallery, visitor=person, within=_within(request.auth, gallery_id, scope))
    names = [photo.original_name for photo in chosen]
    return ExportOut(
        program=wanted.name.replace("_", "-"),
        title=str(wanted.title),
        count=len(names),
        names=names,
        text=wanted.format(names),
        instructions=[str(line) for line in wanted.instructions],
        warnings=[collision_words(collision) for collision in find_collisions(gallery, chosen=chosen, program=wanted)],
    )


def _within(member: Member, gallery_id: str, scope: ExportScope) -> FavouriteList | Selection | None:
    if scope.selection is not None:
        return selection_for_member(member, gallery_id, scope.selection)
    return list_for_member(member, gallery_id, scope.list) if scope.list is not None else None
