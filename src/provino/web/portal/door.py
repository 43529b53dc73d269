"""The door every page of the client's side goes through: gallery, gate, device, language."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provino.galleries.addresses import media_prefix
from provino.galleries.look import Look, look_of
from provino.galleries.models import Gallery
from provino.housekeeping.visitors import Arrival, arrive_as_one
from provino.lib.errors import ProvinoError
from provino.lib.public_ids import new_secret
from provino.studios.models import Member
from provino.studios.studios import contact_email
from provino.visitors.cookies import GalleryCookie, read_cookie, write_cookie
from provino.visitors.devices import see_as
from provino.visitors.errors import BadActionKeyError, SomebodyElseError, TooManyVisitorsError
from provino.visitors.gate import Entry, Refusal, entry_for, gallery_for_visitor
from provino.visitors.models import Visitor
from provino.visitors.passwords import is_pin
from provino.visitors.views import record_view
from provino.web.portal.actions import check_action, name_of_browser
from provino.web.portal.forms.visitors import IdentifyForm, SendCodeForm
from provino.web.portal.look import Dress, dress_of, let_frame, unsaved_look
from provino.web.shared.client_address import client_address
from provino.web.shared.middleware import VISITOR_LANGUAGE_COOKIE

GALLERY_COOKIE = "provino_g"
YEAR = 365 * 24 * 60 * 60


class PreviewError(ProvinoError):
    """A member wants to act as a visitor."""

    code = "preview"
    message = gettext_lazy("You are looking as a member of the studio, so nothing is saved here.")


@dataclass(slots=True)
class Visit:
    """One request for a gallery: what the gate said, the cookie as it will be sent back, a look a member tries out."""

    gallery: Gallery
    entry: Entry
    cookie: GalleryCookie
    unsaved: dict[str, Any] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """The signed beginning of every picture address of this visit."""
        return media_prefix(self.gallery, self.entry.visitor_class)

    @property
    def me(self) -> str:
        """Whose actions the page's queue holds: `<gallery>.<device>.<person>`; a member's preview has none."""
        if self.entry.is_preview:
            return ""
        return f"{self.gallery.public_id}.{name_of_browser(self.entry, self.cookie)}"

    @property
    def look(self) -> Look:
        """How this gallery looks to whom this request comes from."""
        return look_of(self.gallery, **self.unsaved)

    @property
    def dress(self) -> Dress:
        """The same as the page's templates name it."""
        return dress_of(self.look)

    @property
    def address(self) -> str:
        """Where the gallery's page is."""
        return f"/g/{self.gallery.public_id}/"


P = ParamSpec("P")
VisitorView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
GuardedView = Callable[..., HttpResponse]  # Django hands the address over by keyword


def visitor_page(view: VisitorView[P]) -> GuardedView:
    """For pages of people the gate lets in; others see why not, in words."""
    return _guarded(view, refuse=refusal_page)


def visitor_doormat(view: VisitorView[P]) -> GuardedView:
    """For pages on which people say who they are, also where that is asked before anything is shown."""
    return _guarded(view, refuse=refusal_page, also="who")


def visitor_json(view: VisitorView[P]) -> GuardedView:
    """For answers to scripts: refusals are `{"code", "message"}`."""
    return _guarded(view, refuse=_refusal_json)


def visitor_threshold(view: VisitorView[P]) -> GuardedView:
    """For what one may do before being let in: give the password, choose the language, open a personal link."""
    return _guarded(view, refuse=None)


def acting_visitor(request: HttpRequest, visit: Visit, *, has_looked: bool = True) -> Visitor:
    """Return the visitor who acts, made now if this is their first action, which also counts as a look (`has_looked`).

    Raises PreviewError for a member, TooManyVisitorsError.
    """
    if visit.entry.is_preview:
        raise PreviewError
    if visit.entry.visitor is not None and (visit.entry.knows_browser or not visit.entry.is_personal):
        if visit.entry.sees_otherwise:
            visit.entry.visitor.save(update_fields=["kind"])
        return visit.entry.visitor
    # By a personal link the person may be known while this browser is not: it becomes one of their devices now.
    arrival = arrive_here(request, visit)
    see_as(arrival.visitor, visitor_class=visit.entry.visitor_class)
    if arrival.is_new and has_looked:
        record_view(arrival.visitor)
    return arrival.visitor


def arrive_here(request: HttpRequest, visit: Visit) -> Arrival:
    """Make this browser a device of whoever it came as, with what was done on it before. Raises TooManyVisitorsError."""
    return arrive_as_one(
        visit.gallery,
        invitation=visit.entry.invitation,
        secret=visit.cookie.device,
        browser=_browser(request),
        language=translation.get_language() or "",
        address=client_address(request),
    )


