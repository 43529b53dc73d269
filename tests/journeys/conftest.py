"""A real browser against a real server: one browser for the run, a fresh server where a story begins from nothing."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.serving import Serving, serving

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DEMO_PHOTOS = Path(__file__).resolve().parents[2] / "demo" / "photos"

OpenBrowser = Callable[..., Page]


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


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[OpenBrowser]:
    """Opens a browser of its own, with its own cookies: desktop or phone. Any error on its console fails the story."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(*, phone: bool = False, locale: str = "en-GB") -> Page:
        context = browser.new_context(**(PHONE if phone else DESKTOP), locale=locale, reduced_motion="reduce")
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
