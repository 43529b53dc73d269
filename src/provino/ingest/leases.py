"""Who renders which picture: a row is held by a lease; who dies loses it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from provino.galleries.models import Photo, PictureState
from provino.handover.models import FinishedFile
from provino.ingest.arrivals import Picture
from provino.jobs.tasks import every
from provino.lib.processes import is_dead

# What rendering asks of a picture, its gallery and its studio.
_COLUMNS = (
    "public_id",
    "sha256",
    "attempts",
    "outdated",
    "state",
    "gallery__public_id",
    "gallery__studio__public_id",
    "gallery__studio__keep_location",
)
# Proofs first: a client may be waiting for them.
MODELS: tuple[type[Photo] | type[FinishedFile], ...] = (Photo, FinishedFile)


def picture_waits() -> bool:
    """Whether a picture is free to be taken; a plain and cheap read for idle workers."""
    wanted = Q(state=PictureState.PENDING) | Q(outdated=True, state=PictureState.READY)
    return any(_waiting(model, wanted, now=timezone.now()).exists() for model in MODELS)


def claim_picture(*, owner: str) -> Picture | None:
    """Take the picture that has waited longest, new ones before those to be rendered again; None when none waits."""
    for wanted in (Q(state=PictureState.PENDING), Q(outdated=True, state=PictureState.READY)):
        for model in MODELS:
            picture = _claim(model, wanted, owner=owner)
            if picture is not None:
                return picture
    return None


def held(picture: Picture) -> "QuerySet[Photo] | QuerySet[FinishedFile]":
    """The row, if the claim that `picture` stands for still holds it."""
    rows = type(picture).objects.filter(pk=picture.pk, leased_by=picture.leased_by)
    return rows.filter(leased_until=picture.leased_until)


def release_dead_pictures() -> int:
    """Let go of what this machine's dead workers held; returns how many."""
    count = 0
    for model in MODELS:
        leased = model.objects.exclude(leased_by="").filter(Q(state=PictureState.PENDING) | Q(outdated=True))
        dead = [owner for owner in leased.values_list("leased_by", flat=True).distinct() if is_dead(owner)]
        count += leased.filter(leased_by__in=dead).update(leased_by="", leased_until=None)
    return count


@every(minutes=1)
def release_dead_pictures_task() -> None:
    """See `release_dead_pictures`."""
    release_dead_pictures()


def _claim(model: type[Photo] | type[FinishedFile], wanted: Q, *, owner: str) -> Picture | None:
    while True:
        now = timezone.now()
        waiting = _waiting(model, wanted, now=now)
        picture = waiting.select_related("gallery__studio").only(*_COLUMNS).order_by("id").first()
        if picture is None:
            return None
        until = now + timedelta(seconds=3 * settings.PROVINO_DECODE_SECONDS)
        # Compare and set: of two workers that saw the row free one changes it, and only as both have seen it.
        seen = waiting.filter(pk=picture.pk, attempts=picture.attempts, outdated=picture.outdated)
        if seen.update(leased_by=owner, leased_until=until):
            picture.leased_by, picture.leased_until = owner, until
            return picture


def _waiting(
    model: type[Photo] | type[FinishedFile], wanted: Q, *, now: datetime
) -> "QuerySet[Photo] | QuerySet[FinishedFile]":
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return model.objects.filter(wanted, free, deleted_at__isnull=True)
