"""Who an unknown visitor says they are. An address typed here is a label: it opens and shows nothing of anybody's."""

from django.db import transaction
from django.utils.translation import get_language

from provino.lib.filenames import nfc
from provino.visitors.activity import record
from provino.visitors.models import ActivityKind, Visitor


def identify(visitor: Visitor, *, email: str, name: str = "") -> Visitor:
    """Write name and address on a visitor who came by the plain link, and return them.

    Nothing is looked up: whether the address is known to the studio makes no difference in answer or time. A proven
    visitor stays who they are.
    """
    if visitor.proven_at is not None:
        return visitor
    visitor.email = nfc(email.strip())
    visitor.name = nfc(name.strip()) or visitor.name
    visitor.language = visitor.language or (get_language() or "")
    with transaction.atomic():
        visitor.save(update_fields=["email", "name", "language"])
        record(visitor, kind=ActivityKind.IDENTIFIED)
    return visitor
