"""`provino demo`: fills an empty data folder with a studio, three jobs, their clients and what those did."""

import hashlib
import os
import shutil
import zlib
from datetime import timedelta
from pathlib import Path

import click
from django.conf import settings
from django.db.models import F
from django.utils import timezone

from provino.cli.demo_story import JOBS, OWNER_EMAIL, OWNER_PASSWORD, STUDIO, Job
from provino.cli.output import CommandError, emit
from provino.cli.prepare import bring_up_to_date
from provino.downloads.downloads import archive_download_url
from provino.downloads.models import Download
from provino.galleries.clients import client_from
from provino.galleries.files import original_key, rendition_key, storage
from provino.galleries.galleries import create_gallery, set_cover
from provino.galleries.invitations import Recipient, client_invitations, send_gallery
from provino.galleries.models import Gallery, Invitation, InvitationRole, Photo, Sending
from provino.handover.files import published_files
from provino.handover.models import FinishedFile, Folder, Handover
from provino.handover.publishing import hand_over
from provino.ingest.arrivals import ArrivedFile, add_finished_file, add_photo
from provino.ingest.models import UploadFolder
from provino.ingest.pictures import run_waiting_pictures
from provino.lib.public_ids import new_secret
from provino.lib.signatures import CLIENT
from provino.mail.models import Message, MessageState
from provino.proofing.comments import add_comment, reply_as_member
from provino.proofing.favourites import add_favourite, set_note
from provino.proofing.lists import main_list, make_list
from provino.proofing.models import Comment, Favourite, Selection
from provino.proofing.packages import set_package
from provino.proofing.selections import price_of, submit_selection
from provino.studios.models import Member, Studio
from provino.studios.studios import create_studio
from provino.visitors.devices import arrive
from provino.visitors.identities import identify
from provino.visitors.models import Activity, Visitor
from provino.visitors.views import record_view


