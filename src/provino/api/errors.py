"""What only a door to programs has to say."""

from django.utils.translation import gettext_lazy as _

from provino.lib.errors import NotAllowedError, ProvinoError


class NotSignedInError(ProvinoError):
    """No token, a wrong, expired or revoked one, no session: doors answer 401."""

    code = "not-signed-in"
    message = _("Sign in, or send a valid token.")


class ScopeMissingError(NotAllowedError):
    """The token is valid but was not made for this."""

    code = "scope-missing"
    message = _("This token may not do that.")


class CsrfError(NotAllowedError):
    """A request with a session that does not come from one of our pages."""

    code = "csrf"
    message = _("This page is too old. Reload it and try again.")


class BadCursorError(ProvinoError):
    """A cursor that is no row of the list."""

    code = "bad-cursor"
    message = _("This cursor belongs to no list. Start again without one.")


class SectionUnknownError(ProvinoError):
    """A photo cannot be moved where nothing is."""

    code = "section-unknown"
    message = _("This gallery has no such section.")
