"""Who may take which file: asked here by every door, for pages, for links and for bytes."""

from dataclasses import dataclass
from typing import Literal

from provino.galleries.models import Gallery
from provino.handover.files import published_files
from provino.lib.signatures import CLIENT, MEMBER, VisitorClass

Why = Literal["", "not-the-client", "nothing-handed-over"]


@dataclass(frozen=True, slots=True)
class DownloadRight:
    """The answer: may these finished files be taken, and if not, why."""

    allowed: bool
    why: Why = ""


def handover_right(gallery: Gallery, *, visitor_class: VisitorClass) -> DownloadRight:
    """Whether a visitor of this class may take the handed-over files.

    The client by a personal link, and members; a guest with the plain link may not. The gate has let them in before.
    """
    if visitor_class not in (CLIENT, MEMBER):
        return DownloadRight(allowed=False, why="not-the-client")
    if not published_files(gallery).exists():
        return DownloadRight(allowed=False, why="nothing-handed-over")
    return DownloadRight(allowed=True)
