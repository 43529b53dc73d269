"""A job's photos as a client sees them: gallery, sections, photos, and the personal links into it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, F, Q, When, Window
from django.db.models.expressions import Expression
from django.db.models.functions import RowNumber

from provino.contacts.models import Contact
from provino.lib.public_ids import new_public_id, new_secret
from provino.lib.signatures import GUEST, VisitorClass
from provino.mail.models import Message
from provino.studios.models import Member, Studio


class Visibility(models.TextChoices):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class PhotoLabel(models.TextChoices):
    NONE = "none"
    FILENAME = "filename"
    NUMBER = "number"


class PhotoOrder(models.TextChoices):
    TAKEN = "taken"
    NAME = "name"
    MANUAL = "manual"


class CoverDesign(models.TextChoices):
    FULL = "full"
    FRAME = "frame"
    SPLIT = "split"
    TITLE = "title"


class Theme(models.TextChoices):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"
    PAPER = "paper"


class FontPair(models.TextChoices):
    """The heading's face; texts stay in Instrument Sans except where the pair says otherwise (frontend/styles/fonts.css)."""

    NEWSREADER = "newsreader"
    FRAUNCES = "fraunces"
    CORMORANT = "cormorant"
    SANS = "sans"


class GridSpacing(models.IntegerChoices):
    TWO = 2
    FOUR = 4
    SIX = 6
    EIGHT = 8


class WatermarkKind(models.TextChoices):
    TEXT = "text"
    IMAGE = "image"


class WatermarkPlacement(models.TextChoices):
    TILED = "tiled"
    CENTRE = "centre"
    TOP_LEFT = "top-left"
    TOP_RIGHT = "top-right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM_RIGHT = "bottom-right"


