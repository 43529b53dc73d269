"""Keys for the API: shown once, kept as a hash, never wider than they were made."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provino.lib.public_ids import new_secret
from provino.studios.audit import record_change
from provino.studios.errors import StudioError
from provino.studios.models import ApiToken, Member

SCOPES: Final = (
    "galleries:read",
    "galleries:write",
    "photos:read",
    "photos:write",
    "visitors:read",
    "exports:read",
)
PREFIX: Final = "prv_"
_USE_NOTED_EVERY = timedelta(minutes=1)


class UnknownScopeError(StudioError):
    """A right that no token can have."""

    code = "unknown-scope"
    message = _("There is no such scope.")


def create_token(
    member: Member, *, name: str = "", scopes: list[str] | None = None, expires_at: datetime | None = None, by: Member
) -> tuple[ApiToken, str]:
    """Make a token for `member`; returns it and its secret, which is shown this once. None: all scopes. Raises UnknownScopeError."""
    chosen = list(SCOPES) if scopes is None else sorted(set(scopes))
    if not set(chosen) <= set(SCOPES):
        raise UnknownScopeError
    secret = PREFIX + new_secret()
    with transaction.atomic():
        token = ApiToken.objects.create(
            member=member, name=name[:100], scopes=chosen, secret_hash=_hash(secret), expires_at=expires_at
        )
        record_change(by, action="token.created", target=token, after={"name": token.name, "scopes": token.scopes})
    return token, secret


def revoke_token(token: ApiToken, *, by: Member) -> None:
    """End a token at once; doing so twice changes nothing."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
            record_change(by, action="token.revoked", target=token, before={"name": token.name})


def token_for_secret(secret: str, *, columns: Sequence[str] = ()) -> ApiToken | None:
    """Return the living token of this secret with its member, user and studio; None for every other text.

    `columns` names what is read at once where little is needed, such as `member__studio__public_id`; all by default.
    """
    if not secret.startswith(PREFIX):
        return None
    now = timezone.now()
    # Looked up by hash: how long the database takes tells nothing about the secret.
    tokens = ApiToken.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now), secret_hash=_hash(secret), revoked_at__isnull=True
    ).filter(member__user__is_active=True)
    if columns:
        token = tokens.select_related("member__studio").only("scopes", "last_used_at", *columns).first()
    else:
        token = tokens.select_related("member__user", "member__studio").first()
    if token and (token.last_used_at is None or now - token.last_used_at > _USE_NOTED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
