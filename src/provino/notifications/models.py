"""How far we have read, and what is still to be told."""

from django.db import models

from provino.galleries.models import Gallery


class Cursor(models.Model):
    """Up to which row a stream has been read, such as the activity."""

    stream = models.CharField(max_length=20, unique=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stream} {self.position}"


class Topic(models.TextChoices):
    VIEWED = "viewed"
    FAVOURITES = "favourites"
    COMMENTS = "comments"
    DOWNLOADED = "downloaded"
    REPLIES = "replies"
    SELECTIONS = "selections"


class Digest(models.Model):
    """One topic of one gallery: whether there is something to tell, and up to which row it was told."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="digests")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    is_waiting = models.BooleanField(default=False)
    latest_at = models.DateTimeField(help_text="When the latest of it happened; the quiet is counted from here.")
    told_until = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gallery", "topic"], name="digest_once_per_topic"),
            models.CheckConstraint(
                condition=models.Q(
                    topic__in=["viewed", "favourites", "comments", "downloaded", "replies", "selections"]
                ),
                name="digest_topic_known",
            ),
        ]
        indexes = [models.Index(fields=["is_waiting", "latest_at"], name="digest_due")]

    def __str__(self) -> str:
        return f"{self.topic} {self.told_until}"
