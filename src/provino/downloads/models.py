"""The record of what was taken away."""

from django.db import models

from provino.galleries.models import Gallery
from provino.lib.public_ids import new_public_id
from provino.visitors.models import Visitor


class DownloadKind(models.TextChoices):
    SINGLE = "single"
    BULK = "bulk"


class Download(models.Model):
    """One file or one ZIP taken by one visitor; further ranges of the same bytes add to the same row."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="downloads")
    visitor = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="downloads")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    kind = models.CharField(max_length=10, choices=DownloadKind.choices)
    what = models.CharField(max_length=300, help_text="File name, or name of the folder in the ZIP.")
    folder = models.CharField(max_length=10, blank=True)
    files = models.PositiveIntegerField(default=1)
    bytes_expected = models.BigIntegerField()
    bytes_sent = models.BigIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    ranges = models.JSONField(default=list, help_text="Byte ranges [start, end) that were sent, merged and in order.")
    file_ids = models.JSONField(default=list, help_text="Public ids of the finished files in it.")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["gallery", "-id"], name="download_newest")]

    def __str__(self) -> str:
        return self.what


class FoldedJournal(models.Model):
    """A journal file of the download lane that is already in the record: it counts once, whatever is killed when."""

    name = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
