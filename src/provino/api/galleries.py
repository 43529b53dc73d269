"""Galleries, their sections, and sending them."""

import datetime
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from ninja import Query, Router, Status

from provino.api.pages import Paging, page_of
from provino.api.schemas import (
    ClientOut,
    GalleryChange,
    GalleryIn,
    GalleryOut,
    Page,
    PhotoCounts,
    Refusal,
    SectionChange,
    SectionIn,
    SectionOut,
    SendIn,
    SendingOut,
)
from provino.api.security import ApiRequest, Scope
from provino.contacts.models import Contact
from provino.galleries.access import gallery_for_member, section_for_member, watermark_for_member
from provino.galleries.clients import client_from
from provino.galleries.galleries import (
    change_gallery,
    create_gallery,
    remove_client_password,
    remove_password,
    set_client_password,
    set_password,
)
from provino.galleries.invitations import Recipient, client_invitations, send_gallery
from provino.galleries.links import gallery_url, personal_url
from provino.galleries.look import LOOK
from provino.galleries.models import Gallery, Photo, PictureState, Section
from provino.galleries.sections import create_section, delete_section, rename_section, set_client_only
from provino.galleries.watermarks import choose_watermark, shown_watermark
from provino.handover.queries import galleries_overview
from provino.studios.models import Studio
from provino.visitors.queries import client_views

router = Router(tags=["galleries"])
REFUSALS = {400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal, 422: Refusal}
READ, WRITE = Scope("galleries:read"), Scope("galleries:write")


@router.get("", auth=READ, response={200: Page[GalleryOut], **REFUSALS}, operation_id="list_galleries")
def list_galleries(request: ApiRequest, paging: Query[Paging]) -> Page[GalleryOut]:
    """Galleries of the studio, the newest first."""
    studio = request.auth.studio
    page = page_of(
        _galleries(studio),
        among=Gallery.objects.filter(studio=studio),
        paging=paging,
        show=_itself,
        newest_first=True,
    )
    return Page[GalleryOut](items=_shown(page.items), next=page.next)


@router.post("", auth=WRITE, response={201: GalleryOut, **REFUSALS}, operation_id="create_gallery")
def add_gallery(request: ApiRequest, body: GalleryIn) -> Status[GalleryOut]:
    """Make a gallery; only the title is needed."""
    member = request.auth
    values = body.model_dump(exclude={"client_name", "client_email", "password"})
    if values["language"] is None:
        del values["language"]
    with transaction.atomic():
        client = client_from(member.studio, name=body.client_name, email=body.client_email, by=member)
        gallery = create_gallery(member.studio, by=member, client=client, **values)
        if body.password:
            set_password(gallery, password=body.password, by=member)
    return Status(201, _one(gallery))


@router.get("/{gallery_id}", auth=READ, response={200: GalleryOut, **REFUSALS}, operation_id="read_gallery")
def read_gallery(request: ApiRequest, gallery_id: str) -> GalleryOut:
    """One gallery with its counts and how far the job has come."""
    return _one(gallery_for_member(request.auth, gallery_id))


@router.patch("/{gallery_id}", auth=WRITE, response={200: GalleryOut, **REFUSALS}, operation_id="change_gallery")
def patch_gallery(request: ApiRequest, gallery_id: str, body: GalleryChange) -> GalleryOut:
    """Change settings: what is left out stays, null clears a date."""
    gallery = gallery_for_member(request.auth, gallery_id)
    changes = body.model_dump(exclude_unset=True)
    password, client_password = changes.pop("password", None), changes.pop("client_password", None)
    with transaction.atomic():
        if "watermark" in changes:
            wanted = changes.pop("watermark")
            watermark = watermark_for_member(request.auth, wanted) if wanted else None
            choose_watermark(gallery, watermark=watermark, by=request.auth)
        change_gallery(gallery, by=request.auth, **changes)
        if password:
            set_password(gallery, password=password, by=request.auth)
        elif password == "":
            remove_password(gallery, by=request.auth)
        if client_password:
            set_client_password(gallery, password=client_password, by=request.auth)
        elif client_password == "":
            remove_client_password(gallery, by=request.auth)
    return _one(gallery)


@router.post(
    "/{gallery_id}/send", auth=WRITE, response={200: list[SendingOut], **REFUSALS}, operation_id="send_gallery"
)
def send(request: ApiRequest, gallery_id: str, body: SendIn) -> list[SendingOut]:
    """Send the gallery by e-mail, to its client or to the addresses given; a draft is opened."""
    gallery = gallery_for_member(request.auth, gallery_id)
    recipients = [Recipient(email=email) for email in body.recipients] or _clients(gallery)
    sendings = send_gallery(gallery, recipients=recipients, subject=body.subject, text=body.text, by=request.auth)
    return [
        SendingOut(
            email=sending.invitation.contact.email_as_typed,
            name=sending.invitation.contact.name,
            state=sending.message.state,
            url=personal_url(sending.invitation),
        )
        for sending in sendings
    ]


