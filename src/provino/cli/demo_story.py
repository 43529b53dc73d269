"""The three jobs of the demo studio: what is in them, and what their clients did."""

from dataclasses import dataclass, field
from decimal import Decimal

from provino.proofing.pricing import Terms, Tier


@dataclass(frozen=True, slots=True)
class Shot:
    """One demo photograph: its file below the demo folder, and the section it goes to."""

    file: str
    section: str


@dataclass(frozen=True, slots=True)
class Said:
    """A comment by the client, on a spot of the photo if there is a `pin`, and the studio's answer if there is one."""

    photo: int
    text: str
    answer: str = ""
    pin: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One gallery. Photos are named by their place in `shots`; `days` is how long ago it was sent."""

    title: str
    subtitle: str
    language: str
    client: tuple[str, str]
    shots: tuple[Shot, ...]
    cover: int
    days: int
    deadline_in: int | None = None
    chosen: tuple[int, ...] = ()
    notes: dict[int, str] = field(default_factory=dict)
    lists: dict[str, tuple[int, ...]] = field(default_factory=dict)
    terms: Terms | None = None
    submitted: str | None = None
    said: tuple[Said, ...] = ()
    guest: tuple[str, str] = ("", "")
    guest_chosen: tuple[int, ...] = ()
    finished: tuple[int, ...] = ()
    focal: tuple[float, float] = field(default=(0.5, 0.5))


OWNER_EMAIL = "maria@example.com"
OWNER_PASSWORD = "provino-demo"  # noqa: S105  # the demo's, printed on the screen; demo mode answers on loopback only
STUDIO = "Pracownia Marii"

_DUNE = "Karta 2/IMG_4019.JPG"
_WREN = "Karta 2/IMG_4020.JPG"
_LAKE = "IMG_0001.JPG"
_BRIDGE = "IMG_0002.JPG"
_ARCHES = "IMG_0003.JPG"
_OSPREY = "IMG_4025.JPG"
_TOWERS = "IMG_4026.JPG"
_COLOSSEUM = "IMG_9998.JPG"
_FLOWERS = "IMG_9999.JPG"
_LANTERN = "second shooter/DSC04021.jpg"
_FACADE = "second shooter/DSC04022.jpg"

JOBS = (
    Job(
        title="Anna and Piotr",
        subtitle="Honeymoon",
        language="en",
        client=("Anna Nowak", "anna@example.com"),
        shots=(
            Shot(_DUNE, "On the road"),
            Shot(_LAKE, "On the road"),
            Shot(_OSPREY, "On the road"),
            Shot(_WREN, "On the road"),
            Shot(_BRIDGE, "On the road"),
            Shot(_LANTERN, "Gardens"),
            Shot(_FLOWERS, "Gardens"),
            Shot(_TOWERS, "City by night"),
            Shot(_COLOSSEUM, "City by night"),
            Shot(_FACADE, "City by night"),
            Shot(_ARCHES, "City by night"),
        ),
        cover=0,
        focal=(0.5, 0.6),
        days=9,
        deadline_in=14,
        chosen=(0, 1, 2, 7, 8),
        notes={1: "For the hall, 60 × 90", 7: "Straighten it a little, please"},
        lists={"For the album": (0, 2, 8)},
        terms=Terms(included=4, tiers=(Tier(1, Decimal(25)), Tier(4, Decimal(20))), price_for_all=Decimal(120)),
        said=(
            Said(
                0,
                "The loveliest of all! Could the sky be a little brighter? We want it over the bed.",
                "Of course. For canvas I will prepare a version without the frame, too.",
            ),
            Said(
                8, "Can this one be black and white? And these people in the corner, could they go?", pin=(0.12, 0.86)
            ),
        ),
        guest=("Kasia", "kasia@example.com"),
        guest_chosen=(2, 5),
    ),
    Job(
        title="Zuzanna i Michał",
        subtitle="Sesja narzeczeńska",
        language="pl",
        client=("Zuzanna Lis", "zuzanna@example.com"),
        shots=(
            Shot(_COLOSSEUM, "Stare miasto"),
            Shot(_FACADE, "Stare miasto"),
            Shot(_ARCHES, "Stare miasto"),
            Shot(_TOWERS, "Wieczór"),
            Shot(_LANTERN, "Wieczór"),
            Shot(_FLOWERS, "Wieczór"),
        ),
        cover=3,
        days=41,
        chosen=(0, 1, 3, 5),
        terms=Terms(included=3, tiers=(Tier(1, Decimal(40)),)),
        submitted="Dziękujemy, to był cudowny dzień!",
        said=(Said(3, "To zdjęcie chcemy na zaproszenia.", "Świetny wybór, przygotuję je też w pionie."),),
        finished=(0, 1, 3),
    ),
    Job(
        title="Rodzina Zielińskich",
        subtitle="Sesja jesienna",
        language="pl",
        client=("Joanna Zielińska", "joanna@example.com"),
        shots=(Shot(_LAKE, ""), Shot(_BRIDGE, ""), Shot(_OSPREY, ""), Shot(_WREN, ""), Shot(_DUNE, "")),
        cover=1,
        days=1,
        deadline_in=30,
    ),
)
