"""What the machine is doing: the queue, and what failed, with a way to try again."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from provino.galleries.models import Gallery, Photo, PictureState
from provino.galleries.photos import retry_photos
from provino.galleries.queries import failed_photos
from provino.galleries.reasons import reason_words
from provino.handover.files import retry_files
from provino.handover.models import FinishedFile
from provino.jobs.errors import NotFailedError
from provino.jobs.models import Job
from provino.jobs.queries import overview
from provino.jobs.queue import retry_job
from provino.lib.errors import NotAllowedError, NotFoundError
from provino.mail.errors import MailError
from provino.mail.models import Message, MessageState
from provino.mail.outbox import GIVEN_UP, send_again
from provino.mail.words import state_words, trouble_words
from provino.studios.audit import record_change
from provino.studios.members import is_operator
from provino.web.shared.access import MemberRequest, owner_required

_SHOWN = 50
_ALIVE = {"deleted_at__isnull": True, "gallery__deleted_at__isnull": True}


def require_operator(request: MemberRequest) -> None:
    """The queue belongs to the whole installation: its operator sees it, and the owner where there is but one studio.

    Raises NotAllowedError.
    """
    if not is_operator(request.member):
        raise NotAllowedError


@require_GET
@owner_required
def operator_page(request: MemberRequest) -> HttpResponse:
    """Queue and failures of jobs, mails and pictures."""
    require_operator(request)
    troubled = Message.objects.exclude(state=MessageState.SENT).exclude(trouble="", state=MessageState.QUEUED)
    mails = [
        (mail, state_words(mail), trouble_words(mail)) for mail in troubled.order_by("-created_at", "-id")[:_SHOWN]
    ]
    waiting = [model.objects.filter(state=PictureState.PENDING, **_ALIVE).count() for model in (Photo, FinishedFile)]
    context = {
        "queue": overview(failures=_SHOWN),
        "mails": mails,
        "given_up": GIVEN_UP,
        "pictures": _failed_pictures(),
        "waiting_pictures": sum(waiting),
        "section": "operator",
    }
    return render(request, "dashboard/operator.html", context)


def _failed_pictures() -> list[tuple[Photo | FinishedFile, str]]:
    """Photos and finished files; those of one gallery together, for they are tried again together."""
    failed = [
        picture
        for model in (Photo, FinishedFile)
        for picture in model.objects.filter(state=PictureState.FAILED, **_ALIVE)
        .select_related("gallery")
        .order_by("-gallery_id", "-id")[:_SHOWN]
    ]
    failed.sort(key=lambda picture: -picture.gallery_id)
    return [(picture, reason_words(picture.reason)) for picture in failed[:_SHOWN]]


@require_POST
@owner_required
def try_job_again(request: MemberRequest, job_id: int) -> HttpResponse:
    """Put one failed job back into the queue."""
    require_operator(request)
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise NotFoundError
    try:
        retry_job(job, by=request.member)
    except NotFailedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It will be tried again in a moment."))
    return redirect("dashboard:operator")


@require_POST
@owner_required
def send_mail_again(request: MemberRequest, message_id: str) -> HttpResponse:
    """Put one mail that was given up back into the outbox."""
    require_operator(request)
    message = Message.objects.filter(public_id=message_id).first() if message_id.isalnum() else None
    if message is None:
        raise NotFoundError
    # An operator also sees mails of other studios; to whom those went is nothing for the record of this one.
    told = {"to": message.to} if message.allowance == request.member.studio.public_id else {}
    try:
        with transaction.atomic():
            send_again(message)
            record_change(request.member, action="message.sent-again", target=message, after=told)
    except MailError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is sent again in a moment."))
    return redirect("dashboard:operator")


@require_POST
@owner_required
def try_pictures_again(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Render the failed photos and finished files of a gallery once more."""
    require_operator(request)
    found = Gallery.objects.filter(public_id=gallery_id, deleted_at__isnull=True) if gallery_id.isalnum() else None
    gallery = found.first() if found is not None else None
    if gallery is None:
        raise NotFoundError
    failed = [photo.public_id for photo in failed_photos(gallery)]
    with transaction.atomic():
        count = retry_photos(gallery, photos=failed, by=request.member) if failed else 0
        count += retry_files(gallery, by=request.member)
    words = ngettext("%(count)d photo is tried again.", "%(count)d photos are tried again.", count)
    messages.success(request, words % {"count": count})
    return redirect("dashboard:operator")
