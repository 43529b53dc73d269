"""What members deleted leaves for good after 30 days; until then it can be restored."""

from datetime import datetime

from django.utils import timezone

from provino.galleries.models import Gallery, Photo, Preset, Watermark
from provino.galleries.photos import KEPT_AFTER_DELETION
from provino.handover.models import FinishedFile
from provino.jobs.tasks import every

BATCH = 500


@every(hours=24)
def remove_deleted_task() -> None:
    """Remove the rows of what was deleted long ago; their files follow (housekeeping.files)."""
    remove_deleted()


def remove_deleted() -> int:
    """Remove galleries, presets, watermarks, photos and finished files deleted more than 30 days ago. Returns how many rows of these."""
    before = timezone.now() - KEPT_AFTER_DELETION
    removed = 0
    for gallery in Gallery.objects.filter(deleted_at__lt=before).order_by("pk"):
        removed += _remove_in_batches(Photo, gallery=gallery) + _remove_in_batches(FinishedFile, gallery=gallery)
        gallery.delete()
        removed += 1
    removed += Preset.objects.filter(deleted_at__lt=before).delete()[1].get("galleries.Preset", 0)
    removed += Watermark.objects.filter(deleted_at__lt=before).delete()[1].get("galleries.Watermark", 0)
    return removed + sum(_remove_in_batches(model, deleted_at__lt=before) for model in (Photo, FinishedFile))


def _remove_in_batches(model: type[Photo] | type[FinishedFile], **which: Gallery | datetime) -> int:
    """Delete rows a few hundred at a time, so that nobody else waits long for the database."""
    removed = 0
    while batch := list(model._default_manager.filter(**which).values_list("pk", flat=True)[:BATCH]):
        model._default_manager.filter(pk__in=batch).delete()
        removed += len(batch)
    return removed
