"""The uploader in a real browser: bad files among good ones, pause, a broken wire, a closed tab, a killed server, doubles."""

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import live
from tests.journeys.conftest import OpenBrowser
from tests.journeys.steps import until
from tests.journeys.uploading import Studio, Wire, choose, drop, kept, photos, ready, slow
from tests.photos import NOT_PICTURES, OTHER_PICTURES, jpeg_bytes, make_photo, png_bomb_bytes

pytestmark = pytest.mark.journey

BIG = 6_000_000
BAD = {
    "bomb.png": (png_bomb_bytes(), "The picture has too many pixels."),
    "cut.jpg": (jpeg_bytes(1200, 800, seed=90)[:40_000], "The file is damaged or incomplete."),
    "empty.jpg": (b"", "The file is empty."),
    "moving.gif": (OTHER_PICTURES["moving.gif"], "This kind of file is not supported."),
    "text.jpg": (NOT_PICTURES["text.jpg"], "This is not a picture."),
}


@pytest.fixture
def owner(studio: Studio, open_browser: OpenBrowser) -> Page:
    return open_browser(storage_state=studio.session)


def _big(path: Path, *, seed: int) -> Path:
    """A photograph with as much behind its end as cameras leave there; libvips does not mind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg_bytes(seed=seed) + os.urandom(64) + bytes(BIG))
    return path


def _wait_under_way(studio: Studio) -> None:
    """Until bytes of some file lie on the server's disk, none of them whole."""
    waiting = studio.server.data / "incoming"
    sizes = live.until(lambda: [size for path in waiting.iterdir() if (size := path.stat().st_size)])
    assert max(sizes) < BIG


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_bad_files_stand_with_their_reasons_and_the_rest_arrives(
    studio: Studio, open_browser: OpenBrowser, tmp_path: Path, phone: bool
) -> None:
    owner = open_browser(storage_state=studio.session, phone=phone)
    gallery = studio.gallery(owner, "Among bad ones")
    good = ["IMG_1.jpg", "Party/Dance/IMG_1.jpg", "Party/IMG_2.jpg", "Zażółć.jpg"]
    for seed, name in enumerate(good):
        make_photo(tmp_path / "job" / name, seed=seed)
    for name, (content, _) in BAD.items():
        (tmp_path / "job" / "Party" / name).write_bytes(content)
    (tmp_path / "job" / ".DS_Store").write_bytes(b"litter")
    (choose if phone else drop)(owner, tmp_path / "job")

    panel = owner.locator("upload-panel")
    expect(panel.get_by_role("heading", name="5 files need attention")).to_be_visible(timeout=30_000)
    for name, (_, reason) in BAD.items():
        row = panel.locator(".upload-trouble", has=owner.get_by_text(name, exact=True))
        expect(row).to_contain_text(reason)
        expect(row.get_by_role("button", name="Skip")).to_be_visible()
    expect(panel.get_by_text("4 photos are stored")).to_be_visible()
    expect(panel.get_by_text("All 4 photos are ready.")).to_be_visible(timeout=30_000)
    sections = {
        photo["relative_path"]: photo["section"] for photo in photos(owner, gallery) if photo["state"] == "ready"
    }
    assert sections == dict(zip(good, [None, "Party / Dance", "Party", None], strict=True))
    assert owner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel.get_by_role("button", name="Skip").first.click()
    expect(panel.get_by_role("heading", name="4 files need attention")).to_be_visible()


def test_panel_asks_no_more_when_all_is_done(studio: Studio, owner: Page, tmp_path: Path) -> None:
    owner.clock.install()
    studio.gallery(owner, "Quiet")
    make_photo(tmp_path / "job" / "a.jpg", seed=5)
    choose(owner, tmp_path / "job")
    expect(owner.get_by_text("The photo is ready.")).to_be_visible(timeout=30_000)
    asked: list[str] = []
    owner.on("request", lambda request: asked.append(request.url))
    _seconds_pass(owner, 5)  # what was still on its way
    asked.clear()
    _seconds_pass(owner, 10)
    assert [url for url in asked if "/api/" in url] == []


def _seconds_pass(page: Page, seconds: int) -> None:
    """By the page's clock, in steps short enough for answers to come between."""
    for _ in range(2 * seconds):
        page.clock.run_for(500)
        page.evaluate("fetch('/healthz').then((answer) => answer.text())")


def test_upload_pauses_goes_on_and_shows_how_far_it_is(studio: Studio, owner: Page, tmp_path: Path) -> None:
    gallery = studio.gallery(owner, "Paused")
    for seed in range(5):
        _big(tmp_path / "job" / f"IMG_{seed}.jpg", seed=seed)
    wire = Wire().listen(owner)
    poor = slow(owner)
    choose(owner, tmp_path / "job")
    _wait_under_way(studio)
    expect(owner.get_by_text("0 of 5 photos")).to_be_visible()
    expect(owner.get_by_text(re.compile(r"\d\sMB of 3\d\sMB"))).to_be_visible()
    assert owner.get_by_role("progressbar", name="Files").evaluate("bar => bar.value") > 0
    owner.get_by_role("button", name="Pause").click()
    expect(owner.get_by_text("Paused.")).to_be_visible()
    # The server lets a file be continued when its request has ended: here before the file did.
    until(owner, f"/uploads?gallery={gallery}: it.items.length === 3 && it.items.some((one) => one.offset > 0)")
    assert wire.begun == 3
    poor.detach()
    owner.get_by_role("button", name="Resume").click()
    expect(owner.get_by_text("5 photos are stored")).to_be_visible(timeout=30_000)
    expect(owner.get_by_role("button", name="Pause")).to_be_hidden()
    assert wire.begun == 5
    assert max(wire.parts) > 0  # one at least went on in its middle
    ready(owner, gallery, 5)


