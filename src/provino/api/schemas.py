"""What the API says and takes, one schema a thing; `id` is always the public id, times are UTC."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Field, Schema
from pydantic import BaseModel, ConfigDict

T = TypeVar("T")
# A NUL means nothing in a name, and PostgreSQL refuses it.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Money = Annotated[str, Field(pattern=r"^[0-9]{1,8}(\.[0-9]{1,2})?$", description="An exact amount, such as 25.00.")]
GalleryState = Literal["draft", "open", "sent", "viewed", "choosing", "submitted", "handed-over", "closed", "expired"]
Language = Literal["en", "pl"]
Visibility = Literal["draft", "open", "closed"]
PhotoLabel = Literal["none", "filename", "number"]
PhotoOrder = Literal["taken", "name", "manual"]
CoverDesign = Literal["full", "frame", "split", "title"]
Theme = Literal["auto", "light", "dark", "paper"]
FontPair = Literal["newsreader", "fraunces", "cormorant", "sans"]
GridSpacing = Literal[2, 4, 6, 8]
PictureState = Literal["pending", "ready", "failed"]


class Body(BaseModel):
    """What a request brings: an object with these names and no others.

    Not django-ninja's Schema, which reads attributes: it would take the text "x" for an object with a `title`.
    """

    model_config = ConfigDict(extra="forbid")


def _left_out() -> Any:
    """What stays as it is has no value; null would be one."""
    return None


class Page(Schema, Generic[T]):
    """One page of a list; `next` is the cursor of the following one, or null at the end."""

    items: list[T]
    next: str | None = None


class Refusal(Schema):
    """Why something was not done: a code for programs, a sentence for people."""

    code: str
    message: str


class ClientOut(Schema):
    """The person a gallery is for."""

    id: str
    name: str
    email: str


class PhotoCounts(Schema):
    """Photos of a gallery by state."""

    pending: int
    ready: int
    failed: int


class GalleryOut(Schema):
    """One job's photos as a client sees them."""

    id: str
    title: str
    subtitle: str
    date: datetime.date | None
    language: Language
    state: GalleryState = Field(description="How far the job has come.")
    visibility: Visibility
    has_password: bool
    has_client_password: bool = Field(description="A password of the client's own opens the client-only sections.")
    client: ClientOut | None
    opens_on: datetime.date | None
    expires_on: datetime.date | None
    choosing_deadline: datetime.date | None
    photo_label: PhotoLabel
    photo_order: PhotoOrder
    favourites_on: bool
    comments_on: bool
    cover_design: CoverDesign
    theme: Theme
    font_pair: FontPair
    accent: str = Field(description="#rrggbb; empty: the studio's colour.")
    spacing: GridSpacing = Field(description="Pixels between the photos.")
    ask_at_door: bool = Field(description="Asks for the e-mail before anything is shown.")
    client_may_hide: bool = Field(description="The client may hide photos from guests.")
    watermark: str | None = Field(description="Id of the watermark that proofs bear; null without one.")
    photos: int
    counts: PhotoCounts
    url: str = Field(description="The plain link; a personal link comes from sending.")
    sent_at: datetime.datetime | None
    viewed_at: datetime.datetime | None
    created_at: datetime.datetime


class GalleryIn(Body):
    """A new gallery; only the title is needed."""

    title: Text = Field(min_length=1, max_length=200)
    subtitle: Text = Field("", max_length=200)
    date: datetime.date | None = None
    language: Language | None = Field(None, description="Without it the studio's.")
    client_name: Text = Field("", max_length=200)
    client_email: Text = Field("", max_length=254)
    visibility: Visibility = "draft"
    opens_on: datetime.date | None = None
    expires_on: datetime.date | None = None
    choosing_deadline: datetime.date | None = None
    photo_label: PhotoLabel = "none"
    photo_order: PhotoOrder = "taken"
    password: Text = Field("", max_length=200)


class GalleryChange(Body):
    """Settings to change: what is left out stays, null clears a date."""

    title: Text = Field(default_factory=_left_out, min_length=1, max_length=200)
    subtitle: Text = Field(default_factory=_left_out, max_length=200)
    date: datetime.date | None = None
    language: Language = Field(default_factory=_left_out)
    visibility: Visibility = Field(default_factory=_left_out)
    opens_on: datetime.date | None = None
    expires_on: datetime.date | None = None
    choosing_deadline: datetime.date | None = None
    photo_label: PhotoLabel = Field(default_factory=_left_out)
    photo_order: PhotoOrder = Field(default_factory=_left_out)
    favourites_on: bool = Field(default_factory=_left_out)
    comments_on: bool = Field(default_factory=_left_out)
    cover_design: CoverDesign = Field(default_factory=_left_out)
    theme: Theme = Field(default_factory=_left_out)
    font_pair: FontPair = Field(default_factory=_left_out)
    accent: Text = Field(default_factory=_left_out, max_length=7, description="An empty text: the studio's colour.")
    spacing: GridSpacing = Field(default_factory=_left_out)
    ask_at_door: bool = Field(default_factory=_left_out)
    client_may_hide: bool = Field(default_factory=_left_out)
    watermark: Text | None = Field(None, max_length=22, description="Id of a watermark of the studio; null for none.")
    password: Text = Field(default_factory=_left_out, max_length=200, description="An empty text removes the password.")
    client_password: Text = Field(
        default_factory=_left_out, max_length=200, description="An empty text removes the client's password."
    )


class SendIn(Body):
    """Whom to send a gallery to; without recipients it goes to its client."""

    recipients: list[Text] = Field(default_factory=list, max_length=100, description="E-mail addresses.")
    subject: Text = Field("", max_length=300)
    text: Text = Field("", max_length=10_000)


