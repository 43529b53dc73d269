"""A watermark is made, tried out and chosen while a client has the gallery open: nothing breaks, nothing stays unmarked."""

import hashlib

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Demo, OpenBrowser

pytestmark = pytest.mark.journey


def _views(page: Page, address: str) -> list[str]:
    """The large views as the plain page names them."""
    page.goto(f"{address}photos")
    return [link.get_attribute("href") or "" for link in page.locator(".sheet figure > a").all()]


def _taken(page: Page, demo: Demo, addresses: list[str]) -> list[str]:
    """What the client gets there, as hashes; every address answers."""
    answers = [page.request.get(demo.url + address) for address in addresses]
    assert [answer.status for answer in answers] == [200] * len(addresses)
    return [hashlib.sha256(answer.body()).hexdigest() for answer in answers]


def _make(page: Page, demo: Demo, *, name: str) -> None:
    """The owner makes a tiled watermark and sees it on a photo before saving."""
    page.goto(f"{demo.url}/settings/watermarks/")
    page.get_by_role("link", name="New watermark").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("textbox", name="Words").fill("© Żaneta Łąk")
    preview = page.get_by_role("img", name="with the watermark")
    expect(preview).to_be_visible(timeout=15_000)
    first = preview.get_attribute("src")
    page.get_by_label("Where", exact=True).select_option("tiled")
    expect(preview).not_to_have_attribute("src", first or "", timeout=15_000)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name="© Żaneta Łąk")).to_be_visible()


def test_watermark_comes_over_an_open_gallery_without_a_gap(
    demo: Demo, open_browser: OpenBrowser, browser: Browser
) -> None:
    job = demo.new_gallery("Watermark", photos=4)
    client = open_browser()
    client.goto(job.link)
    plain = _views(client, job.address)
    before = _taken(client, demo, plain)
    assert len(set(before)) == 4
    page = open_browser(storage_state=demo.session(browser))
    _make(page, demo, name="Proofs")
    page.goto(f"{demo.url}/galleries/{job.id}/settings/watermark")
    panel = page.get_by_role("region", name="Watermark")
    panel.get_by_role("combobox").select_option(label="Proofs")
    panel.get_by_role("button", name="Save").click()
    # The client goes on looking while the photos are made anew; the photographer reads how far they are.
    words = page.locator("#watermark-progress p")
    while words.count():
        assert set(words.all_inner_texts()) & {f"{done} of 4 photos with the new watermark." for done in range(4)}
        _taken(client, demo, plain)
        _taken(client, demo, _views(client, job.address))
    marked = _views(client, job.address)
    assert not set(marked) & set(plain)
    after = _taken(client, demo, plain)
    assert not set(after) & set(before)
    assert _taken(client, demo, marked) == after


def test_watermark_deleted_by_mistake_comes_back(demo: Demo, open_browser: OpenBrowser, browser: Browser) -> None:
    page = open_browser(storage_state=demo.session(browser))
    page.goto(f"{demo.url}/settings/watermarks/new")
    page.get_by_label("Name", exact=True).fill("Short-lived")
    page.get_by_role("textbox", name="Words").fill("© Studio")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="Short-lived")
    row.get_by_role("button", name="Delete Short-lived").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
