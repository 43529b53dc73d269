"""The package of a gallery: what is included, what more costs, and an example that does the sum."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from provino.galleries.access import gallery_for_member
from provino.galleries.models import Gallery, Preset
from provino.galleries.queries import photo_counts
from provino.proofing.errors import PackageError
from provino.proofing.packages import package_in, package_of, remove_package, set_package, terms_of
from provino.proofing.prices import sum_words
from provino.proofing.pricing import Terms, price_choice
from provino.web.dashboard.forms.package import CopyPackageForm, PackageForms
from provino.web.shared.access import MemberRequest, member_required

MOST_EXAMPLE = 100_000


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def gallery_package(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Show and change the terms; what contradicts itself is said beside its field."""
    gallery = gallery_for_member(request.member, gallery_id)
    if "remove" in request.POST:
        remove_package(gallery, by=request.member)
        messages.success(request, _("The package is off: your client chooses without a price."))
        return redirect("dashboard:gallery-package", gallery.public_id)
    forms = _forms(gallery, data=request.POST or None)
    if request.method == "POST" and forms.is_valid():
        terms, limits = forms.read()
        try:
            set_package(gallery, terms=terms, sections=limits, by=request.member)
        except PackageError as refusal:
            forms.refuse(str(refusal.message), field=refusal.field)
        else:
            messages.success(request, _("Saved."))
            return redirect("dashboard:gallery-package", gallery.public_id)
    return _page(request, gallery, forms=forms, status=422 if request.method == "POST" else 200)


@member_required
@require_POST
def package_example(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """The worked example for what stands in the form now, saved or not."""
    gallery = gallery_for_member(request.member, gallery_id)
    forms = _forms(gallery, data=request.POST)
    terms = forms.read()[0] if forms.is_valid() else None
    return render(request, "dashboard/package_example.html", _example(gallery, terms, request.POST.get("example", "")))


@member_required
@require_POST
def package_copy(request: MemberRequest, gallery_id: str) -> HttpResponse:
    """Take over the terms of another gallery or of a preset; rules for sections are a gallery's own."""
    gallery = gallery_for_member(request.member, gallery_id)
    form = CopyPackageForm(request.POST, gallery=gallery)
    if not form.is_valid():
        return _page(request, gallery, forms=_forms(gallery), copy_form=form, status=422)
    source = form.sources[form.cleaned_data["source"]]
    package = package_in(source) if isinstance(source, Preset) else package_of(source)
    set_package(gallery, terms=terms_of(package), by=request.member)
    messages.success(request, _("The package of “%(title)s” is copied.") % {"title": source})
    return redirect("dashboard:gallery-package", gallery.public_id)


def _forms(gallery: Gallery, *, data: Any = None) -> PackageForms:
    sections = list(gallery.sections.order_by("position", "id"))
    return PackageForms(gallery, sections=sections, package=package_of(gallery), data=data)


def _page(
    request: MemberRequest,
    gallery: Gallery,
    *,
    forms: PackageForms,
    copy_form: CopyPackageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    package = package_of(gallery)
    context = {
        "gallery": gallery,
        "tab": "settings",
        "counts": {"photos": photo_counts(gallery).pictures},
        "forms": forms,
        "package": package,
        "copy_form": copy_form or CopyPackageForm(gallery=gallery),
        **_example(gallery, terms_of(package), request.POST.get("example", "")),
    }
    return render(request, "dashboard/gallery_package.html", context, status=status)


def _example(gallery: Gallery, terms: Terms | None, asked: str) -> dict[str, Any]:
    """So many photos, and what they cost; without an asked number some more than is included."""
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 7
    count = min(int(asked), MOST_EXAMPLE) if is_number else (terms.included if terms else 0) + 5
    if terms is None:
        return {"example": count, "example_words": ""}
    words = sum_words(price_choice(terms, count=count), currency=gallery.studio.currency)
    return {"example": count, "example_words": words or _("nothing more to pay")}
