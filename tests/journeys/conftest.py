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
