"""The address book: list, record, new, change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from provino.contacts.access import contact_for_member
from provino.contacts.contacts import EDITABLE, create_contact, update_contact
from provino.contacts.errors import BadAddressError, ContactError, DuplicateContactError
from provino.contacts.models import Contact
from provino.contacts.queries import SORTS, contacts_of
from provino.galleries.models import Gallery
from provino.web.dashboard.forms.contacts import ContactForm
from provino.web.dashboard.searching import containing
from provino.web.shared.access import MemberRequest, member_required

_PER_PAGE = 50


@require_GET
@member_required
def contact_list(request: MemberRequest) -> HttpResponse:
    """Everybody the studio knows, with search and sorting."""
    words = request.GET.get("q", "").replace("\0", "").strip()
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "name"
    alive = Q(galleries__deleted_at__isnull=True)
    contacts = (
        contacts_of(request.member.studio, sort=sort)
        .filter(containing(words, "name", "email", "email_as_typed", "phone"))
        .annotate(gallery_count=Count("galleries", filter=alive, distinct=True))
    )
    page = Paginator(contacts, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "dashboard/contacts_list.html", {"page": page, "q": words, "sort": sort})


@require_http_methods(["GET", "POST"])
@member_required
def new_contact(request: MemberRequest) -> HttpResponse:
    """Add somebody to the address book."""
    form = ContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            contact = create_contact(request.member.studio, by=request.member, **form.cleaned_data)
        except ContactError as error:
            _put_beside(form, error)
        else:
            messages.success(request, _("The contact is saved."))
            return redirect("dashboard:contact", contact.public_id)
    return render(request, "dashboard/contacts_edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_required
def contact_record(request: MemberRequest, contact_id: str) -> HttpResponse:
    """One contact: the details, which can be changed in place, and the galleries they are in."""
    contact = contact_for_member(request.member, contact_id)
    form = ContactForm(request.POST if request.method == "POST" else None, initial=_initial(contact))
    if request.method == "POST" and form.is_valid():
        try:
            update_contact(contact, by=request.member, **form.cleaned_data)
        except ContactError as error:
            _put_beside(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("dashboard:contact", contact.public_id)
    context = {"contact": contact, "form": form, "galleries": _galleries_with(contact)}
    return render(request, "dashboard/contacts_record.html", context, status=422 if form.errors else 200)


def _initial(contact: Contact) -> dict[str, Any]:
    return {**{name: getattr(contact, name) for name in EDITABLE}, "email": contact.email_as_typed or contact.email}


def _galleries_with(contact: Contact) -> list[Gallery]:
    """Galleries in which the contact is the client, was invited, or looked."""
    there = Q(client=contact) | Q(invitations__contact=contact) | Q(visitors__contact=contact)
    found = Gallery.objects.filter(there, studio_id=contact.studio_id, deleted_at__isnull=True)
    return list(found.distinct().order_by("-created_at", "-id"))


def _put_beside(form: forms.Form, error: ContactError) -> None:
    field = "email" if isinstance(error, BadAddressError | DuplicateContactError) else "name"
    form.add_error(field, str(error))
