"""A real browser against a real server: one browser for the run, a fresh server where a story begins from nothing."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.states import DOORS, PEOPLE, SENT
from tests.journeys.uploading import Studio, studio_running
from tests.serving import Serving, serving

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DEMO_PHOTOS = Path(__file__).resolve().parents[2] / "demo" / "photos"

OpenBrowser = Callable[..., Page]


@dataclass
class Demo:
    """The demo studio on a running server: `story` is what `provino demo --json` says."""

    server: Serving
    story: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url

    def gallery(self, number: int) -> str:
        """The id of the first, second or third job."""
        return str(self.story["galleries"][number]["id"])

    def personal_link(self, number: int) -> str:
        """The link in that job's mail to its client."""
        return f"{self.url}/g/{self.gallery(number)}/i/{self.story['galleries'][number]['secret']}"

    def session(self, browser: Browser, email: str = "", password: str = "") -> Any:
        """What a browser keeps once signed in; without an e-mail, the owner's. One signs in once a run."""
        email, password = email or self.story["email"], password or self.story["password"]
        if email not in self.sessions:
            context = browser.new_context(locale="en-GB")
            page = context.new_page()
            page.goto(f"{self.url}/account/login/")
            page.fill("[name=login]", email)
            page.fill("[name=password]", password)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/galleries/")
            self.sessions[email] = context.storage_state()
            context.close()
        return self.sessions[email]

    def new_gallery(self, title: str, *, photos: int = 11, **fields: Any) -> "Job":
        """An open gallery with a client of its own and copies of the first job's photos, over and over."""
        made = self.server.python(_GALLERY.replace("ASKED", repr({"title": title, "photos": photos, **fields})))
        return Job(**made, url=self.url)


@dataclass(frozen=True)
class Job:
    """A gallery of one story: photos are (id, file name) in the order they are shown; `link` is the client's."""

    id: str
    secret: str
    photos: list[tuple[str, str]]
    url: str

    @property
    def address(self) -> str:
        return f"{self.url}/g/{self.id}/"

    @property
    def link(self) -> str:
        return f"{self.address}i/{self.secret}"

    @property
    def board(self) -> str:
        return f"{self.url}/galleries/{self.id}/"


# Rendered once, shown in many galleries: the files are linked, so that a thousand photos take a second.
_GALLERY = """
import os
from provino.galleries.files import original_key, rendition_key, storage
from provino.galleries.models import Photo, Section
from provino.galleries.photos import alive
from provino.lib.public_ids import new_public_id
from provino.studios.models import Studio
from tests.factories import make_contact, make_gallery, make_invitation
asked = ASKED
count = asked.pop("photos")
studio = Studio.objects.order_by("pk").first()
gallery = make_gallery(studio=studio, **asked)
sources = list(Photo.objects.filter(gallery__title="Anna and Piotr", gallery__studio=studio).order_by("pk").select_related("gallery__studio", "section")[:count])
sections = {name: Section.objects.create(gallery=gallery, name=name, position=place) for place, name in enumerate(dict.fromkeys(one.section.name for one in sources))}
def link(key, to):
    target = storage().path(to)
    target.parent.mkdir(parents=True, exist_ok=True)
    if storage().exists(key) and not target.exists():
        os.link(storage().path(key), target)
rows = []
for number in range(count):
    source = sources[number % len(sources)]
    row = Photo.objects.get(pk=source.pk)
    row.pk, row.public_id, row.gallery, row.section = None, new_public_id(), gallery, sections[source.section.name]
    row._state.adding = True
    row.same_picture_as_id, again = None, number // len(sources)
    if again:
        row.sha256, row.original_name = f"{number:064x}", f"{number:05d}-{row.original_name}"
        row.relative_path = row.name_sort = row.original_name
    else:
        link(original_key(source.gallery, source.sha256), original_key(gallery, source.sha256))
    for name, (fingerprint, *_) in source.renditions.items():
        for ending in ("webp", "jpg"):
            link(rendition_key(source.gallery, source.public_id, fingerprint, ending), rendition_key(gallery, row.public_id, fingerprint, ending))
    rows.append(row)
Photo.objects.bulk_create(rows)
invitation = make_invitation(gallery=gallery, contact=make_contact(studio=studio, name="Ewa", email=f"{gallery.public_id.lower()}@example.com"))
gallery.client = invitation.contact
gallery.save()
shown = alive(gallery).in_order(gallery.photo_order).values_list("public_id", "original_name")
print(json.dumps({"id": gallery.public_id, "secret": invitation.secret, "photos": list(shown)}))
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium or Chrome, else Playwright's own; without any the suite fails and says so."""
    system = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=system, args=arguments)
        yield launched
        launched.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """An empty installation whose mail stays in a mailbox page."""
    with serving(tmp_path / "data", PROVINO_DEMO="1") as running:
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo studio, made once a run. Stories that change a gallery others look at make one of their own."""
    story: dict[str, Any] = {}

    def fill(server: Serving) -> None:
        command = [sys.executable, "-m", "provino.cli.main", "demo", "--photos", str(DEMO_PHOTOS), "--json"]
        story.update(
            json.loads(subprocess.run(command, env=server.environment, check=True, capture_output=True).stdout)
        )

    with serving(tmp_path_factory.mktemp("demo") / "data", before=fill, PROVINO_DEMO="1") as running:
        yield Demo(running, story)


@pytest.fixture(scope="session")
def states(demo: Demo) -> dict[str, str]:
    """Ids of what the demo's story does not reach, by name; "0" to "2" are its own jobs, `sender` a personal link."""
    job = demo.new_gallery("Wysłany wybór", photos=6, several_lists_on=True, language="pl")
    made = [demo.server.python(code) for code in (PEOPLE, DOORS, SENT.replace("JOB", job.id))]
    found: dict[str, str] = {str(number): demo.gallery(number) for number in range(3)} | {"sender": job.link}
    for ids in made:
        found |= ids
    return found


@pytest.fixture(scope="session")
def studio(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio for stories about uploading; one of them kills its server and starts it again."""
    with studio_running(browser, tmp_path_factory.mktemp("studio") / "data") as running:
        yield running


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[OpenBrowser]:
    """Opens a browser of its own, with its own cookies: desktop or phone. Any error on its console fails the story.

    `more` goes to Playwright's new_context: `storage_state`, `color_scheme`, `java_script_enabled`, `viewport`.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(*, phone: bool = False, locale: str = "en-GB", **more: Any) -> Page:
        look = {**(PHONE if phone else DESKTOP), "locale": locale, "reduced_motion": "reduce", **more}
        context = browser.new_context(**look)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"{page.url}: {message.text}")
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def wedding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A job as it lies on the photographer's disk: the corpus's wedding, else the demo photographs."""
    corpus = os.environ.get("PROVINO_CORPUS")
    if corpus:
        return Path(corpus) / "session-wedding"
    folder = tmp_path_factory.mktemp("job") / "session"
    shutil.copytree(DEMO_PHOTOS, folder, ignore=shutil.ignore_patterns("*.tsv"))
    return folder