class PictureState(models.TextChoices):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class Watermark(models.Model):
    """What is burnt into the large view of proofs, and into the grid where wished; never into originals."""

    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="watermarks")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=WatermarkKind.choices, default=WatermarkKind.TEXT)
    text = models.CharField(max_length=100, blank=True)
    image_key = models.CharField(max_length=200, blank=True, help_text="Storage key of the PNG, named by its hash.")
    placement = models.CharField(
        max_length=12, choices=WatermarkPlacement.choices, default=WatermarkPlacement.BOTTOM_RIGHT
    )
    opacity = models.PositiveSmallIntegerField(default=40, help_text="Percent, 5 to 100.")
    size = models.PositiveSmallIntegerField(default=25, help_text="Width as percent of the picture's width, 5 to 100.")
    on_grid = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(
        null=True, blank=True, help_text="Galleries keep pointing to it until it is gone for good, but show none."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "name"], condition=Q(deleted_at__isnull=True), name="watermark_name_once_per_studio"
            ),
            models.CheckConstraint(condition=Q(kind__in=["text", "image"]), name="watermark_kind_known"),
            models.CheckConstraint(
                condition=Q(opacity__range=(5, 100), size__range=(5, 100)), name="watermark_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Preset(models.Model):
    """How a studio likes its galleries: look and settings under a name. `settings` holds field names of Gallery."""

    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="presets")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    name = models.CharField(max_length=100)
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "name"], condition=Q(deleted_at__isnull=True), name="preset_name_once_per_studio"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Gallery(models.Model):
    """One job. `access_version` stands in every signed picture address: raising it makes all of them dark."""

    studio = models.ForeignKey(Studio, on_delete=models.CASCADE, related_name="galleries")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True, help_text="What kind of job: Wedding, portrait …")
    date = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=10, default="en")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.DRAFT)
    access_version = models.PositiveIntegerField(default=1)
    content_version = models.PositiveIntegerField(
        default=1,
        help_text="Raised when photos or sections change (galleries.contents): what was built from them is old.",
    )
    password_hash = models.CharField(max_length=200, blank=True)
    client_password_hash = models.CharField(
        max_length=200, blank=True, help_text="Opens the client-only sections to whoever has no personal link."
    )
    password_is_pin = models.BooleanField(default=False, help_text="Only digits: phones show their number keys.")
    client_password_is_pin = models.BooleanField(default=False)
    ask_at_door = models.BooleanField(default=False, help_text="Ask for the e-mail before anything is shown.")
    opens_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    darkened_for = models.DateField(
        null=True, blank=True, help_text="The `expires_on` after which picture addresses were made dark already."
    )
    choosing_deadline = models.DateField(null=True, blank=True)
    photo_label = models.CharField(max_length=10, choices=PhotoLabel.choices, default=PhotoLabel.NONE)
    photo_order = models.CharField(max_length=10, choices=PhotoOrder.choices, default=PhotoOrder.TAKEN)
    favourites_on = models.BooleanField(default=True)
    comments_on = models.BooleanField(default=True)
    several_lists_on = models.BooleanField(default=False)
    client_may_hide = models.BooleanField(default=False, help_text="The client may hide photos from guests.")
    cover_design = models.CharField(max_length=10, choices=CoverDesign.choices, default=CoverDesign.FULL)
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.AUTO)
    font_pair = models.CharField(max_length=12, choices=FontPair.choices, default=FontPair.NEWSREADER)
    accent = models.CharField(max_length=7, blank=True, help_text="#rrggbb; empty: the studio's.")
    spacing = models.PositiveSmallIntegerField(choices=GridSpacing.choices, default=GridSpacing.FOUR)
    watermark = models.ForeignKey(Watermark, on_delete=models.SET_NULL, null=True, blank=True, related_name="galleries")
    watermark_series = models.PositiveIntegerField(
        default=0,
        help_text="Raised whenever the watermark changes: stands in the pictures' fingerprints (galleries.renditions).",
    )
    client = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="galleries")
    cover_photo = models.ForeignKey("Photo", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    cover_focal_x = models.FloatField(default=0.5)
    cover_focal_y = models.FloatField(default=0.5)
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["draft", "open", "closed"]), name="gallery_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(photo_label__in=["none", "filename", "number"]), name="gallery_label_known"
            ),
            models.CheckConstraint(
                condition=Q(photo_order__in=["taken", "name", "manual"]), name="gallery_order_known"
            ),
            models.CheckConstraint(
                condition=Q(cover_focal_x__range=(0, 1), cover_focal_y__range=(0, 1)), name="gallery_focal_point_inside"
            ),
            models.CheckConstraint(
                condition=Q(cover_design__in=["full", "frame", "split", "title"]), name="gallery_cover_design_known"
            ),
            models.CheckConstraint(
                condition=Q(theme__in=["auto", "light", "dark", "paper"]), name="gallery_theme_known"
            ),
            models.CheckConstraint(condition=Q(spacing__in=[2, 4, 6, 8]), name="gallery_spacing_known"),
        ]
        indexes = [models.Index(fields=["studio", "-created_at"], name="gallery_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def has_password(self) -> bool:
        return bool(self.password_hash)

    @property
    def has_client_password(self) -> bool:
        return bool(self.client_password_hash)


class Section(models.Model):
    """A named part of a gallery, in the studio's order."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="sections")
    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    name = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    client_only = models.BooleanField(default=False, help_text="Guests do not see it, nor that it exists.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gallery", "name"], name="section_name_once_per_gallery")]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Picture(models.Model):
    """What a file we show as a picture has, whether proof or finished. A file is a value: its hash, size, CRC and media type."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id)
    original_name = models.CharField(max_length=255)
    relative_path = models.CharField(max_length=1000, help_text="Folders and name as they came, separated by /.")
    stem = models.CharField(
        max_length=255, db_index=True, help_text="Name without its ending, NFC: what editing programs match by."
    )
    name_sort = models.CharField(max_length=1000, help_text="Natural order of names, as text.")
    media_type = models.CharField(max_length=50)
    sha256 = models.CharField(max_length=64, db_index=True)
    crc32 = models.BigIntegerField()
    size = models.BigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    placeholder = models.CharField(max_length=40, blank=True)
    renditions = models.JSONField(
        default=dict,
        help_text="Recipe name → [fingerprint, width, height, bytes]. Rebuilt from the original, never precious.",
    )
    state = models.CharField(max_length=10, choices=PictureState.choices, default=PictureState.PENDING)
    reason = models.CharField(
        max_length=60, blank=True, help_text="Code of why it failed; galleries.reasons has the words."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    outdated = models.BooleanField(
        default=False, help_text="To be rendered again by newer recipes; what there is is shown until then."
    )
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=100, blank=True, help_text="Process that renders it (lib.processes).")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def seen_by(visitor_class: VisitorClass, *, photo: str = "") -> Q:
    """Return the condition for photos that people of this class may see; `photo` is the way to them, such as "photo__".

    Guests see nothing of client-only sections and nothing that the client hid from them.
    """
    wanted: dict[str, Any] = {"deleted_at__isnull": True, "hidden": False, "state": PictureState.READY}
    if visitor_class == GUEST:
        wanted["hidden_from_guests"] = False
    seen = Q(**{photo + name: value for name, value in wanted.items()})
    if visitor_class == GUEST:
        seen &= Q(**{f"{photo}section__isnull": True}) | Q(**{f"{photo}section__client_only": False})
    return seen


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Sets of photos; `alive` hides what was deleted, `visible` also what visitors may not see, `visible_to` what one of them may not."""

    def alive(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def visible(self) -> Self:
        return self.alive().filter(hidden=False, state=PictureState.READY)

    def visible_to(self, visitor_class: VisitorClass) -> Self:
        return self.filter(seen_by(visitor_class))

    def in_order(self, photo_order: str) -> Self:
        """By section, then as the gallery says: capture time over all cameras, name, or by hand."""
        return self.order_by(
            F("section__position").asc(nulls_first=True),
            F("section_id").asc(nulls_first=True),
            *self._over_sections(photo_order),
        )

    def ranked(self, photo_order: str) -> Self:
        """Each photo carries `rank`: its place from 1 if there were no sections; of two photos in any section it tells the order."""
        return self.annotate(rank=Window(RowNumber(), order_by=self._over_sections(photo_order)))

    def _over_sections(self, photo_order: str) -> list[Expression | str]:
        orders: dict[PhotoOrder, list[Expression | str]] = {
            PhotoOrder.TAKEN: [F("taken_sort").asc(nulls_last=True), "name_sort", "id"],
            PhotoOrder.NAME: ["name_sort", "id"],
            # 0: never placed by hand, such as photos that came later; they follow by time.
            PhotoOrder.MANUAL: [
                Case(When(position=0, then=1), default=0),
                "position",
                F("taken_sort").asc(nulls_last=True),
                "name_sort",
                "id",
            ],
        }
        return orders[PhotoOrder(photo_order)]


class Photo(Picture):
    """One proof. The original is never altered; times are as the camera said, without zone unless it wrote one."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="photos")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, blank=True, related_name="photos")
    position = models.PositiveIntegerField(default=0)
    hidden = models.BooleanField(default=False)
    hidden_from_guests = models.BooleanField(default=False, help_text="By the client; they and members see it.")
    same_picture_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True, help_text="Camera clock, stored as if it were UTC.")
    taken_offset = models.SmallIntegerField(
        null=True, blank=True, help_text="Minutes from UTC, if the camera wrote it."
    )
    taken_sort = models.DateTimeField(
        null=True, blank=True, help_text="taken_at moved by the clock shift of its camera."
    )
    camera = models.CharField(
        max_length=200, blank=True, help_text="Make, model and body number: what one clock belongs to."
    )
    exif = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["Photo"]] = PhotoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gallery", "relative_path", "sha256"],
                condition=Q(deleted_at__isnull=True),
                name="photo_same_file_once_per_gallery",
            ),
            models.CheckConstraint(condition=Q(state__in=["pending", "ready", "failed"]), name="photo_state_known"),
        ]
        indexes = [
            models.Index(fields=["gallery", "state"], name="photo_gallery_state"),
            models.Index(fields=["state", "id"], name="photo_waiting"),
            models.Index(fields=["id"], condition=Q(outdated=True), name="photo_outdated"),
        ]

    def __str__(self) -> str:
        return self.original_name


class CameraClock(models.Model):
    """How far one camera's clock was off in one job: "the second camera is one hour behind" is +3600 seconds."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="camera_clocks")
    camera = models.CharField(max_length=200)
    shift_seconds = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gallery", "camera"], name="camera_clock_once_per_gallery")]

    def __str__(self) -> str:
        return f"{self.camera} {self.shift_seconds:+d} s"


class InvitationRole(models.TextChoices):
    CLIENT = "client"
    GUEST = "guest"


class Invitation(models.Model):
    """The personal link: a key to one gallery for one contact. The secret is kept readable so that the link can be copied again."""

    gallery = models.ForeignKey(Gallery, on_delete=models.CASCADE, related_name="invitations")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=InvitationRole.choices, default=InvitationRole.CLIENT)
    secret = models.CharField(max_length=40, unique=True, default=new_secret)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="First real view that came by this link.")
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gallery", "contact"], name="invitation_once_per_contact")]

    def __str__(self) -> str:
        return f"{self.contact} → {self.gallery}"


class Sending(models.Model):
    """One time a gallery was sent to one person, with the mail that did it."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="sendings")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.invitation} {self.created_at:%Y-%m-%d}"
