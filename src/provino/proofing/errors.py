"""What choosing and commenting can be refused for; each message is ready for the visitor or the member."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import NotFoundError, ProvinoError


class ProofingError(ProvinoError):
    """The base of this package's refusals."""


class GalleryShutError(ProofingError):
    """The gallery is a draft, closed or past its last day."""

    code = "gallery-shut"
    message = _("This gallery is closed. Ask your photographer to open it again.")


class ChoosingOffError(ProofingError):
    """The photographer switched favourites off."""

    code = "choosing-off"
    message = _("Your photographer has switched off choosing in this gallery.")


class ChoosingEndedError(ProofingError):
    """The deadline for choosing has passed; the message names the day."""

    code = "choosing-ended"
    message = _("The time for choosing is over. Ask your photographer for more.")


class CommentsOffError(ProofingError):
    """The photographer switched comments off."""

    code = "comments-off"
    message = _("Your photographer has switched off comments in this gallery.")


class CommentEmptyError(ProofingError):
    """Nothing but white space."""

    code = "comment-empty"
    message = _("Write something first.")


class CommentTooLongError(ProofingError):
    """More than 4,000 characters."""

    code = "comment-too-long"
    message = _("This is too long: a comment may have 4,000 characters.")


class CommentAnsweredError(ProofingError):
    """The photographer has answered, so the comment stays."""

    code = "comment-answered"
    message = _("Your photographer has already answered, so this comment stays.")


class CommentGoneError(NotFoundError):
    """No such comment, or not this person's."""

    code = "comment-gone"
    message = _("This comment is gone.")
