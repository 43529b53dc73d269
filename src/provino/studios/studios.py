"""Making a studio and changing its settings."""

import zoneinfo
from typing import Any

from django.conf import settings
from django.db import transaction

from provino.accounts.models import User
from provino.accounts.users import create_user, make_operator
from provino.studios.audit import record_change
from provino.studios.branding import parse_colour
from provino.studios.currencies import CURRENCIES
from provino.studios.errors import BadValueError
from provino.studios.models import Member, Role, Studio

# What `update_studio` may change; the logo has verbs of its own.
EDITABLE = (
    "name",
    "currency",
    "time_zone",
    "language",
    "brand_color",
    "sender_name",
    "reply_to",
    "phone",
    "keep_location",
)


def create_studio(
    *,
    name: str,
    owner_email: str,
    password: str,
    owner_name: str = "",
    currency: str = "EUR",
    time_zone: str = "UTC",
    language: str = "en",
) -> Studio:
    """Make a studio and the person who owns it. Raises AddressTakenError, WeakPasswordError, BadValueError."""
    with transaction.atomic():
        owner = create_user(email=owner_email, password=password, name=owner_name, language=language)
        return create_studio_for(owner, name=name, currency=currency, time_zone=time_zone, language=language)


def create_studio_for(
    user: User, *, name: str, currency: str = "EUR", time_zone: str = "UTC", language: str = "en"
) -> Studio:
    """Make a studio whose owner signs in already; the first one's owner is the operator. Raises BadValueError."""
    values = {"name": name.strip(), "currency": currency, "time_zone": time_zone, "language": language}
    _check(values)
    with transaction.atomic():
        studio = Studio.objects.create(**values)
        owner = Member.objects.create(studio=studio, user=user, role=Role.OWNER)
        if not Studio.objects.exclude(pk=studio.pk).exists():
            make_operator(user)
        record_change(owner, action="studio.created", target=studio, after=values)
    return studio


def contact_email(studio: Studio) -> str:
    """Return where clients write to: the studio's own address, else that of who owns it."""
    if studio.reply_to:
        return studio.reply_to
    owners = Member.objects.filter(studio=studio, role=Role.OWNER, user__is_active=True)
    return owners.order_by("pk").values_list("user__email", flat=True).first() or ""


def update_studio(studio: Studio, *, by: Member, **values: Any) -> Studio:
    """Change settings (any of EDITABLE) and write down what changed. Raises BadValueError, BadColourError."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise BadValueError
    if "brand_color" in values:
        values["brand_color"] = parse_colour(values["brand_color"])
    _check(values)
    with transaction.atomic():
        current = Studio.objects.select_for_update().get(pk=studio.pk)
        before = {name: getattr(current, name) for name in values if getattr(current, name) != values[name]}
        for name in before:
            setattr(current, name, values[name])
        if before:
            current.save(update_fields=list(before))
            after = {name: values[name] for name in before}
            record_change(by, action="studio.changed", target=current, before=before, after=after)
    return current


def _check(values: dict[str, Any]) -> None:
    allowed = {
        "currency": CURRENCIES,
        "language": dict(settings.LANGUAGES),
        "time_zone": zoneinfo.available_timezones(),
    }
    for name, choices in allowed.items():
        if name in values and values[name] not in choices:
            raise BadValueError
    if "name" in values and not values["name"]:
        raise BadValueError
