"""Who an unknown visitor says they are. An address typed here is a label: it opens and shows nothing of anybody's."""

from django.db import transaction
from django.utils.translation import get_language

from provino.contacts.contacts import get_or_create_contact
from provino.contacts.errors import BadAddressError
from provino.jobs.tasks import enqueue, task
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
        transaction.on_commit(
            lambda: enqueue(add_to_address_book_task, key=f"visitor-{visitor.pk}", visitor_id=visitor.pk)
        )
    return visitor


@task
def add_to_address_book_task(visitor_id: int) -> None:
    """Put who left an address into the studio's address book. Done later, so that nobody learns by waiting who is in it."""
    visitor = Visitor.objects.select_related("gallery__studio").filter(pk=visitor_id).first()
    if visitor is None or not visitor.email:
        return
    try:
        get_or_create_contact(visitor.gallery.studio, email=visitor.email, name=visitor.name)
    except BadAddressError:
        return  # an address the form takes and we cannot normalise stays a label
