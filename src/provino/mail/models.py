"""The outbox: every e-mail is a row before it is sent."""

from django.db import models
from django.db.models import Q


class Allowance(models.Model):
    """Somebody on whose behalf mail goes out, such as a studio; the row is locked while their recent mail is counted."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class MessageState(models.TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"


class Trouble(models.TextChoices):
    """Why a message is not on its way; mail.words has the sentences."""

    NO_PUBLIC_URL = "no-public-url"
    NO_SERVER = "no-server"
    SIGN_IN = "sign-in"
    UNREACHABLE = "unreachable"
    POSTPONED = "postponed"
    REFUSED = "refused"
    ADDRESS_REFUSED = "address-refused"


class Message(models.Model):
    """One e-mail to one person. `cause` makes it one mail a cause, whatever runs twice."""

    public_id = models.CharField(max_length=22, unique=True)
    cause = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60, help_text="The name of the function that wrote it.")
    to = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=10, default="en")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    inline_images = models.JSONField(
        default=list, help_text="[content id, storage key, media type]: pictures inside the mail."
    )
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=20, choices=Trouble.choices, blank=True)
    error = models.TextField(blank=True, help_text="What the mail server answered, in its own words.")
    allowance = models.CharField(max_length=40, blank=True, help_text="On whose behalf; empty: not counted.")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sent", "failed", "bounced"]), name="message_state_known"
            )
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="message_due"),
            models.Index(fields=["allowance", "created_at"], name="message_allowance"),
        ]

    def __str__(self) -> str:
        return self.subject
