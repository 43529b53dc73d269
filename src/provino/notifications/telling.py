"""Telling what is new: at most one mail a topic and gallery, after some quiet, each thing once."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from provino.galleries.models import Gallery
from provino.jobs.tasks import every
from provino.mail.errors import MailError, TooManyToAddressError
from provino.notifications.emails import (
    client_viewed,
    comment_replied,
    comments_added,
    favourites_added,
    handover_downloaded,
    reopen_asked,
    selection_submitted,
)
from provino.notifications.models import Digest, Topic
from provino.notifications.news import first_download, new_comments, new_favourites, new_replies, new_selections
from provino.notifications.reading import read_news
from provino.studios.models import Member, Role
from provino.visitors.queries import client_view

QUIET = {
    Topic.VIEWED: timedelta(),
    Topic.FAVOURITES: timedelta(minutes=30),
    Topic.COMMENTS: timedelta(minutes=10),
    Topic.DOWNLOADED: timedelta(),
    Topic.REPLIES: timedelta(minutes=5),
    Topic.SELECTIONS: timedelta(),
}

_SOMEBODY, _CLIENT = 1, 2  # what `told_until` means for Topic.VIEWED

logger = logging.getLogger(__name__)


@every(minutes=1)
def tell_news_task() -> None:
    """Read what happened, tell what is ripe."""
    read_news()
    tell_news()


def tell_news() -> None:
    """Tell every topic that has been quiet for its time."""
    now = timezone.now()
    for topic, quiet in QUIET.items():
        due = Digest.objects.filter(is_waiting=True, topic=topic, latest_at__lte=now - quiet)
        for digest_id in due.values_list("pk", flat=True):
            try:
                _tell(digest_id)
            except MailError as refusal:  # the studio's allowance is used up: it stays waiting
                logger.warning("news not told: %s", refusal.code)


@transaction.atomic
def _tell(digest_id: int) -> None:
    digest = Digest.objects.select_for_update().filter(pk=digest_id, is_waiting=True).first()
    if digest is None:
        return
    gallery = Gallery.objects.select_related("studio").get(pk=digest.gallery_id)
    if gallery.deleted_at is None:
        digest.told_until = _TELL[Topic(digest.topic)](gallery, digest.told_until)
    digest.is_waiting = False
    digest.save(update_fields=["told_until", "is_waiting"])


def _owners(gallery: Gallery) -> list[Member]:
    owners = Member.objects.filter(studio=gallery.studio_id, role=Role.OWNER, user__is_active=True)
    return list(owners.select_related("user", "studio").order_by("pk"))


def _tell_viewed(gallery: Gallery, told: int) -> int:
    view = client_view(gallery)
    now = 0 if view is None else _CLIENT if view.is_client else _SOMEBODY
    if view is None or now <= told:
        return told
    for member in _owners(gallery):
        client_viewed(gallery, member=member, view=view, cause=f"viewed:{gallery.pk}:{now}")
    return now


def _tell_favourites(gallery: Gallery, told: int) -> int:
    news, last = new_favourites(gallery, after=told)
    for member in _owners(gallery) if news else []:
        favourites_added(gallery, member=member, news=news, cause=f"favourites:{gallery.pk}:{told}")
    return last


def _tell_comments(gallery: Gallery, told: int) -> int:
    comments = new_comments(gallery, after=told)
    for member in _owners(gallery) if comments else []:
        comments_added(gallery, member=member, comments=comments, cause=f"comments:{gallery.pk}:{told}")
    return comments[-1].pk if comments else told


def _tell_downloaded(gallery: Gallery, told: int) -> int:
    download = first_download(gallery)
    if download is None or told:
        return told
    for member in _owners(gallery):
        handover_downloaded(gallery, member=member, download=download, cause=f"downloaded:{gallery.pk}")
    return download.pk


def _tell_replies(gallery: Gallery, told: int) -> int:
    last = told
    for news in new_replies(gallery, after=told):
        try:
            comment_replied(gallery, news=news, cause=f"replies:{news.visitor.pk}:{told}")
        except TooManyToAddressError:
            logger.info("a visitor was written often enough today")  # the answer stands in the gallery
        last = max(last, news.replies[-1].pk)
    return last


def _tell_selections(gallery: Gallery, told: int) -> int:
    news = new_selections(gallery, after=told)
    for one in news:
        write = selection_submitted if one.is_new else reopen_asked
        for member in _owners(gallery):
            write(gallery, member=member, selection=one.selection, cause=f"selections:{one.activity}")
    return max((one.activity for one in news), default=told)


_TELL = {
    Topic.VIEWED: _tell_viewed,
    Topic.FAVOURITES: _tell_favourites,
    Topic.COMMENTS: _tell_comments,
    Topic.DOWNLOADED: _tell_downloaded,
    Topic.REPLIES: _tell_replies,
    Topic.SELECTIONS: _tell_selections,
}
