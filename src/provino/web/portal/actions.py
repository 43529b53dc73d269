"""What a browser says with an action: whose it is, and the key by which a repeated one is known again."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from provino.visitors.actions import check_action_key
from provino.visitors.cookies import GalleryCookie
from provino.visitors.errors import SomebodyElseError
from provino.visitors.gate import Entry

ACTION = "Provino-Action"
VISITOR = "Provino-Visitor"


def name_of_browser(entry: Entry, cookie: GalleryCookie) -> str:
    """Return `<device>.<person>`: whose actions a page's queue holds. Tells nobody anything, opens nothing.

    The person is empty until proven, so that what was done before the proof is still theirs after it.
    """
    person = None
    if entry.invitation is not None:
        person = entry.invitation.contact_id
    elif entry.visitor is not None and entry.visitor.proven_at is not None:
        person = entry.visitor.contact_id
    device = _short("device", cookie.device)
    return f"{device}.{_short('person', str(person)) if person else ''}"


def check_action(request: HttpRequest, entry: Entry, cookie: GalleryCookie) -> None:
    """Raise BadActionKeyError for a key that is none, SomebodyElseError when this browser has become another person."""
    if ACTION in request.headers:
        check_action_key(request.headers[ACTION])
    if VISITOR in request.headers and not entry.is_preview:
        device, _, person = request.headers[VISITOR].partition(".")
        now_device, _, now_person = name_of_browser(entry, cookie).partition(".")
        if device != now_device or (person and person != now_person):
            raise SomebodyElseError


def action_key(request: HttpRequest) -> str:
    """Return the key of the action; empty where the browser gave none. The door has looked at it already."""
    return request.headers.get(ACTION, "")


def _short(salt: str, value: str) -> str:
    return salted_hmac(f"provino.portal.actions.{salt}", value).hexdigest()[:16]
