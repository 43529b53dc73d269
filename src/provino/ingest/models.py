"""Uploads under way."""

from django.db import models
from django.db.models import F, Q

from provino.galleries.models import Gallery
from provino.lib.public_ids import new_public_id
from provino.studios.models import Member


class UploadFolder(models.TextChoices):
    PHOTOS = "photos"
    FULL = "full"
    WEB = "web"


class UploadState(models.TextChoices):
    RECEIVING = "receiving"
    DONE = "done"
    REFUSED = "refused"


class Upload(models.Model):
    """One file on its way in (tus). `offset` is what is safely on disk; the bytes wait in the incoming folder under `public_id`."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="uploads")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="uploads")
    folder = models.CharField(max_length=10, choices=UploadFolder.choices, default=UploadFolder.PHOTOS)
    filename = models.CharField(max_length=255)
    relative_path = models.CharField(max_length=1000)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.RECEIVING)
    outcome = models.CharField(
        max_length=30, blank=True, help_text="added, skipped, or the code of why it was refused."
    )
    picture_id = models.CharField(
        max_length=22, blank=True, help_text="Public id of the photo or finished file it became."
    )
    metadata = models.TextField(blank=True, help_text="Upload-Metadata as sent, echoed by HEAD.")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(offset__gte=0) & Q(offset__lte=F("size")), name="upload_offset_inside"),
            models.CheckConstraint(condition=Q(state__in=["receiving", "done", "refused"]), name="upload_state_known"),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="upload_expiry")]

    def __str__(self) -> str:
        return self.filename
