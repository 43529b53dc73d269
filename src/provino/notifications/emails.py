"""What members and visitors are written about a gallery's news. One function a message."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext, ngettext, pgettext

from provino.galleries.links import gallery_url, personal_url
from provino.galleries.models import Gallery, Photo, PhotoLabel, PhotoQuerySet
from provino.lib.money import money
from provino.mail.models import Message
from provino.mail.outbox import queue_message
from provino.notifications.news import NewFavourites, NewReplies
from provino.proofing.models import Comment, Selection
from provino.proofing.queries import pin_numbers_beside
from provino.studios.letterhead import letterhead
from provino.studios.models import Member
from provino.visitors.models import Activity, Visitor
from provino.visitors.queries import ClientView, visitor_name

_MOST_COMMENTS = 20


def client_viewed(gallery: Gallery, *, member: Member, view: ClientView, cause: str) -> Message:
    """The client, or somebody, looked for the first time."""
    with translation.override(_language(member)), timezone.override(member.studio.time_zone):
        values = {"title": gallery.title, "who": view.by, "moment": _moment(view)}
        if view.is_client:
            subject = gettext("%(title)s: the client has viewed the gallery") % values
            words = gettext("%(who)s opened the gallery for the first time: %(moment)s.") % values
        else:
            subject = gettext("%(title)s: somebody has viewed the gallery") % values
            words = (
                gettext("The gallery was opened for the first time, not by the client’s own link: %(moment)s.") % values
            )
        return _to_member("client_viewed", gallery, member=member, cause=cause, subject=subject, paragraphs=[words])


def favourites_added(gallery: Gallery, *, member: Member, news: Sequence[NewFavourites], cause: str) -> Message:
    """Who chose how many photos, collected."""
    with translation.override(_language(member)):
        count = sum(one.added for one in news)
        subject = ngettext("%(title)s: %(count)s new chosen photo", "%(title)s: %(count)s new chosen photos", count) % {
            "title": gallery.title,
            "count": count,
        }
        paragraphs = [
            ngettext(
                "%(who)s chose %(added)s photo, %(total)s in all.",
                "%(who)s chose %(added)s photos, %(total)s in all.",
                one.added,
            )
            % {"who": _name(one.visitor), "added": one.added, "total": one.total}
            for one in news
        ]
        return _to_member(
            "favourites_added", gallery, member=member, cause=cause, subject=subject, paragraphs=paragraphs
        )


def comments_added(gallery: Gallery, *, member: Member, comments: Sequence[Comment], cause: str) -> Message:
    """What visitors wrote, collected."""
    with translation.override(_language(member)):
        count = len(comments)
        subject = ngettext("%(title)s: %(count)s new comment", "%(title)s: %(count)s new comments", count) % {
            "title": gallery.title,
            "count": count,
        }
        told = comments[:_MOST_COMMENTS]
        points = pin_numbers_beside(told)
        paragraphs = [
            f"{_name(comment.visitor)}, {_spot(comment.photo.original_name, points.get(comment.pk))}:\n{comment.text}"
            for comment in told
            if comment.visitor
        ]
        rest = count - len(paragraphs)
        if rest > 0:
            paragraphs.append(ngettext("And %(rest)s more.", "And %(rest)s more.", rest) % {"rest": rest})
        return _to_member("comments_added", gallery, member=member, cause=cause, subject=subject, paragraphs=paragraphs)


def selection_submitted(gallery: Gallery, *, member: Member, selection: Selection, cause: str) -> Message:
    """A client has sent what they chose."""
    with translation.override(_language(member)):
        values = {
            "title": gallery.title,
            "who": _name(selection.favourite_list.visitor),
            "number": selection.number,
            "count": selection.count,
        }
        subject = ngettext(
            "%(title)s: selection no. %(number)d, %(count)d photo",
            "%(title)s: selection no. %(number)d, %(count)d photos",
            selection.count,
        )
        words = ngettext(
            "%(who)s has sent selection no. %(number)d with %(count)d photo.",
            "%(who)s has sent selection no. %(number)d with %(count)d photos.",
            selection.count,
        )
        paragraphs = [words % values]
        if selection.total:
            total = money(selection.total, selection.currency)
            paragraphs.append(gettext("Beyond the package: %(total)s.") % {"total": total})
        if selection.message:
            paragraphs.append(selection.message)
        return _to_member(
            "selection_submitted",
            gallery,
            member=member,
            cause=cause,
            subject=subject % values,
            paragraphs=paragraphs,
            page=f"selections/{selection.public_id}",
        )


def reopen_asked(gallery: Gallery, *, member: Member, selection: Selection, cause: str) -> Message:
    """A client wants to change what they sent."""
    with translation.override(_language(member)):
        values = {
            "title": gallery.title,
            "who": _name(selection.favourite_list.visitor),
            "number": selection.number,
        }
        paragraphs = [gettext("%(who)s would like to change selection no. %(number)d.") % values]
        if selection.reopen_reason:
            paragraphs.append(selection.reopen_reason)
        paragraphs.append(gettext("Open it again on its page, if you agree."))
        return _to_member(
            "reopen_asked",
            gallery,
            member=member,
            cause=cause,
            subject=gettext("%(title)s: a client asks to change selection no. %(number)d") % values,
            paragraphs=paragraphs,
            page=f"selections/{selection.public_id}",
        )


def handover_downloaded(gallery: Gallery, *, member: Member, download: Activity, cause: str) -> Message:
    """The first file or ZIP of the hand-over arrived whole."""
    with translation.override(_language(member)):
        values = {
            "title": gallery.title,
            "who": _name(download.visitor),
            "what": str(download.detail.get("what", "")),
        }
        return _to_member(
            "handover_downloaded",
            gallery,
            member=member,
            cause=cause,
            subject=gettext("%(title)s: the finished photos are being downloaded") % values,
            paragraphs=[gettext("%(who)s has downloaded %(what)s, whole and complete.") % values],
            page="handover",
        )


def comment_replied(gallery: Gallery, *, news: NewReplies, cause: str) -> Message | None:
    """The studio's answers to one visitor, in the gallery's language; None when we know no address.

    What the visitor wrote is not repeated: an address that nobody proved must not carry a stranger's words.
    """
    visitor = news.visitor
    to = visitor.contact.email_as_typed if visitor.contact else visitor.email
    if not to:
        return None
    invitation = visitor.invitation
    is_open = invitation is not None and invitation.revoked_at is None
    if invitation is not None:
        invitation.gallery = gallery
    paper = letterhead(gallery.studio)
    with translation.override(gallery.language):
        context = {
            **paper.context,
            "subject": gettext("%(title)s: an answer to your comment") % {"title": gallery.title},
            "title": gallery.title,
            "paragraphs": [
                gettext("You wrote a comment, and here is the answer:"),
                *_answers(gallery, news.replies),
            ],
            "button": gettext("View the gallery"),
            "url": personal_url(invitation) if invitation and is_open else gallery_url(gallery),
        }
    return queue_message(
        cause=cause,
        kind="comment_replied",
        to=to,
        to_name=_name(visitor),
        language=gallery.language,
        sender_name=paper.sender_name,
        reply_to=paper.reply_to,
        inline_images=paper.images,
        allowance=paper.allowance,
        context=context,
    )


def _answers(gallery: Gallery, replies: Sequence[Comment]) -> list[str]:
    """Each answer under its photo as the gallery calls it there: the file name stays the studio's where it is not shown."""
    points = pin_numbers_beside(reply.reply_to for reply in replies if reply.reply_to)
    shown = PhotoQuerySet(Photo).visible().filter(gallery=gallery).in_order(gallery.photo_order)
    places = {pk: place for place, pk in enumerate(shown.values_list("pk", flat=True), start=1)}
    answers = []
    for reply in replies:
        name = reply.photo.original_name
        if gallery.photo_label != PhotoLabel.FILENAME:
            place = places.get(reply.photo_id)
            name = gettext("Photo %(number)d") % {"number": place} if place else gettext("Photo")
        answers.append(f"{_spot(name, points.get(reply.reply_to_id or 0))}:\n{reply.text}")
    return answers


