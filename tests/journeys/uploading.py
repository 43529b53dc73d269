"""What stories about uploading share: a studio of their own, the hand that drops a folder, a poor connection, what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Request, expect

from tests.journeys.steps import make_gallery, make_studio, until
from tests.serving import Serving, serving

SLOW = 1_500_000  # bytes a second: some megabytes are on their way for seconds


@dataclass
class Studio:
    """A server with one studio and its owner signed in, shared by all stories about uploading."""

    server: Serving
    session: Any

    def gallery(self, page: Page, title: str) -> str:
        """A new gallery; the page then shows its uploader."""
        gallery = make_gallery(page, self.server, title=title, client="Anna", email="anna@example.com")
        self.open(page, gallery)
        return gallery

    def open(self, page: Page, gallery: str) -> None:
        page.goto(f"{self.server.url}/galleries/{gallery}/upload")
        expect(page.get_by_role("button", name="Choose a folder").first).to_be_visible()

    def kill(self) -> None:
        """All of its processes at once, as when the power goes."""
        for process in self.server.processes():
            process.kill()
        assert self.server.process
        self.server.process.wait()


@dataclass
class Wire:
    """What left the browser for the upload endpoint: names begun, and where each part began."""

    begun: int = 0
    parts: list[int] = field(default_factory=list)

    def listen(self, page: Page) -> "Wire":
        page.on("request", self._note)
        return self

    def _note(self, request: Request) -> None:
        if "/api/v1/uploads" in request.url and request.method == "POST":
            self.begun += 1
        if "/api/v1/uploads/" in request.url and request.method == "PATCH":
            self.parts.append(int(request.headers["upload-offset"]))


@contextmanager
def studio_running(browser: Browser, data: Path) -> Iterator[Studio]:
    """A server with a studio whose owner is signed in."""
    with serving(data, PROVINO_DEMO="1") as server:
        context = browser.new_context(locale="en-GB")
        make_studio(context.new_page(), server)
        session = context.storage_state()
        context.close()
        yield Studio(server, session)


def choose(page: Page, folder: Path) -> None:
    page.locator("upload-panel input[type=file][webkitdirectory]").set_input_files(folder)


def drop(page: Page, folder: Path) -> None:
    """Drag a folder from the desktop onto the page, as the system does it."""
    box = page.locator("upload-panel .drop").bounding_box()
    assert box
    told = {"data": {"items": [], "files": [str(folder)], "dragOperationsMask": 1}}
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, **place, **told})
    devtools.detach()


def slow(page: Page) -> CDPSession:
    """A poor connection, until the session is detached."""
    devtools = page.context.new_cdp_session(page)
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    devtools.send("Network.emulateNetworkConditions", conditions)
    return devtools


def photos(page: Page, gallery: str) -> list[dict[str, Any]]:
    asked = f"async () => (await (await fetch('/api/v1/galleries/{gallery}/photos?limit=500')).json()).items"
    return list(page.evaluate(asked))


def ready(page: Page, gallery: str, count: int) -> None:
    until(page, f"/galleries/{gallery}: it.counts.ready === {count} && it.counts.pending === 0")


def kept(page: Page, gallery: str) -> dict[str, int]:
    """Bytes the server has of each file under way."""
    asked = f"async () => (await (await fetch('/api/v1/uploads?gallery={gallery}')).json()).items"
    return {item["filename"]: item["offset"] for item in page.evaluate(asked)}
