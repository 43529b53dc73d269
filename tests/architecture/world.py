"""A filled studio, for tests that walk over all addresses."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from provino.galleries.models import Gallery, Preset
from provino.handover.models import Handover
from provino.ingest.models import Upload
from provino.jobs.models import Job
from provino.lib.public_ids import new_public_id
from provino.mail.models import Message
from provino.proofing.lists import share_list
from provino.proofing.models import Comment, FavouriteList, Selection
from provino.studios.models import Member, MemberInvite
from provino.studios.tokens import create_token
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind
from tests.factories import (
    make_contact,
    make_finished_file,
    make_gallery,
    make_invitation,
    make_member,
    make_photo,
    make_section,
    make_visitor,
    make_watermark,
)

NOT_IDS = {
    "colour": "c2371c",
    "name": "touch-180",
    "folder": "full",
    "program": "lightroom",
    "key": "x",
    "uidb36": "x",
    "pk": "1",
    "fingerprint": "x",
    "part": "0",
}


@dataclass
class World:
    """A studio with one of everything, and the ids of all of it."""

    owner: Member
    gallery: Gallery
    values: dict[str, str] = field(default_factory=dict)


def make_world(words: str) -> World:
    """Make it all; `words` stand wherever people type something."""
    owner = make_member()
    contact = make_contact(studio=owner.studio, name=words)
    gallery = make_gallery(studio=owner.studio, title=words, client=contact)
    photo = make_photo(gallery=gallery, original_name=f"{words}.jpg", section=make_section(gallery=gallery))
    visitor = make_visitor(gallery=gallery, email="someone@example.com", name=words)
    favourite_list = FavouriteList.objects.create(visitor=visitor, name=words)
    record(visitor, kind=ActivityKind.LIST_MADE, photo=photo, detail={"name": words})
    handover = Handover.objects.create(gallery=gallery, round=1)
    now = timezone.now()
    invite = MemberInvite.objects.create(
        studio=owner.studio, email="new@example.com", secret_hash="x" * 64, expires_at=now + timedelta(days=1)
    )
    upload = Upload.objects.create(
        gallery=gallery,
        member=owner,
        filename="a.jpg",
        relative_path="a.jpg",
        size=3,
        expires_at=now + timedelta(days=1),
    )
    message = Message.objects.create(
        public_id=new_public_id(),
        cause="x",
        kind="x",
        to="a@example.com",
        subject=words,
        text="",
        next_try_at=now,
    )
    values = {
        **NOT_IDS,
        "studio_id": owner.studio.public_id,
        "gallery_id": gallery.public_id,
        "photo_id": photo.public_id,
        "section_id": photo.section.public_id if photo.section else "",
        "file_id": make_finished_file(gallery=gallery, handover=handover, original_name=words).public_id,
        "contact_id": contact.public_id,
        "visitor_id": visitor.public_id,
        "comment_id": Comment.objects.create(photo=photo, visitor=visitor, text=words).public_id,
        "member_id": owner.public_id,
        "invite_id": invite.public_id,
        "watermark_id": make_watermark(studio=owner.studio, name=words).public_id,
        "preset_id": Preset.objects.create(studio=owner.studio, name=words).public_id,
        "token_id": create_token(owner, by=owner)[0].public_id,
        "upload_id": upload.public_id,
        "message_id": message.public_id,
        "job_id": str(Job.objects.create(task="x", due_at=now).pk),
        "list_id": favourite_list.public_id,
        "share": share_list(favourite_list),
        "selection_id": Selection.objects.create(
            gallery=gallery, favourite_list=favourite_list, number=1, version=1, count=1, currency="EUR", total=0
        ).public_id,
        "secret": make_invitation(gallery=gallery, contact=contact).secret,
    }
    return World(owner, gallery, values)


def signed_in(member: Member) -> Client:
    """A browser in which this member is signed in."""
    client = Client()
    client.force_login(member.user)
    return client
