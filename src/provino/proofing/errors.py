"""What choosing and commenting can be refused for; each message is ready for the visitor or the member."""

from django.utils.functional import Promise
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


class CommentResolvedError(ProofingError):
    """The photographer has marked it as done, so the comment stays."""

    code = "comment-resolved"
    message = _("Your photographer has already marked this as done, so this comment stays.")


class PinOutsideError(ProofingError):
    """The spot a comment points at lies beside the picture."""

    code = "pin-outside"
    message = _("Point at a spot on the photo.")


class CommentGoneError(NotFoundError):
    """No such comment, or not this person's."""

    code = "comment-gone"
    message = _("This comment is gone.")


class SelectionLockedError(ProofingError):
    """The list was submitted and not re-opened."""

    code = "selection-locked"
    message = _("You have submitted this selection. Ask your photographer to open it again, then you can change it.")


class TooManyChosenError(ProofingError):
    """One photo more than the package allows; the message says how many it allows."""

    code = "too-many-chosen"
    message = _("You cannot choose any more photos here.")


class AllNotOfferedError(ProofingError):
    """The package has no price for all photos."""

    code = "all-not-offered"
    message = _("Your photographer has no price for all photos here. Choose the ones you love.")


class AllChangedError(ProofingError):
    """All photos, or what they cost, are not what the person saw."""

    code = "all-changed"
    message = _("The photos or their price have changed meanwhile. Look once more, then take them all.")


class TooFewChosenError(ProofingError):
    """Fewer photos than the package asks for; the message says how many are missing."""

    code = "too-few-chosen"
    message = _("Please choose more photos first.")


class SumChangedError(ProofingError):
    """What is submitted is not what the person saw: photos came or went, or the price is another."""

    code = "sum-changed"
    message = _("Your selection has changed meanwhile. Look at it once more, then submit.")


class NotForGuestsError(ProofingError):
    """Submitting is for the client, not for guests of the client."""

    code = "not-for-guests"
    message = _("Only the person who ordered the photos can submit the selection.")


class NotSubmittedError(ProofingError):
    """Re-opening what is open."""

    code = "not-submitted"
    message = _("This selection is open already.")


class ListsOffError(ProofingError):
    """The photographer allows one list only."""

    code = "lists-off"
    message = _("In this gallery there is one list of favourites.")


class ListIdError(ProofingError):
    """What a browser calls its new list is no id, or another list's."""

    code = "list-id"
    message = _("This request was not made by our page. Reload it and try again.")


class ListNameMissingError(ProofingError):
    """A list without a name, or with one of more than 100 characters."""

    code = "list-name"
    message = _("Give the list a name of at most 100 characters.")


class ListNameTakenError(ProofingError):
    """This visitor has a list of that name."""

    code = "list-name-taken"
    message = _("You have a list with this name already.")


class TooManyListsError(ProofingError):
    """More lists than a page can show sensibly."""

    code = "too-many-lists"
    message = _("You have very many lists already. Delete one first.")


class NoteTooLongError(ProofingError):
    """More than 1,000 characters."""

    code = "note-too-long"
    message = _("This is too long: a note may have 1,000 characters.")


class ListGoneError(NotFoundError):
    """No such list, or not this person's."""

    code = "list-gone"
    message = _("This list is gone.")


class PackageError(ProofingError):
    """Terms of a package that contradict themselves; the message says which, `field` where."""

    code = "package"
    message = _("These terms contradict themselves.")

    def __init__(self, message: str | Promise | None = None, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
