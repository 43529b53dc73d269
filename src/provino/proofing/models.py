"""What visitors choose and say."""

from django.db import models
from django.db.models import Q

from provino.galleries.models import Gallery, Photo, Preset, Section
from provino.lib.public_ids import new_public_id
from provino.studios.models import Member
from provino.visitors.models import Visitor


class FavouriteList(models.Model):
    """A visitor's named list of photos; the first one has no name of its own."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="favourite_lists")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    name = models.CharField(max_length=100, blank=True, help_text="Empty: the first list, which the package counts.")
    share_secret = models.CharField(
        max_length=40, blank=True, help_text="In the read-only link of this list; empty: not shared."
    )
    is_locked = models.BooleanField(
        default=False,
        help_text="While its last version is submitted: here, so that whoever holds the list knows it without asking.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visitor", "name"], name="favourite_list_name_once_per_visitor"),
            models.UniqueConstraint(
                fields=["share_secret"], condition=~Q(share_secret=""), name="favourite_list_share_secret_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Favourite(models.Model):
    """One photo in one list."""

    favourite_list = models.ForeignKey(FavouriteList, on_delete=models.CASCADE, related_name="favourites")
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="favourites")
    note = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["favourite_list", "photo"], name="favourite_once_per_list")]

    def __str__(self) -> str:
        return str(self.photo_id)


class Comment(models.Model):
    """Plain text on a photo, by a visitor or, as a reply, by a member."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="comments")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    reply_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField(max_length=4000)
    pin_x = models.FloatField(null=True, blank=True, help_text="0 to 1 from the left of the upright picture.")
    pin_y = models.FloatField(null=True, blank=True, help_text="0 to 1 from its top.")
    request_key = models.CharField(
        max_length=64,
        blank=True,
        help_text="The browser's idempotency key: a repeated request makes no second comment.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pin_x__isnull=True, pin_y__isnull=True) | Q(pin_x__range=(0, 1), pin_y__range=(0, 1)),
                name="comment_pin_inside",
            ),
            models.UniqueConstraint(
                fields=["visitor", "request_key"], condition=~Q(request_key=""), name="comment_once_per_request"
            ),
        ]
        indexes = [models.Index(fields=["photo", "id"], name="comment_photo")]

    def __str__(self) -> str:
        return self.text[:60]


class Package(models.Model):
    """What the job includes, of one gallery or of one preset. Money is in the studio's currency."""

    gallery = models.OneToOneField(Gallery, on_delete=models.CASCADE, null=True, blank=True, related_name="package")
    preset = models.OneToOneField(Preset, on_delete=models.CASCADE, null=True, blank=True, related_name="package")
    included = models.PositiveIntegerField(default=0)
    minimum = models.PositiveIntegerField(default=0)
    maximum = models.PositiveIntegerField(null=True, blank=True)
    price_for_all = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gallery__isnull=False, preset__isnull=True) | Q(gallery__isnull=True, preset__isnull=False),
                name="package_of_gallery_or_preset",
            ),
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(maximum__gte=models.F("minimum")), name="package_limits_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.included}"


class PackageTier(models.Model):
    """From the `from_extra`-th further photo (1: the first beyond the included) each costs `price`."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="tiers")
    from_extra = models.PositiveIntegerField(default=1)
    price = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "from_extra"], name="package_tier_once"),
            models.CheckConstraint(condition=Q(from_extra__gte=1, price__gte=0), name="package_tier_in_bounds"),
        ]
        ordering = ["from_extra"]

    def __str__(self) -> str:
        return f"{self.from_extra}+: {self.price}"


class SectionRule(models.Model):
    """At least and at most so many photos of one section."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="section_rules")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    minimum = models.PositiveIntegerField(default=0)
    maximum = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "section"], name="section_rule_once")]

    def __str__(self) -> str:
        return f"{self.section}: {self.minimum} to {self.maximum}"


class SelectionState(models.TextChoices):
    SUBMITTED = "submitted"
    REOPENED = "reopened"


class Selection(models.Model):
    """A favourite list as it was submitted: numbered, frozen. The list is locked while its last version is submitted."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="selections")
    favourite_list = models.ForeignKey(FavouriteList, on_delete=models.CASCADE, related_name="selections")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    number = models.PositiveIntegerField(help_text="Within the gallery, from 1.")
    version = models.PositiveIntegerField(help_text="Of this list, from 1.")
    state = models.CharField(max_length=10, choices=SelectionState.choices, default=SelectionState.SUBMITTED)
    message = models.CharField(max_length=2000, blank=True, help_text="What the client wrote when submitting.")
    count = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    price_lines = models.JSONField(default=list, help_text="The sum explained, as it was: see proofing.pricing.")
    submitted_at = models.DateTimeField(auto_now_add=True)
    reopen_asked_at = models.DateTimeField(null=True, blank=True)
    reopen_reason = models.CharField(max_length=2000, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gallery", "number"], name="selection_number_once_per_gallery"),
            models.UniqueConstraint(fields=["favourite_list", "version"], name="selection_version_once_per_list"),
            models.UniqueConstraint(
                fields=["favourite_list"], condition=Q(state="submitted"), name="selection_one_submitted_per_list"
            ),
            models.CheckConstraint(condition=Q(state__in=["submitted", "reopened"]), name="selection_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.version}"


class SelectedPhoto(models.Model):
    """One photo of a selection, with the words it had then. The photo may be deleted later, the name stays."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, related_name="selected")
    position = models.PositiveIntegerField()
    original_name = models.CharField(max_length=255)
    section_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["selection", "position"], name="selected_photo_position_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.original_name
