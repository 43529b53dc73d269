"""Who is looking: a visitor is a presence in one gallery; a device is one browser of that visitor."""

from django.db import models
from django.db.models import Q

from provino.contacts.models import Contact
from provino.galleries.models import Gallery, Invitation, Photo
from provino.lib.public_ids import new_public_id
from provino.lib.signatures import CLIENT, GUEST, VisitorClass


class VisitorKind(models.TextChoices):
    CLIENT = "client"
    GUEST = "guest"
    UNKNOWN = "unknown"


class Visitor(models.Model):
    """One person in one gallery. With `proven_at` the contact is really this person; without, an address is only a label."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="visitors")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="visitors")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="visitors"
    )
    kind = models.CharField(max_length=10, choices=VisitorKind.choices, default=VisitorKind.UNKNOWN)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True, help_text="As typed by the visitor; a label until proven.")
    proven_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gallery", "contact"],
                condition=Q(proven_at__isnull=False),
                name="visitor_proven_once_per_contact",
            ),
            models.CheckConstraint(condition=Q(kind__in=["client", "guest", "unknown"]), name="visitor_kind_known"),
        ]
        indexes = [models.Index(fields=["gallery", "-last_seen_at"], name="visitor_newest")]

    def __str__(self) -> str:
        return self.name or self.email or "someone"

    @property
    def is_identified(self) -> bool:
        return bool(self.contact_id or self.email)

    @property
    def visitor_class(self) -> VisitorClass:
        """What this person saw when they acted last: all as the client, or what guests see."""
        return CLIENT if self.kind == VisitorKind.CLIENT else GUEST


class Device(models.Model):
    """One browser; its cookie holds the secret, we hold the hash."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="devices")
    secret_hash = models.CharField(max_length=64, unique=True)
    browser = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.browser


class AddressCount(models.Model):
    """What came from one address prefix within the window, so that it can be limited; "*" counts all of them."""

    prefix = models.CharField(max_length=50)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.prefix}: {self.count}"


class PasswordTries(AddressCount):
    """How often a gallery's password was guessed."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="password_tries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gallery", "prefix"], name="password_tries_once_per_prefix"),
        ]


class NewVisitors(AddressCount):
    """How many visitors a gallery got who came by no personal link."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="new_visitors")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gallery", "prefix"], name="new_visitors_once_per_prefix"),
        ]


class MailRequests(AddressCount):
    """How often people who are not signed in had us write an e-mail: codes, and news that a gallery opened."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="mail_requests")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gallery", "prefix"], name="mail_requests_once_per_prefix"),
        ]


class ActivityKind(models.TextChoices):
    VIEWED = "viewed"
    FAVOURITE_ADDED = "favourite-added"
    FAVOURITE_REMOVED = "favourite-removed"
    COMMENTED = "commented"
    DOWNLOADED = "downloaded"
    HANDOVER_OPENED = "handover-opened"
    IDENTIFIED = "identified"
    PROVEN = "proven"
    LIST_MADE = "list-made"
    LIST_SHARED = "list-shared"
    SUBMITTED = "submitted"
    REOPEN_ASKED = "reopen-asked"
    PHOTO_HIDDEN = "photo-hidden"
    PHOTO_SHOWN = "photo-shown"
    ALL_TAKEN = "all-taken"
    ALL_GIVEN_BACK = "all-given-back"


class Activity(models.Model):
    """What a visitor did: append-only."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="activity")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="activity")
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["gallery", "-id"], name="activity_newest"),
            models.Index(fields=["gallery", "kind", "id"], name="activity_kind"),
            models.Index(fields=["visitor", "kind"], name="activity_visitor_kind"),
        ]

    def __str__(self) -> str:
        return self.kind


class EmailCode(models.Model):
    """Six digits, or the link beside them, sent to an address that somebody claims: whoever has the mail is its owner."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="email_codes")
    email = models.EmailField(max_length=254, help_text="Normalised, as contacts keep it.")
    code_hash = models.CharField(max_length=200)
    link_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="After too many wrong tries: neither tries nor codes for this address until then.",
    )
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["visitor", "-id"], name="email_code_newest")]

    def __str__(self) -> str:
        return self.email


class HandledAction(models.Model):
    """The key of an action that was done: the offline queue may repeat itself. Kept for a week."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="handled_actions")
    key = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "key"], name="handled_action_once_per_visitor")]

    def __str__(self) -> str:
        return self.key


class OpeningWish(models.Model):
    """Somebody who came before the gallery opened and wants to be told."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="opening_wishes")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=10, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gallery", "email"], name="opening_wish_once_per_address")]

    def __str__(self) -> str:
        return self.email
