"""The record of what members changed."""

from typing import Any, Protocol

from provino.studios.models import AuditEntry, Member


class HasPublicId(Protocol):
    """Whatever can be addressed from outside."""

    public_id: Any


def record_change(
    member: Member,
    *,
    action: str,
    target: HasPublicId,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write down that `member` did `action` (`gallery.changed`) to `target`, in the transaction of the change itself.

    `before` and `after` hold plain values of what changed; never a password or a secret.
    """
    AuditEntry.objects.create(
        studio_id=member.studio_id,
        member=member,
        action=action,
        object_kind=type(target).__name__.lower(),
        object_id=str(target.public_id),
        before=before or {},
        after=after or {},
    )