class SendingOut(Schema):
    """One mail on its way to one person."""

    email: str
    name: str
    state: str
    url: str = Field(description="The personal link.")


class SectionOut(Schema):
    """A named part of a gallery."""

    id: str
    name: str
    photos: int
    client_only: bool = Field(description="Guests do not see it, nor that it exists.")


class SectionIn(Body):
    """A new section."""

    name: Text = Field(min_length=1, max_length=200)
    client_only: bool = False


class SectionChange(Body):
    """What to change about a section: what is left out stays."""

    name: Text = Field(default_factory=_left_out, min_length=1, max_length=200)
    client_only: bool = Field(default_factory=_left_out)


class PictureAddresses(Schema):
    """Signed addresses of the renditions; they work for a week or two."""

    view: str
    grid: str
    grid2: str


class PhotoOut(Schema):
    """One proof."""

    id: str
    filename: str
    relative_path: str
    section: str | None
    state: PictureState
    reason: str | None = Field(description="Code of why it failed.")
    message: str | None = Field(description="Why it failed, in words.")
    hidden: bool
    hidden_from_guests: bool = Field(description="By the client, who still sees it.")
    media_type: str
    width: int
    height: int
    size: int
    sha256: str
    crc32: int
    taken_at: datetime.datetime | None = Field(description="The camera's clock, as if it were UTC.")
    camera: str
    same_picture_as: str | None
    urls: PictureAddresses | None
    created_at: datetime.datetime


class PhotoChange(Body):
    """What may be changed of a photo: what is left out stays, null takes it out of its section."""

    hidden: bool = Field(default_factory=_left_out)
    section: Text | None = Field(None, max_length=22)


class FinishedFileOut(Schema):
    """One finished file of the hand-over."""

    id: str
    filename: str
    relative_path: str
    folder: Literal["full", "web"]
    state: PictureState
    reason: str | None
    message: str | None
    size: int
    sha256: str
    handed_over: bool
    created_at: datetime.datetime


class VisitorOut(Schema):
    """One person in one gallery; without `proven` the address is only what was typed."""

    id: str
    name: str
    email: str
    kind: Literal["client", "guest", "unknown"]
    proven: bool
    favourites: int
    comments: int
    first_seen_at: datetime.datetime
    last_seen_at: datetime.datetime


class FavouriteOut(Schema):
    """One chosen photo."""

    visitor: str
    photo: str
    filename: str
    list: str
    note: str
    created_at: datetime.datetime


class PinOut(Schema):
    """A spot of the upright picture a comment points at."""

    x: float = Field(ge=0, le=1, description="0 to 1 from the left.")
    y: float = Field(ge=0, le=1, description="0 to 1 from the top.")


class TierBody(Body):
    """From the `from_extra`-th further photo on each costs `price`; the first tier begins with 1."""

    from_extra: int = Field(ge=1, le=100_000)
    price: Money


class SectionRuleBody(Body):
    """At least and at most so many photos of one section."""

    section: Text = Field(max_length=22)
    minimum: int = Field(0, ge=0, le=100_000)
    maximum: int | None = Field(None, ge=0, le=100_000)


class PackageIn(Body):
    """What a job includes and what more costs, in the studio's currency."""

    included: int = Field(0, ge=0, le=100_000)
    minimum: int = Field(0, ge=0, le=100_000)
    maximum: int | None = Field(None, ge=1, le=100_000)
    price_for_all: Money | None = Field(None, description="Further photos together never cost more than this.")
    tiers: list[TierBody] = Field(default_factory=list, max_length=50)
    sections: list[SectionRuleBody] = Field(default_factory=list, max_length=500)


class PackageOut(Schema):
    """The terms that hold now."""

    included: int
    minimum: int
    maximum: int | None
    price_for_all: str | None
    tiers: list[TierBody]
    sections: list[SectionRuleBody]


class PriceLineOut(Schema):
    """One line of a sum: so many photos at a price each (null: none was agreed), or `all` others for one amount."""

    kind: Literal["included", "extra", "all"]
    count: int
    price: str | None
    amount: str


class SelectedPhotoOut(Schema):
    """One photo as it was sent; `photo` is null when it was deleted since."""

    photo: str | None
    filename: str
    section: str
    note: str


class SelectionOut(Schema):
    """A list as a client sent it: it never changes, only `state` says whether the list was opened again."""

    id: str
    number: int = Field(description="Within the gallery.")
    version: int = Field(description="Of this list.")
    state: Literal["submitted", "reopened"]
    visitor: str
    list: str
    message: str
    count: int
    currency: str
    total: str
    lines: Sequence[PriceLineOut]
    photos: Sequence[SelectedPhotoOut]
    submitted_at: datetime.datetime
    reopen_asked_at: datetime.datetime | None
    reopen_reason: str
    reopened_at: datetime.datetime | None


class CommentOut(Schema):
    """One comment or reply; `visitor` is null when a member wrote it."""

    id: str
    visitor: str | None
    author: str
    photo: str
    filename: str
    text: str
    pin: PinOut | None
    reply_to: str | None
    created_at: datetime.datetime
    edited_at: datetime.datetime | None
    resolved_at: datetime.datetime | None = Field(description="When a member marked it as done.")


class ListOut(Schema):
    """One list of a visitor; the first one has no name, and the package counts it."""

    id: str
    visitor: str
    name: str
    photos: int
    created_at: datetime.datetime


class ExportScope(Schema):
    """Whose choice is exported; nothing of it: everybody's. A selection is as it was sent, whatever else is asked."""

    visitor: str | None = None
    list: str | None = None
    selection: str | None = None


class ExportOut(Schema):
    """The chosen photos as one editing program wants them."""

    program: str
    title: str
    count: int
    names: list[str]
    text: str
    instructions: list[str]
    warnings: list[str]