def test_broken_connection_is_said_and_retried(studio: Studio, owner: Page, tmp_path: Path) -> None:
    owner.clock.install()
    gallery = studio.gallery(owner, "Broken wire")
    for seed in (1, 2):
        make_photo(tmp_path / "job" / f"IMG_{seed}.jpg", seed=seed)
    owner.route("**/api/v1/uploads/*", lambda route: route.abort())
    choose(owner, tmp_path / "job")
    trouble = owner.get_by_role("heading", name="2 files need attention")
    while not trouble.is_visible():
        owner.clock.run_for(5_000)  # the panel tries again by itself for half a minute
    expect(owner.get_by_text("The connection broke several times.").first).to_be_visible()
    owner.unroute("**/api/v1/uploads/*")
    owner.locator(".upload-trouble", has_text="IMG_2.jpg").get_by_role("button", name="Retry").click()
    expect(owner.get_by_text("1 photo is stored")).to_be_visible()
    expect(owner.get_by_role("heading", name="1 file needs attention")).to_be_visible()
    owner.get_by_role("button", name="Retry all").click()
    expect(owner.get_by_text("2 photos are stored")).to_be_visible()
    expect(trouble).to_be_hidden()
    ready(owner, gallery, 2)


def test_closed_tab_goes_on_where_it_was_when_the_folder_is_chosen_again(
    studio: Studio, owner: Page, tmp_path: Path
) -> None:
    gallery = studio.gallery(owner, "Closed tab")
    make_photo(tmp_path / "job" / "A_1.jpg", seed=1)
    make_photo(tmp_path / "job" / "Party" / "B_1.jpg", seed=2)
    choose(owner, tmp_path / "job")
    ready(owner, gallery, 2)
    studio.open(owner, gallery)
    _big(tmp_path / "job" / "Z_1.jpg", seed=3)
    slow(owner)
    choose(owner, tmp_path / "job")
    _wait_under_way(studio)
    owner.goto("about:blank")
    again = owner.context.new_page()
    owner.close()

    studio.open(again, gallery)
    until(again, f"/uploads?gallery={gallery}: it.items.length === 1 && it.items[0].offset > 0")
    before = kept(again, gallery)["Z_1.jpg"]
    wire = Wire().listen(again)
    choose(again, tmp_path / "job")
    expect(again.get_by_text("3 photos are stored")).to_be_visible(timeout=30_000)
    expect(again.get_by_text("2 photos were here already and were skipped.")).to_be_visible()
    assert (wire.begun, wire.parts) == (0, [before])
    ready(again, gallery, 3)
    assert len(photos(again, gallery)) == 3


def test_upload_goes_on_by_itself_when_the_server_was_killed(studio: Studio, owner: Page, tmp_path: Path) -> None:
    owner.clock.install()
    gallery = studio.gallery(owner, "Killed")
    names = [f"IMG_{seed}.jpg" for seed in range(4)]
    for seed, name in enumerate(names):
        _big(tmp_path / "job" / name, seed=seed)
    poor = slow(owner)
    choose(owner, tmp_path / "job")
    _wait_under_way(studio)
    studio.kill()
    studio.server.start()
    poor.detach()
    owner.clock.run_for(20_000)  # the panel tries again by itself, less and less often
    expect(owner.get_by_text("4 photos are stored")).to_be_visible(timeout=60_000)
    ready(owner, gallery, 4)
    assert sorted(photo["filename"] for photo in photos(owner, gallery)) == names
    assert kept(owner, gallery) == {}


def test_doubles_are_skipped_and_copies_are_marked(studio: Studio, owner: Page, tmp_path: Path) -> None:
    gallery = studio.gallery(owner, "Doubles")
    first = make_photo(tmp_path / "job" / "IMG_1.jpg", seed=1)
    copies = ["img_1.jpg", "Party/IMG_1.jpg"]  # of the same second and size, as a copying program leaves them
    for name in copies:
        (tmp_path / "job" / name).parent.mkdir(exist_ok=True)
        shutil.copy2(first, tmp_path / "job" / name)
    choose(owner, tmp_path / "job")
    expect(owner.get_by_text("3 photos are stored")).to_be_visible(timeout=30_000)
    ready(owner, gallery, 3)
    there = {photo["relative_path"]: photo for photo in photos(owner, gallery)}
    assert set(there) == {"IMG_1.jpg", *copies}
    originals = [photo for photo in there.values() if photo["same_picture_as"] is None]
    assert len(originals) == 1
    marked = [photo for photo in there.values() if photo["same_picture_as"] == originals[0]["id"]]
    assert len(marked) == 2
    stored = studio.server.data.glob(f"files/studios/*/galleries/{gallery}/originals/*/*")
    assert [path.read_bytes() for path in stored] == [first.read_bytes()]
    owner.goto(f"{studio.server.url}/galleries/{gallery}/photos/{marked[0]['id']}")
    expect(owner.get_by_text("Same picture as")).to_be_visible()

    studio.open(owner, gallery)
    make_photo(tmp_path / "job" / "img_1.jpg", seed=2)  # another picture at a path that is there
    choose(owner, tmp_path / "job")
    expect(owner.get_by_text("2 photos were here already and were skipped.")).to_be_visible()
    ready(owner, gallery, 4)
