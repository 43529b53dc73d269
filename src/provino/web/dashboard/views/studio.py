"""The studio's settings, its logo, and what members changed."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provino.lib.imaging.errors import ImageRefused, Reason
from provino.studios.branding import accents
from provino.studios.errors import BadColourError, BadLogoError
from provino.studios.logos import LOGO_EDGE, remove_logo, set_logo
from provino.studios.models import AuditEntry
from provino.studios.studios import EDITABLE, update_studio
from provino.web.dashboard.audit_words import audit_words, titles_of
from provino.web.dashboard.forms.studio import LogoForm, StudioForm
from provino.web.dashboard.small_png import small_png
from provino.web.shared.access import MemberRequest, owner_required

_CHANGES_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@owner_required
def settings_page(request: MemberRequest) -> HttpResponse:
    """Show and change the studio's settings."""
    studio = request.member.studio
    form = StudioForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(studio, name) for name in EDITABLE}
    )
    if request.method == "POST" and form.is_valid():
        try:
            update_studio(studio, by=request.member, **form.cleaned_data)
        except BadColourError as error:
            form.add_error("brand_color", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("dashboard:settings")
    return _settings(request, form=form, logo_form=LogoForm())


def _settings(request: MemberRequest, *, form: StudioForm, logo_form: LogoForm) -> HttpResponse:
    light, dark = accents(request.member.studio.brand_color)
    context = {"form": form, "logo_form": logo_form, "light": light, "dark": dark, "section": "studio"}
    status = 422 if form.errors or logo_form.errors else 200
    return render(request, "dashboard/settings_studio.html", context, status=status)


@require_POST
@owner_required
def change_logo(request: MemberRequest) -> HttpResponse:
    """Take a new logo."""
    studio = request.member.studio
    logo_form = LogoForm(request.POST, request.FILES)
    if logo_form.is_valid():
        try:
            set_logo(studio, png=_as_png(logo_form.cleaned_data["logo"]), by=request.member)
        except BadLogoError as error:
            logo_form.add_error("logo", str(error))
        else:
            messages.success(request, _("The logo is saved."))
            return redirect("dashboard:settings")
    form = StudioForm(initial={name: getattr(studio, name) for name in EDITABLE})
    return _settings(request, form=form, logo_form=logo_form)


def _as_png(upload: "UploadedFile[bytes]") -> bytes:
    """The upload as a small PNG. Raises BadLogoError."""
    try:
        return small_png(upload, edge=LOGO_EDGE)
    except ImageRefused as refused:
        if refused.code == Reason.TOO_MANY_PIXELS:
            raise BadLogoError(_("This picture has too many pixels. Use a smaller one.")) from None
        raise BadLogoError from None


@require_POST
@owner_required
def delete_logo(request: MemberRequest) -> HttpResponse:
    """Show the name again."""
    remove_logo(request.member.studio, by=request.member)
    messages.success(request, _("The logo is gone; the name is the mark again."))
    return redirect("dashboard:settings")


@require_GET
@owner_required
def accent_preview(request: MemberRequest) -> HttpResponse:
    """What words look like in a colour before it is saved: a fragment."""
    try:
        light, dark = accents(request.GET.get("brand_color", ""))
    except BadColourError:
        light, dark = accents(request.member.studio.brand_color)
    context = {"light": light, "dark": dark}
    return render(request, "dashboard/settings_studio.html#accents", context)


@require_GET
@owner_required
def changes(request: MemberRequest) -> HttpResponse:
    """Who changed what in the studio, newest first."""
    entries = (
        AuditEntry.objects.filter(studio_id=request.member.studio_id).select_related("member__user").order_by("-id")
    )
    page = Paginator(entries, _CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    titles = titles_of(page, studio=request.member.studio)
    rows = [(entry, titles.get(entry.object_id, ""), audit_words(entry)) for entry in page]
    return render(request, "dashboard/settings_changes.html", {"page": page, "rows": rows, "section": "changes"})
