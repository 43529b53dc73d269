"""The main job, end to end: photos in, a client looks and chooses, the photographer sees it, exports and hands over."""

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser
from tests.journeys.steps import (
    give_heart,
    link_of_mail,
    make_gallery,
    make_studio,
    open_grid,
    upload_folder,
)
from tests.serving import Serving

pytestmark = pytest.mark.journey


def _client_chooses(client: Page, link: str) -> None:
    """By the mail's link: three hearts and a comment, asked nothing."""
    client.goto(link)
    open_grid(client)
    client.wait_for_timeout(1200)  # the page counts as seen after one second
    for number in range(3):
        give_heart(client, number)
    client.locator("photo-grid .shot a").first.click()
    client.get_by_role("button", name="Comments").click()
    client.get_by_placeholder("Write about this photo").fill("Could this be a little brighter? <b>Thank you</b>")
    client.get_by_role("button", name="Send", exact=True).click()
    expect(client.get_by_text("Could this be a little brighter? <b>Thank you</b>")).to_be_visible()
    expect(client.locator("dialog#identify")).not_to_be_visible()


def _stranger_sees_nothing_of_the_client(stranger: Page, address: str) -> None:
    """By the plain link a heart asks for the e-mail; typing the client's shows nothing of theirs."""
    stranger.goto(address)
    open_grid(stranger)
    stranger.locator("photo-grid .shot .heart").nth(4).click()
    dialog = stranger.locator("dialog#identify")
    expect(dialog).to_be_visible()
    dialog.locator("[name=email]").fill("anna@example.com")
    with stranger.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        dialog.get_by_role("button", name="Save my choice").click()
    expect(dialog).not_to_be_visible()
    expect(stranger.locator("photo-grid .heart[aria-pressed=true]")).to_have_count(1)
    stranger.reload()
    open_grid(stranger)
    expect(stranger.locator("photo-grid .heart[aria-pressed=true]")).to_have_count(1)
    stranger.goto(f"{address}favourites")
    expect(stranger.locator(".sheet figure")).to_have_count(1)


def _names_of_hearts(owner: Page, gallery: str) -> list[str]:
    """The file names of what the first visitor chose, from the API."""
    rows = owner.evaluate(f"async () => (await (await fetch('/api/v1/galleries/{gallery}/favourites')).json()).items")
    visitors = {row["visitor"] for row in rows}
    assert len(visitors) == 2
    first = rows[0]["visitor"]
    return [row["filename"] for row in rows if row["visitor"] == first]


def _send_and_stay_unseen(owner: Page, server: Serving, gallery: str, scanner: Page) -> str:
    """Send; a mail scanner's fetch of the link and the photographer's own preview leave the banner yellow."""
    owner.goto(f"{server.url}/galleries/{gallery}/send")
    owner.get_by_role("button", name="Send", exact=True).click()
    expect(owner.get_by_text("anna@example.com").first).to_be_visible()
    link = link_of_mail(owner, server, subject="your photos are ready")
    assert scanner.request.get(link).ok
    owner.goto(f"{server.url}/g/{gallery}/")
    owner.wait_for_timeout(1500)  # a client's page would have counted by now
    owner.goto(f"{server.url}/galleries/{gallery}/orders")
    expect(owner.get_by_text("The client has not viewed the gallery yet.")).to_be_visible()
    return link


def _export_names(owner: Page, server: Serving, gallery: str) -> list[str]:
    """What the client chose, as the plain text to paste."""
    owner.goto(f"{server.url}/galleries/{gallery}/orders?program=plain_text")
    whose = owner.get_by_label("Which photos")
    whose.select_option(label=whose.locator("option", has_text=re.compile(r"^Anna \(")).inner_text())
    whose.locator("xpath=ancestor::form").get_by_role("button").click()
    return owner.locator("#export-names").input_value().split("\n")[:-1]


def _finish(chosen: list[str], *, job: Path, folder: Path) -> list[Path]:
    """Finished files as an editing program names them."""
    folder.mkdir()
    sources = [next(job.rglob(name)) for name in chosen]
    return [Path(shutil.copyfile(source, folder / f"{source.stem}-Edit.jpg")) for source in sources]


def _hand_over(owner: Page, client: Page, server: Serving, gallery: str, folder: Path) -> None:
    """Add the files; the client sees nothing before the button is pressed."""
    ready = f"/galleries/{gallery}/finished-files?state=ready: it.items.length === 3"
    upload_folder(owner, f"{server.url}/galleries/{gallery}/handover/add/full", folder, arrived=ready)
    client.goto(f"{server.url}/g/{gallery}/handover")
    expect(client.get_by_text("Your finished photos are not here yet")).to_be_visible()
    owner.goto(f"{server.url}/galleries/{gallery}/handover")
    expect(owner.get_by_text(re.compile("3 of [34] chosen photos are here"))).to_be_visible()
    owner.get_by_role("button", name="Hand over to client").click()
    expect(owner.get_by_text("The client sees 3 files")).to_be_visible(timeout=30_000)


def _download(client: Page, link: str, files: list[Path]) -> None:
    """By the second mail's link: everything in one ZIP, bit for bit."""
    client.goto(link)
    expect(client.get_by_role("heading", name="Finished photos")).to_be_visible()
    with client.expect_download() as download:
        client.get_by_role("link", name="Download everything").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            file.name: file.read_bytes() for file in files
        }


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_main_job_from_empty_folder_to_finished_files(
    server: Serving, open_browser: OpenBrowser, wedding: Path, tmp_path: Path, phone: bool
) -> None:
    owner, client = open_browser(), open_browser(phone=phone)
    make_studio(owner, server)
    gallery = make_gallery(owner, server, title="Anna and Piotr", client="Anna", email="anna@example.com")
    files = sum(path.is_file() for path in wedding.rglob("*"))
    ready = f"/galleries/{gallery}: it.counts.ready === {files}"
    upload_folder(owner, f"{server.url}/galleries/{gallery}/upload", wedding, arrived=ready)
    link = _send_and_stay_unseen(owner, server, gallery, open_browser())

    _client_chooses(client, link)
    owner.reload()
    expect(owner.get_by_text(re.compile("The client viewed the gallery"))).to_be_visible()
    _stranger_sees_nothing_of_the_client(open_browser(phone=phone), f"{server.url}/g/{gallery}/")
    chosen = _names_of_hearts(owner, gallery)
    assert len(chosen) == 3
    assert sorted(_export_names(owner, server, gallery)) == sorted(chosen)

    finished = _finish(chosen, job=wedding, folder=tmp_path / "finished")
    _hand_over(owner, client, server, gallery, tmp_path / "finished")
    _download(client, link_of_mail(owner, server, subject="your finished photos"), finished)
