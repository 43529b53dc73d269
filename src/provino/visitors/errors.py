"""What a visitor can be told no for; each message is ready for the visitor."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import NotFoundError, ProvinoError


class VisitorsError(ProvinoError):
    """The base of this package's refusals."""


class WrongPasswordError(VisitorsError):
    """Not the gallery's password."""

    code = "wrong-password"
    message = _("This is not the password. Mind capital letters, or ask your photographer.")


class TooManyTriesError(VisitorsError):
    """Somebody is guessing."""

    code = "too-many-tries"
    message = _("That was wrong too often. Please try again in a quarter of an hour.")


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
