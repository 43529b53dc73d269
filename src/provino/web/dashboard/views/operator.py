"""What the machine is doing: the queue, and what failed, with a way to try again."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from provino.galleries.models import Gallery, Photo, PictureState
from provino.galleries.photos import retry_photos
from provino.galleries.reasons import reason_words
from provino.jobs.errors import NotFailedError
from provino.jobs.models import Job
from provino.jobs.queries import overview
from provino.jobs.queue import retry_job
from provino.lib.errors import NotAllowedError, NotFoundError
from provino.mail.models import Message, MessageState
from provino.mail.words import state_words, trouble_words
from provino.studios.models import Studio
from provino.web.shared.access import MemberRequest, owner_required

_SHOWN = 50


def require_operator(request: MemberRequest) -> None:
    """The queue belongs to the whole installation: its operator sees it, and the owner where there is but one studio.

    Raises NotAllowedError.
    """
    if not request.member.user.is_superuser and Studio.objects.count() > 1:
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
    failed = Photo.objects.filter(state=PictureState.FAILED, deleted_at__isnull=True, gallery__deleted_at__isnull=True)
    pictures = [
        (photo, reason_words(photo.reason)) for photo in failed.select_related("gallery").order_by("-id")[:_SHOWN]
    ]
    waiting = Photo.objects.filter(deleted_at__isnull=True).values_list("state").annotate(number=Count("id"))
    context = {
        "queue": overview(failures=_SHOWN),
        "mails": mails,
        "pictures": pictures,
        "waiting_pictures": dict(waiting).get(PictureState.PENDING, 0),
        "section": "operator",
    }
    return render(request, "dashboard/operator.html", context)


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
def try_pictures_again(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Render the failed photos of a gallery once more."""
    require_operator(request)
    gallery = Gallery.objects.filter(public_id=gallery_id, deleted_at__isnull=True).first()
    if gallery is None:
        raise NotFoundError
    failed = list(
        gallery.photos.filter(state=PictureState.FAILED, deleted_at__isnull=True).values_list("public_id", flat=True)
    )
    count = retry_photos(gallery, photos=failed) if failed else 0
    words = ngettext("%(count)d photo is tried again.", "%(count)d photos are tried again.", count)
    messages.success(request, words % {"count": count})
    return redirect("dashboard:operator")
