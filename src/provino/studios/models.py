"""The tenant: a photography business, its members, their keys, and what they changed."""

from django.db import models
from django.db.models import Q

from provino.accounts.models import User
from provino.lib.public_ids import new_public_id


class Studio(models.Model):
    """One photography business. Everything else belongs to a studio, directly or through its parent."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, default="en")
    brand_color = models.CharField(max_length=7, default="#d8442a")
    logo_key = models.CharField(
        max_length=200, blank=True, help_text="Storage key of the logo as PNG; empty: the name is the mark."
    )
    sender_name = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    keep_location = models.BooleanField(default=False, help_text="Keep where a photo was taken in the database.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner"
    STAFF = "staff"


class Member(models.Model):
    """A person of the studio who signs in."""

    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.STAFF)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["studio", "user"], name="member_once_per_studio"),
            models.CheckConstraint(condition=Q(role__in=["owner", "staff"]), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER


class MemberInvite(models.Model):
    """An open invitation to become a member; used once."""

    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="member_invites")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.STAFF)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.email


class ApiToken(models.Model):
    """A key for the API. It hangs on the membership, not on the user: removing the member ends it at once."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    name = models.CharField(max_length=100, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name or self.public_id


class AuditEntry(models.Model):
    """What a member changed: append-only."""

    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="audit_entries")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["studio", "-at"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind}"
