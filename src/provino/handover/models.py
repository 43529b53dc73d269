"""Giving the finished files: two folders, published together, in rounds."""

from django.db import models
from django.db.models import Q

from provino.galleries.models import Gallery, Invitation, Photo, Picture
from provino.mail.models import Message
from provino.studios.models import Member


class Folder(models.TextChoices):
    FULL = "full"
    WEB = "web"


class Handover(models.Model):
    """One publishing: what was added before it becomes visible to the client with it."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="handovers")
    round = models.PositiveIntegerField()
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gallery", "round"], name="handover_round_once")]

    def __str__(self) -> str:
        return f"{self.gallery} {self.round}"


class HandoverNotice(models.Model):
    """The mail of one hand-over to one person."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="notices")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "invitation"], name="handover_notice_once")]

    def __str__(self) -> str:
        return f"{self.handover} → {self.invitation}"


class FinishedFile(Picture):
    """A finished file in one folder; visible to the client once its hand-over is set."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="finished_files")
    folder = models.CharField(max_length=10, choices=Folder.choices)
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="finished_files")
    handover = models.ForeignKey(Handover, on_delete=models.SET_NULL, null=True, blank=True, related_name="files")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gallery", "folder", "relative_path", "sha256"],
                condition=Q(deleted_at__isnull=True),
                name="finished_same_file_once_per_folder",
            ),
            models.CheckConstraint(condition=Q(folder__in=["full", "web"]), name="finished_folder_known"),
            models.CheckConstraint(condition=Q(state__in=["pending", "ready", "failed"]), name="finished_state_known"),
        ]
        indexes = [
            models.Index(fields=["gallery", "folder"], name="finished_gallery_folder"),
            models.Index(fields=["state", "id"], name="finished_waiting"),
            models.Index(fields=["id"], condition=Q(outdated=True), name="finished_outdated"),
        ]

    def __str__(self) -> str:
        return self.original_name