@router.get(
    "/{gallery_id}/sections", auth=READ, response={200: Page[SectionOut], **REFUSALS}, operation_id="list_sections"
)
def list_sections(request: ApiRequest, gallery_id: str, paging: Query[Paging]) -> Page[SectionOut]:
    """Sections of a gallery, in order of their making."""
    gallery = gallery_for_member(request.auth, gallery_id)
    return page_of(_sections(gallery), paging=paging, show=_section)


@router.post(
    "/{gallery_id}/sections", auth=WRITE, response={201: SectionOut, **REFUSALS}, operation_id="create_section"
)
def add_section(request: ApiRequest, gallery_id: str, body: SectionIn) -> Status[SectionOut]:
    """Make a section at the end."""
    gallery = gallery_for_member(request.auth, gallery_id)
    with transaction.atomic():
        section = create_section(gallery, name=body.name, by=request.auth)
        if body.client_only:
            set_client_only(section, client_only=True, by=request.auth)
    return Status(201, _section(_sections(gallery).get(pk=section.pk)))


@router.patch(
    "/{gallery_id}/sections/{section_id}",
    auth=WRITE,
    response={200: SectionOut, **REFUSALS},
    operation_id="rename_section",
)
def patch_section(request: ApiRequest, gallery_id: str, section_id: str, body: SectionChange) -> SectionOut:
    """Rename a section, or say whether guests see it."""
    section = section_for_member(request.auth, gallery_id, section_id)
    changes = body.model_dump(exclude_unset=True)
    with transaction.atomic():
        if "name" in changes:
            rename_section(section, name=body.name, by=request.auth)
        if "client_only" in changes:
            set_client_only(section, client_only=body.client_only, by=request.auth)
    return _section(_sections(section.gallery).get(pk=section.pk))


@router.delete(
    "/{gallery_id}/sections/{section_id}", auth=WRITE, response={204: None, **REFUSALS}, operation_id="delete_section"
)
def remove_section(request: ApiRequest, gallery_id: str, section_id: str) -> Status[None]:
    """Delete a section; its photos stay, without one."""
    delete_section(section_for_member(request.auth, gallery_id, section_id), by=request.auth)
    return Status(204, None)


def _clients(gallery: Gallery) -> list[Recipient]:
    contacts = [invitation.contact for invitation in client_invitations(gallery)]
    return [Recipient(email=contact.email_as_typed or contact.email, name=contact.name) for contact in contacts]


def _galleries(studio: Studio) -> QuerySet[Gallery]:
    today = datetime.datetime.now(ZoneInfo(studio.time_zone)).date()
    return galleries_overview(studio, today=today).galleries.select_related("studio", "client", "watermark")


def _one(gallery: Gallery) -> GalleryOut:
    return _shown([_galleries(gallery.studio).get(pk=gallery.pk)])[0]


def _itself(gallery: Gallery) -> Gallery:
    return gallery


def _shown(galleries: Sequence[Any]) -> list[GalleryOut]:
    """Galleries with the columns of `galleries_overview`; two more queries for any number."""
    views, counts = client_views(galleries), _counts(galleries)
    return [
        GalleryOut(
            id=gallery.public_id,
            client=gallery.client and _client(gallery.client),
            photos=sum(counts[gallery.pk].values()),
            counts=PhotoCounts(**counts[gallery.pk]),
            url=gallery_url(gallery),
            viewed_at=views[gallery.pk].viewed_at if gallery.pk in views else None,
            watermark=watermark.public_id if (watermark := shown_watermark(gallery)) else None,
            **{name: getattr(gallery, name) for name in _PLAIN},
        )
        for gallery in galleries
    ]


def _client(contact: Contact) -> ClientOut:
    return ClientOut(id=contact.public_id, name=contact.name, email=contact.email_as_typed)


def _counts(galleries: Sequence[Gallery]) -> dict[int, dict[str, int]]:
    photos = Photo.objects.filter(gallery__in=list(galleries), deleted_at__isnull=True)
    found = {gallery.pk: dict.fromkeys(PictureState.values, 0) for gallery in galleries}
    for gallery, state, count in photos.order_by().values_list("gallery", "state").annotate(Count("pk")):
        found[gallery][state] = count
    return found


_PLAIN = (
    *("title", "subtitle", "date", "language", "state", "visibility", "has_password", "has_client_password"),
    *("opens_on", "expires_on", "ask_at_door", "client_may_hide"),
    *("choosing_deadline", "photo_label", "photo_order", "favourites_on", "comments_on", "sent_at", "created_at"),
    *LOOK,
)


def _sections(gallery: Gallery) -> QuerySet[Section]:
    photos = Count("photos", filter=Q(photos__deleted_at__isnull=True))
    return gallery.sections.annotate(photo_count=photos)


def _section(section: Any) -> SectionOut:
    return SectionOut(
        id=section.public_id, name=section.name, photos=section.photo_count, client_only=section.client_only
    )
