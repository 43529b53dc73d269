"""What a job includes, and what clients sent."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from ninja import Query, Router, Status

from provino.api.galleries import READ as READ_GALLERIES
from provino.api.galleries import REFUSALS, WRITE
from provino.api.pages import Paging, page_of
from provino.api.schemas import (
    ListOut,
    PackageIn,
    PackageOut,
    Page,
    PriceLineOut,
    SectionRuleBody,
    SelectedPhotoOut,
    SelectionOut,
    TierBody,
)
from provino.api.security import ApiRequest, Scope
from provino.galleries.access import gallery_for_member, section_for_member
from provino.galleries.models import Gallery
from provino.lib.errors import NotFoundError
from provino.proofing.access import selection_for_member
from provino.proofing.models import FavouriteList, Package, Selection
from provino.proofing.packages import SectionLimit, package_of, remove_package, set_package
from provino.proofing.pricing import Terms, Tier

router = Router(tags=["choosing"])
READ = Scope("visitors:read")


@router.get(
    "/{gallery_id}/package",
    auth=READ_GALLERIES,
    response={200: PackageOut, **REFUSALS},
    operation_id="read_package",
)
def read_package(request: ApiRequest, gallery_id: str) -> PackageOut:
    """What the job includes and what more costs; 404 where there is no package."""
    package = package_of(gallery_for_member(request.auth, gallery_id))
    if package is None:
        raise NotFoundError
    return _package(package)


@router.put("/{gallery_id}/package", auth=WRITE, response={200: PackageOut, **REFUSALS}, operation_id="set_package")
def put_package(request: ApiRequest, gallery_id: str, body: PackageIn) -> PackageOut:
    """Let these terms hold from now on; selections already sent keep theirs."""
    gallery = gallery_for_member(request.auth, gallery_id)
    tiers = tuple(Tier(tier.from_extra, Decimal(tier.price)) for tier in body.tiers)
    price_for_all = None if body.price_for_all is None else Decimal(body.price_for_all)
    terms = Terms(body.included, body.minimum, body.maximum, tiers, price_for_all)
    limits = [
        SectionLimit(section_for_member(request.auth, gallery_id, rule.section), rule.minimum, rule.maximum)
        for rule in body.sections
    ]
    set_package(gallery, terms=terms, sections=limits, by=request.auth)
    return _package(_present(gallery))


@router.delete("/{gallery_id}/package", auth=WRITE, response={204: None, **REFUSALS}, operation_id="remove_package")
def delete_package(request: ApiRequest, gallery_id: str) -> Status[None]:
    """Count only from now on: no price, no limits."""
    remove_package(gallery_for_member(request.auth, gallery_id), by=request.auth)
    return Status(204, None)


@router.get("/{gallery_id}/lists", auth=READ, response={200: Page[ListOut], **REFUSALS}, operation_id="list_lists")
def list_lists(request: ApiRequest, gallery_id: str, paging: Query[Paging]) -> Page[ListOut]:
    """Every visitor's lists, in order of making; what stands in one: `/exports/{program}?list=`."""
    stands = Count("favourites", filter=Q(favourites__photo__deleted_at__isnull=True))
    lists = FavouriteList.objects.filter(visitor__gallery=gallery_for_member(request.auth, gallery_id))
    return page_of(lists.select_related("visitor").annotate(count=stands), paging=paging, show=_list)


@router.get(
    "/{gallery_id}/selections",
    auth=READ,
    response={200: Page[SelectionOut], **REFUSALS},
    operation_id="list_selections",
)
def list_selections(request: ApiRequest, gallery_id: str, paging: Query[Paging]) -> Page[SelectionOut]:
    """Every version clients sent, in order of sending."""
    return page_of(_selections(gallery_for_member(request.auth, gallery_id)), paging=paging, show=_selection)


@router.get(
    "/{gallery_id}/selections/{selection_id}",
    auth=READ,
    response={200: SelectionOut, **REFUSALS},
    operation_id="read_selection",
)
def read_selection(request: ApiRequest, gallery_id: str, selection_id: str) -> SelectionOut:
    """One version as it was sent."""
    selection = selection_for_member(request.auth, gallery_id, selection_id)
    return _selection(_selections(selection.gallery).get(pk=selection.pk))


def _present(gallery: Gallery) -> Package:
    package = package_of(gallery)
    if package is None:
        raise NotFoundError
    return package


def _package(package: Package) -> PackageOut:
    return PackageOut(
        included=package.included,
        minimum=package.minimum,
        maximum=package.maximum,
        price_for_all=None if package.price_for_all is None else f"{package.price_for_all:.2f}",
        tiers=[TierBody(from_extra=tier.from_extra, price=f"{tier.price:.2f}") for tier in package.tiers.all()],
        sections=[
            SectionRuleBody(section=rule.section.public_id, minimum=rule.minimum, maximum=rule.maximum)
            for rule in package.section_rules.all()
        ],
    )


def _list(row: Any) -> ListOut:
    """`row` carries the annotation of `list_lists`."""
    return ListOut(
        id=row.public_id, visitor=row.visitor.public_id, name=row.name, photos=row.count, created_at=row.created_at
    )


def _selections(gallery: Gallery) -> QuerySet[Selection]:
    return gallery.selections.select_related("favourite_list__visitor").prefetch_related("photos__photo")


def _selection(row: Selection) -> SelectionOut:
    return SelectionOut(
        id=row.public_id,
        number=row.number,
        version=row.version,
        state="submitted" if row.state == "submitted" else "reopened",
        visitor=row.favourite_list.visitor.public_id,
        list=row.favourite_list.name,
        message=row.message,
        count=row.count,
        currency=row.currency,
        total=f"{row.total:.2f}",
        lines=[PriceLineOut(**line) for line in row.price_lines],
        photos=[
            SelectedPhotoOut(
                photo=one.photo.public_id if one.photo and one.photo.deleted_at is None else None,
                filename=one.original_name,
                section=one.section_name,
                note=one.note,
            )
            for one in row.photos.all()
        ],
        submitted_at=row.submitted_at,
        reopen_asked_at=row.reopen_asked_at,
        reopen_reason=row.reopen_reason,
        reopened_at=row.reopened_at,
    )