def _spot(photo: str, point: int | None) -> str:
    """A photo, and the number of the pin on it if there is one."""
    if point is None:
        return photo
    return gettext("%(photo)s, point %(number)d") % {"photo": photo, "number": point}


def _to_member(
    kind: str,
    gallery: Gallery,
    *,
    member: Member,
    cause: str,
    subject: str,
    paragraphs: Sequence[str],
    page: str = "orders",
) -> Message:
    paper = letterhead(member.studio)
    return queue_message(
        cause=f"{cause}:{member.pk}",
        kind=kind,
        to=member.user.email,
        to_name=member.user.name,
        language=_language(member),
        sender_name=paper.sender_name,
        inline_images=paper.images,
        context={
            **paper.context,
            "subject": subject,
            "title": gallery.title,
            "paragraphs": paragraphs,
            "button": gettext("Open the gallery"),
            "url": f"{settings.PROVINO_PUBLIC_URL}/galleries/{gallery.public_id}/{page}",
        },
    )


def _language(member: Member) -> str:
    known = dict(settings.LANGUAGES)
    return next(code for code in (member.user.language, member.studio.language, "en") if code in known)


def _name(visitor: Visitor) -> str:
    known = str(visitor.contact) if visitor.contact else ""
    return known or visitor_name(visitor)


def _moment(view: ClientView) -> str:
    local = timezone.localtime(view.viewed_at)
    return formats.date_format(local, pgettext("date format in Django's letters", "l j F Y, G:i"))
