"""What a visitor can be told no for; each message is ready for the visitor."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import NotFoundError, ProvinoError


class VisitorsError(ProvinoError):
    """The base of this package's refusals."""


class WrongPasswordError(VisitorsError):
    """Not the gallery's password."""

    code = "wrong-password"
    message = _("This is not the password. Mind capital letters, or ask your photographer.")


class WrongPinError(WrongPasswordError):
    """Not the gallery's PIN."""

    code = "wrong-pin"
    message = _("This is not the PIN. Look at it again, or ask your photographer.")


class TooManyTriesError(VisitorsError):
    """Somebody is guessing."""

    code = "too-many-tries"
    message = _("That was wrong too often. Please try again in a quarter of an hour.")


class WrongCodeError(VisitorsError):
    """Not the six digits of the last mail."""

    code = "wrong-code"
    message = _("This is not the code of our last e-mail. Look at it again and type the six digits.")


class CodeOverError(VisitorsError):
    """The code or the link was used, is older than ten minutes, or was never sent."""

    code = "code-over"
    message = _("This code is no longer valid: it works for ten minutes, and once. Have a new one sent to you.")


class TooManyCodesError(VisitorsError):
    """Five wrong codes: nothing is compared, and nothing is sent, for a quarter of an hour."""

    code = "too-many-codes"
    message = _("The code was wrong five times. Please try again in a quarter of an hour.")


class TooManyMailsError(VisitorsError):
    """So many mails were asked for that somebody else may be asking."""

    code = "too-many-mails"
    message = _("Several e-mails were sent already. Look into your mailbox, or try again in an hour.")


class MayNotHideError(VisitorsError):
    """Hiding photos from guests is the client's, and only where the photographer allows it."""

    code = "may-not-hide"
    message = _("Only the client can hide photos from guests, and only where the photographer allows it.")


class TooManyVisitorsError(VisitorsError):
    """One address makes more visitors of one gallery than people would."""

    code = "too-many-visitors"
    message = _("Very many visitors came from your network within an hour. Please try again a little later.")


class IdentifyFirstError(VisitorsError):
    """An action that needs to know who is asking came from someone who has not said so."""

    code = "identify"
    message = _("Please tell us your e-mail first, so that your photographer knows whose choice it is.")


class PhotoGoneError(NotFoundError):
    """A photo that is hidden, deleted, not ready, or of another gallery."""

    code = "photo-gone"
    message = _("This photo is no longer in the gallery.")


class BadActionKeyError(VisitorsError):
    """The key of an action is longer than 64 characters, or holds what no key holds."""

    code = "bad-action-key"
    message = _("This request was not made by our page. Reload it and try again.")


class SomebodyElseError(VisitorsError):
    """The page was opened as one person, and the browser is another now: nothing is done in the wrong name."""

    code = "somebody-else"
    message = _("This browser was given to someone else meanwhile, so this was not saved. Reload the page.")
