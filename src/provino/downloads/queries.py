"""What was taken away, for the photographer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from provino.downloads.models import Download
from provino.galleries.models import Gallery, Invitation
from provino.handover.models import FinishedFile
from provino.visitors.models import Visitor


@dataclass(frozen=True, slots=True)
class Taken:
    """How far one client has got: files of the hand-over that arrived whole, out of how many."""

    invitation: Invitation
    files: int
    of: int
    last_at: datetime | None

    @property
    def is_complete(self) -> bool:
        return bool(self.of) and self.files >= self.of


def downloads_of(gallery: Gallery) -> list[Download]:
    """All downloads of which bytes were sent, the newest first, with their visitors."""
    rows = Download.objects.filter(gallery=gallery, bytes_sent__gt=0).select_related("visitor__contact")
    return list(rows.order_by("-pk"))


def taken_per_client(
    invitations: Sequence[Invitation], published: Sequence[FinishedFile], downloads: Sequence[Download]
) -> list[Taken]:
    """For each invited client how many of the published files have arrived whole, alone or in a ZIP."""
    wanted = {file.public_id for file in published}
    result = []
    for invitation in invitations:
        own = [row for row in downloads if row.visitor and _is(row.visitor, invitation)]
        whole = {file_id for row in own if row.finished_at for file_id in row.file_ids}
        last = max((row.finished_at or row.started_at for row in own), default=None)
        result.append(Taken(invitation=invitation, files=len(whole & wanted), of=len(wanted), last_at=last))
    return result


def _is(visitor: Visitor, invitation: Invitation) -> bool:
    return visitor.proven_at is not None and visitor.contact_id == invitation.contact_id
