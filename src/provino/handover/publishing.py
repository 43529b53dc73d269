"""Handing over: what lies in the folders becomes visible, and the client is told."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from provino.galleries.invitations import client_invitations
from provino.galleries.models import Gallery, Invitation, PictureState, Visibility
from provino.handover.emails import handover_mail
from provino.handover.errors import FilesNotReadyError, NobodyToTellError, NothingToHandOverError
from provino.handover.files import finished_files, published_files
from provino.handover.models import Handover, HandoverNotice
from provino.studios.audit import record_change
from provino.studios.models import Member


@dataclass(frozen=True, slots=True)
class HandoverState:
    """Where a gallery's hand-over stands, for the tab and the galleries list."""

    published: int
    waiting: int
    last: Handover | None

    @property
    def client_sees_something(self) -> bool:
        return self.published > 0


def handover_state(gallery: Gallery) -> HandoverState:
    """How many files the client sees, how many wait, and the last hand-over."""
    waiting = finished_files(gallery).filter(handover__isnull=True).exclude(state=PictureState.FAILED).count()
    last = gallery.handovers.order_by("-round").first()
    return HandoverState(published=published_files(gallery).count(), waiting=waiting, last=last)


@transaction.atomic
def hand_over(gallery: Gallery, *, by: Member, text: str = "") -> Handover:
    """Publish every waiting file as a new round and queue one mail a client; opens a gallery that was still a draft.

    Raises NothingToHandOverError, FilesNotReadyError while files are prepared, NobodyToTellError without a client.
    """
    locked = Gallery.objects.select_for_update().select_related("studio").get(pk=gallery.pk)
    waiting = finished_files(locked).filter(handover__isnull=True)
    if waiting.filter(state=PictureState.PENDING).exists():
        raise FilesNotReadyError
    ready = waiting.filter(state=PictureState.READY)
    if not ready.exists():
        raise NothingToHandOverError
    invitations = client_invitations(locked)
    if not invitations:
        raise NobodyToTellError
    last_round = locked.handovers.aggregate(last=Max("round"))["last"] or 0
    handover = Handover.objects.create(gallery=locked, round=last_round + 1, published_by=by)
    count = finished_files(locked).filter(pk__in=[file.pk for file in ready]).update(handover=handover)
    if locked.visibility == Visibility.DRAFT:
        Gallery.objects.filter(pk=locked.pk).update(
            visibility=Visibility.OPEN, sent_at=locked.sent_at or timezone.now()
        )
    for invitation in invitations:
        _tell(handover, invitation, text=text, by=by)
    record_change(by, action="handed-over", target=locked, after={"round": handover.round, "files": count})
    return handover


def _tell(handover: Handover, invitation: Invitation, *, text: str, by: Member) -> None:
    message = handover_mail(handover, invitation, text=text, reply_to=by.user.email)
    HandoverNotice.objects.create(handover=handover, invitation=invitation, message=message)