@click.command("demo")
@click.option("--photos", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def demo(photos: Path) -> int:
    """Make the demo studio in an empty data folder; leaves a folder that has a studio as it is."""
    if not settings.PROVINO_DEMO:
        raise CommandError("not-demo", "Set PROVINO_DEMO=1: the demo's sign-in is no secret.")
    bring_up_to_date()
    sign_in = {"email": OWNER_EMAIL, "password": OWNER_PASSWORD}
    if not Studio.objects.exists():
        owner = _studio()
        for job in JOBS:
            _tell(job, photos=photos, by=owner)
    address = f"http://127.0.0.1:{settings.PROVINO_PORT}"
    emit(
        {"url": address, "mailbox": f"{address}/dev/mail", **sign_in, "galleries": _galleries()},
        f"Demo studio {STUDIO}\n  Sign in     {OWNER_EMAIL}   {OWNER_PASSWORD}\n"
        f"  Dashboard   {address}/\n  Mailbox     {address}/dev/mail   (no mail leaves this machine)\n"
        + "\n".join(
            f"  {gallery.title:<20}{address}/g/{gallery.public_id}/" for gallery in Gallery.objects.order_by("pk")
        ),
    )
    return 0


def _galleries() -> list[dict[str, str]]:
    invitations = (
        Invitation.objects.filter(role=InvitationRole.CLIENT).select_related("gallery").order_by("gallery__pk")
    )
    return [{"id": row.gallery.public_id, "title": row.gallery.title, "secret": row.secret} for row in invitations]


def _studio() -> Member:
    studio = create_studio(
        name=STUDIO,
        owner_email=OWNER_EMAIL,
        owner_name="Maria Wójcik",
        password=OWNER_PASSWORD,
        currency="PLN",
        time_zone="Europe/Warsaw",
        language="en",
    )
    return studio.members.select_related("studio", "user").get()


def _tell(job: Job, *, photos: Path, by: Member) -> None:
    gallery = _gallery(job, by=by)
    shots = _shots(job, gallery, photos=photos)
    set_cover(shots[job.cover], focal_x=job.focal[0], focal_y=job.focal[1], by=by)
    gallery.refresh_from_db()
    if job.terms:
        set_package(gallery, terms=job.terms, by=by)
    send_gallery(gallery, recipients=[Recipient(email=job.client[1], name=job.client[0])], by=by)
    shots = _in_story_order(job, gallery)  # of a gallery that is open now
    if job.chosen:
        _client_chooses(job, gallery, shots, by=by)
    if job.guest_chosen:
        _guest_chooses(job, gallery, shots)
    if job.finished:
        _finish(job, gallery, [shots[number] for number in job.finished], by=by)
    _move_into_the_past(gallery, days=job.days)


def _gallery(job: Job, *, by: Member) -> Gallery:
    today = timezone.localdate()
    client = client_from(by.studio, name=job.client[0], email=job.client[1], by=by)
    return create_gallery(
        by.studio,
        by=by,
        title=job.title,
        subtitle=job.subtitle,
        language=job.language,
        client=client,
        date=today - timedelta(days=job.days + 12),
        choosing_deadline=today + timedelta(days=job.deadline_in) if job.deadline_in else None,
        several_lists_on=bool(job.lists),
    )


def _shots(job: Job, gallery: Gallery, *, photos: Path) -> list[Photo]:
    for shot in job.shots:
        name = Path(shot.file).name
        path = f"{shot.section}/{name}" if shot.section else name
        _arrive(photos / shot.file, path, gallery=gallery, folder=UploadFolder.PHOTOS)
    run_waiting_pictures()
    return _in_story_order(job, gallery)


def _in_story_order(job: Job, gallery: Gallery) -> list[Photo]:
    by_name = {photo.original_name: photo for photo in gallery.photos.select_related("gallery__studio")}
    return [by_name[Path(shot.file).name] for shot in job.shots]


def _arrive(source: Path, relative_path: str, *, gallery: Gallery, folder: UploadFolder) -> None:
    settings.PROVINO_INCOMING.mkdir(parents=True, exist_ok=True)
    copy = settings.PROVINO_INCOMING / f"demo-{os.urandom(6).hex()}"
    shutil.copyfile(source, copy)
    content = copy.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    file = ArrivedFile(copy, relative_path, digest, zlib.crc32(content), len(content))
    if folder == UploadFolder.PHOTOS:
        add_photo(gallery, file=file)
    else:
        add_finished_file(gallery, file=file, folder=folder)
    copy.unlink(missing_ok=True)


def _client_chooses(job: Job, gallery: Gallery, shots: list[Photo], *, by: Member) -> None:
    invitation = client_invitations(gallery)[0]
    visitor = _visitor(gallery, invitation=invitation, language=job.language)
    for number in job.chosen:
        add_favourite(visitor, photo=shots[number])
    for number, note in job.notes.items():
        set_note(visitor, photo=shots[number], note=note)
    for name, numbers in job.lists.items():
        make_list(visitor, name=name, photos={shots[number].public_id: "" for number in numbers})
    for said in job.said:
        comment = add_comment(visitor, photo=shots[said.photo], text=said.text, pin=said.pin)
        if said.answer:
            reply_as_member(comment, text=said.answer, by=by)
    if job.submitted is not None:
        price = price_of(main_list(visitor), visitor=visitor)
        submit_selection(main_list(visitor), message=job.submitted, seen=(price.count, price.total))


def _guest_chooses(job: Job, gallery: Gallery, shots: list[Photo]) -> None:
    visitor = _visitor(gallery, invitation=None, language=job.language)
    visitor = identify(visitor, email=job.guest[1], name=job.guest[0])
    for number in job.guest_chosen:
        add_favourite(visitor, photo=shots[number])


def _visitor(gallery: Gallery, *, invitation: Invitation | None, language: str) -> Visitor:
    secret = new_secret()
    visitor, _is_new = arrive(gallery, invitation=invitation, secret=secret, browser="Safari", language=language)
    record_view(visitor)
    return visitor


def _finish(job: Job, gallery: Gallery, shots: list[Photo], *, by: Member) -> None:
    """Hand over the first finished files, and leave one more waiting."""
    for shot in shots:
        original = storage().path(original_key(gallery, shot.sha256))
        view = storage().path(rendition_key(gallery, shot.public_id, shot.renditions["view"][0], "jpg"))
        _arrive(original, f"{shot.stem}.jpg", gallery=gallery, folder=UploadFolder.FULL)
        _arrive(view, f"{shot.stem}_web.jpg", gallery=gallery, folder=UploadFolder.WEB)
    run_waiting_pictures()
    hand_over(gallery, by=by)
    _client_downloads(gallery)


def _client_downloads(gallery: Gallery) -> None:
    """The client has taken the web version whole, and broke off on the large files."""
    visitor = gallery.visitors.filter(proven_at__isnull=False).get()
    for folder, share in ((Folder.WEB, 1.0), (Folder.FULL, 0.4)):
        files = list(published_files(gallery).filter(folder=folder))
        archive_download_url(gallery, files, name=f"{gallery.title} {folder}", visitor=visitor, visitor_class=CLIENT)
        download = Download.objects.latest("pk")
        download.bytes_sent = int(download.bytes_expected * share)
        download.finished_at = timezone.now() if share == 1 else None
        download.save(update_fields=["bytes_sent", "finished_at"])


def _move_into_the_past(gallery: Gallery, *, days: int) -> None:
    """Everything happened just now; spread it over the last days so that the pages have something to say."""
    ago = timedelta(days=days)
    Gallery.objects.filter(pk=gallery.pk).update(created_at=F("created_at") - ago, sent_at=F("sent_at") - ago)
    Photo.objects.filter(gallery=gallery).update(created_at=F("created_at") - ago)
    sent = Sending.objects.filter(invitation__gallery=gallery)
    Message.objects.filter(pk__in=sent.values("message")).update(
        created_at=F("created_at") - ago, sent_at=timezone.now() - ago, state=MessageState.SENT
    )
    sent.update(created_at=F("created_at") - ago)
    looked = ago * 2 / 3
    Invitation.objects.filter(gallery=gallery, opened_at__isnull=False).update(opened_at=F("opened_at") - looked)
    Visitor.objects.filter(gallery=gallery).update(
        first_seen_at=F("first_seen_at") - looked, last_seen_at=F("last_seen_at") - looked / 4
    )
    for activity in Activity.objects.filter(gallery=gallery).order_by("pk"):
        looked = looked * 9 / 10
        Activity.objects.filter(pk=activity.pk).update(at=F("at") - looked)
    Favourite.objects.filter(photo__gallery=gallery).update(created_at=F("created_at") - ago / 2)
    Selection.objects.filter(gallery=gallery).update(submitted_at=F("submitted_at") - ago / 2)
    Comment.objects.filter(photo__gallery=gallery).update(created_at=F("created_at") - ago / 3)
    FinishedFile.objects.filter(gallery=gallery, folder__in=Folder.values).update(created_at=F("created_at") - ago / 4)
    Handover.objects.filter(gallery=gallery).update(published_at=F("published_at") - ago / 4)