def visit_of(request: HttpRequest, gallery_id: str, *, secret: str = "") -> tuple[Visit, GalleryCookie]:
    """Return the visit, and the cookie the browser brought; `secret` is that of a personal link opened just now.

    A browser that is nobody yet gets a secret of its own; a row is made only when it acts. Raises NotFoundError.
    """
    gallery = gallery_for_visitor(gallery_id)
    brought = read_cookie(gallery, request.COOKIES.get(GALLERY_COOKIE, ""))
    cookie = replace(brought, invitation=secret) if secret else brought
    entry = entry_for(gallery, member=_member(request, gallery), cookie=cookie)
    if (entry.allowed or entry.why == "who") and not entry.is_preview and not cookie.device:
        cookie = replace(cookie, device=new_secret())
    unsaved = unsaved_look(request) if entry.is_preview else {}
    return Visit(gallery=gallery, entry=entry, cookie=cookie, unsaved=unsaved), brought


def keep_cookie(response: HttpResponse, visit: Visit) -> None:
    """Let the browser keep what it is in this gallery, for a year, for the addresses of this gallery only."""
    response.set_cookie(
        GALLERY_COOKIE,
        write_cookie(visit.gallery, visit.cookie),
        max_age=YEAR,
        path=visit.address,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def error_json(error: ProvinoError, *, status: int) -> JsonResponse:
    """A refusal as scripts read it."""
    return JsonResponse({"code": error.code, "message": str(error.message)}, status=status)


def refusal_page(
    request: HttpRequest,
    visit: Visit,
    *,
    error: ProvinoError | None = None,
    form: Form | None = None,
    told: str = "",
    status: int = 403,
) -> HttpResponse:
    """Why this gallery does not open, and what to do; `told` is the address that will be told when it opens."""
    gallery = visit.gallery
    forms: dict[str, type[Form]] = {"who": IdentifyForm, "not-yet": SendCodeForm, "draft": SendCodeForm}
    asked = forms.get(visit.entry.why)
    context = {
        "visit": visit,
        "gallery": gallery,
        "error": error,
        "form": form or (asked() if asked else None),
        "told": told,
        "contact": contact_email(gallery.studio),
        "is_pin": is_pin(gallery, [gallery.password_hash, gallery.client_password_hash]),
        "next": request.get_full_path() if request.method == "GET" else request.POST.get("next", ""),
    }
    return render(request, "portal/refusal.html", context, status=status)


def _refusal_json(request: HttpRequest, visit: Visit) -> HttpResponse:
    words = {
        "password": _("This gallery asks for its password again. Reload the page."),
        "expired": _("The time of this gallery is over. Ask your photographer to open it again."),
        "not-yet": _("This gallery is not open yet."),
        "who": _("This gallery asks who you are first. Reload the page."),
    }
    message = words.get(visit.entry.why, _("This gallery is closed. Ask your photographer to open it again."))
    return JsonResponse({"code": visit.entry.why, "message": message}, status=403)


def _guarded(
    view: VisitorView[P], *, refuse: Callable[[HttpRequest, Visit], HttpResponse] | None, also: Refusal = ""
) -> GuardedView:
    @wraps(view)
    def guarded(request: HttpRequest, gallery_id: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit, brought = visit_of(request, gallery_id)
        language = language_of(request, visit.gallery)
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(visit.gallery.studio.time_zone):
            if refuse is not None and visit.entry.why not in ("", also):
                response = refuse(request, visit)
            else:
                response = _acted(request, visit, lambda: view(request, visit, *args, **kwargs))
        response.headers.setdefault("Content-Language", language)
        if visit.unsaved:
            let_frame(response)
        if visit.cookie != brought:
            keep_cookie(response, visit)
        return response

    guarded.policy = "visitor"  # type: ignore[attr-defined]  # read by the matrix test over all addresses
    return guarded


def _acted(request: HttpRequest, visit: Visit, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The view's answer; any of them may act and make a visitor, so what keeps from that is answered here."""
    try:
        check_action(request, visit.entry, visit.cookie)
        return answer()
    except (BadActionKeyError, SomebodyElseError) as error:
        return error_json(error, status=409 if isinstance(error, SomebodyElseError) else 422)
    except TooManyVisitorsError as error:
        if "text/html" in request.headers.get("Accept", ""):
            return refusal_page(request, visit, error=error, status=429)
        return error_json(error, status=429)


def _member(request: HttpRequest, gallery: Gallery) -> Member | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return Member.objects.filter(user_id=request.user.pk, studio=gallery.studio_id).first()


def language_of(request: HttpRequest, gallery: Gallery) -> str:
    """The visitor's own choice, else the gallery's language."""
    chosen = request.COOKIES.get(VISITOR_LANGUAGE_COOKIE, "")
    known = dict(settings.LANGUAGES)
    return next((code for code in (chosen, gallery.language) if code in known), settings.LANGUAGE_CODE)


def _browser(request: HttpRequest) -> str:
    """The family of the browser, for "Safari on iPhone" in a list of devices; nothing that identifies."""
    agent = request.headers.get("User-Agent", "")
    marks = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    return next((name for mark, name in marks if mark in agent), "")
