"""What people do again and again in the stories."""

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.serving import Serving

OWNER, PASSWORD = "maria@example.com", "correct horse battery"


def make_studio(page: Page, server: Serving, *, name: str = "Pracownia Marii") -> None:
    """The first page: the code that `serve` printed makes the studio."""
    code = re.search(r"Set-up code: (\S+)", server.log())
    assert code, server.log()
    page.goto(server.url)
    page.fill("[name=code]", code[1])
    page.fill("[name=studio_name]", name)
    page.fill("[name=name]", "Maria Wójcik")
    page.fill("[name=email]", OWNER)
    page.fill("[name=password]", PASSWORD)
    page.select_option("[name=language]", "en")
    page.get_by_role("button", name="Make the studio").click()
    expect(page.get_by_role("heading", name="Galleries")).to_be_visible()


def make_gallery(page: Page, server: Serving, *, title: str, client: str, email: str, language: str = "en") -> str:
    """A new gallery with its client; returns its id."""
    page.goto(f"{server.url}/galleries/new")
    page.fill("[name=title]", title)
    page.fill("[name=client_name]", client)
    page.fill("[name=client_email]", email)
    page.select_option("[name=language]", language)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/galleries/(?!new)[^/]+/"))
    return page.url.split("/galleries/")[1].split("/")[0]


def upload_folder(page: Page, address: str, folder: Path, *, arrived: str) -> None:
    """Choose a folder in the uploader and wait until the server says so; `arrived` is a path of the API and what must hold."""
    page.goto(address)
    page.locator("upload-panel input[type=file][webkitdirectory]").set_input_files(folder)
    until(page, arrived)


def until(page: Page, question: str) -> None:
    """Wait until an API answer `it` fulfils a condition: `/galleries/x: it.counts.ready == 12`."""
    path, _, condition = question.partition(": ")
    asked = f"async () => {{ const it = await (await fetch('/api/v1{path}')).json(); return {condition}; }}"
    deadline = time.monotonic() + 120
    while not page.evaluate(asked):
        assert time.monotonic() < deadline, question
        page.wait_for_timeout(200)


def link_of_mail(page: Page, server: Serving, *, subject: str) -> str:
    """The personal link in the newest mail with this subject, read in the mailbox."""
    page.goto(f"{server.url}/dev/mail")
    page.get_by_role("link", name=re.compile(subject)).first.click()
    text = page.locator("#text").inner_text()
    link = re.search(r"https?://\S+/i/\S+", text)
    assert link, text
    return link[0]


def open_grid(page: Page) -> None:
    """From the cover to the photos."""
    page.locator("#photos").evaluate("element => element.scrollIntoView()")
    expect(page.locator("photo-grid .shot").first).to_be_visible()


def give_heart(page: Page, number: int) -> None:
    """Press the heart of a photo and wait until it is saved."""
    heart = page.locator("photo-grid .shot .heart").nth(number)
    heart.scroll_into_view_if_needed()
    with page.expect_response(lambda answer: "/lists/" in answer.url and answer.request.method == "PUT") as saved:
        heart.click()
    assert saved.value.ok
    expect(heart).to_have_attribute("aria-pressed", "true")
