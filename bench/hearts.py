"""Fifty clients heart at once on SQLite, against a bare Django view that does the single insert; and a tap on the screen.

make bench ONLY=hearts
"""

import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

CLIENTS, PHOTOS = 50, 1000
ROUNDS, SECONDS = 5, 3
TAPS = 30
SCREEN_LIMIT_MS = 100.0
CSRF_COOKIE = "provino_csrf"
ROOT = Path(__file__).resolve().parent.parent

# Every client has come by a link of their own and has given a heart already, so that what is measured is the heart.
PREPARE = """
import json, sys
import django
django.setup()
from provino.cli.prepare import prepare
prepare()
from provino.lib.imaging.recipes import RECIPES
from provino.lib.public_ids import new_public_id, new_secret
from provino.galleries.models import Photo
from provino.proofing.lists import main_list
from provino.visitors.cookies import GalleryCookie, write_cookie
from provino.visitors.devices import arrive
from tests.factories import make_gallery, make_invitation, make_photo
clients, photos = map(int, sys.argv[1:])
gallery = make_gallery()
first = make_photo(gallery=gallery, renditions={one.name: [one.fingerprint, *one.size(3000, 2000), 5] for one in RECIPES})
rows = []
for number in range(photos - 1):
    row = Photo.objects.get(pk=first.pk)
    row.pk, row.public_id, row.sha256 = None, new_public_id(), f"{number:064x}"
    row.original_name = row.relative_path = row.name_sort = f"{number:05d}.jpg"
    row._state.adding = True
    rows.append(row)
Photo.objects.bulk_create(rows)
who = []
for _ in range(clients):
    invitation, device = make_invitation(gallery=gallery), new_secret()
    visitor, _ = arrive(gallery, invitation=invitation, secret=device)
    cookie = write_cookie(gallery, GalleryCookie(device=device, invitation=invitation.secret))
    who.append({"list": main_list(visitor).pk, "cookie": cookie, "link": invitation.secret})
ids = list(gallery.photos.order_by("pk").values_list("pk", "public_id"))
print(json.dumps({"gallery": gallery.public_id, "clients": who, "photos": ids}))
"""

WRK_SCRIPT = """
local requests, at = {}, %d
for line in io.lines("%s") do requests[#requests + 1] = line end
request = function()
  at = at + 1
  local method, path, cookie, token, key = string.match(requests[at], "(%%S+) (%%S+) (%%S+) (%%S+) (%%S+)")
  local headers = {["Cookie"] = cookie, ["X-CSRFToken"] = token, ["Provino-Action"] = key}
  return wrk.format(method, path, headers)
end
done = function(summary, latency)
  io.stderr:write(string.format("%%d %%d %%d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect))
end
"""


def run() -> list[dict[str, Any]]:
    """`hearts`: hearts a second against bare inserts a second. `hearts.screen`: milliseconds from tap to filled heart."""
    with tempfile.TemporaryDirectory(prefix="provino-bench-") as name:
        ours, bare = Path(name) / "ours", Path(name) / "bare"
        made = _prepared(ours)
        shutil.copytree(ours, bare)
        with _serving(ours, "provino.config.settings") as url, _serving(bare, "bench.bare") as peer:
            return [_throughput(url, peer, made, folder=Path(name)), _screen(url, made)]


def _throughput(url: str, peer: str, made: dict[str, Any], *, folder: Path) -> dict[str, Any]:
    lines = list(_requests(made))
    (folder / "ours.txt").write_text("\n".join(heart for heart, _insert in lines))
    (folder / "bare.txt").write_text("\n".join(insert for _heart, insert in lines))
    loads = _Load(url, folder / "ours.txt"), _Load(peer, folder / "bare.txt")
    for load in loads:
        load.run(seconds=1)
    rounds = [tuple(load.run(seconds=SECONDS) for load in loads) for _ in range(ROUNDS)]
    hearts, inserts = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = hearts / inserts
    return {
        "name": "hearts",
        "ours": round(hearts, 1),
        "reference": round(inserts, 1),
        "ratio": round(ratio, 3),
        "goal": 0.6,
        "met": ratio >= 0.6,
        "unit": "requests/s",
        "detail": f"{CLIENTS} clients on SQLite, each heart new, no error; the bare view does the insert alone under the "
        f"same server, settings and middleware; {ROUNDS} alternating runs of {SECONDS} s: "
        + ", ".join(f"{a:.0f}/{b:.0f}" for a, b in rounds),
    }


def _requests(made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A heart and the same insert, for every photo and client; the clients take turns."""
    token = "b" * 32
    for key, photo in made["photos"]:
        for client in made["clients"]:
            cookies = f"provino_g={client['cookie']};{CSRF_COOKIE}={token}"
            path = f"/g/{made['gallery']}/lists/main/photos/{photo}"
            rest = f"{cookies} {token} {secrets.token_hex(16)}"
            yield f"PUT {path} {rest}", f"GET /bare/{client['list']}/{key} {rest}"


class _Load:
    """Sends requests one after another from a file, going on where the last run ended: no heart is given twice."""

    def __init__(self, url: str, requests: Path) -> None:
        self._url, self._requests, self._sent = url, requests, 0

    def run(self, *, seconds: int) -> float:
        """Requests a second. Raises RuntimeError when one was refused."""
        script = self._requests.with_suffix(".lua")
        script.write_text(WRK_SCRIPT % (self._sent, self._requests))
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "20s", "-s", str(script), self._url]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        requests, microseconds, errors = map(int, done.stderr.split())
        self._sent += requests + 2 * CLIENTS  # those under way at the end were not counted
        if errors:
            raise RuntimeError(f"{errors} of {requests} answers failed at {self._url}")
        return requests * 1e6 / microseconds


# ── the screen ───────────────────────────────────────────────────────────────────────────────────────────────────────

# From the finger's event to the first frame painted after the heart said it is chosen.
TAP = """(heart) => { window.benchTime = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("the heart was not filled")), 10_000);
  let began = 0;
  heart.addEventListener("pointerdown", (event) => { began = event.timeStamp; }, { once: true });
  new MutationObserver((_, watch) => {
    if (heart.getAttribute("aria-pressed") !== "true") return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
  }).observe(heart, { attributes: true });
}); }"""


def _screen(url: str, made: dict[str, Any]) -> dict[str, Any]:
    """The network of a phone: an answer takes 150 ms, and the screen must not wait for it."""
    with sync_playwright() as playwright:
        system = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
        session.send("Network.emulateNetworkConditions", slow)
        page.goto(f"{url}/g/{made['gallery']}/i/{made['clients'][0]['link']}")
        page.locator("#photos").evaluate("element => element.scrollIntoView()")
        page.locator("photo-grid .heart").first.wait_for()
        times = [_tap(page) for _ in range(TAPS)]
        browser.close()
    middle, worst = statistics.median(times), max(times)
    ratio = SCREEN_LIMIT_MS / worst
    return {
        "name": "hearts.screen",
        "ours": round(worst, 1),
        "reference": SCREEN_LIMIT_MS,
        "ratio": round(ratio, 3),
        "goal": 1,
        "met": ratio >= 1,
        "unit": "ms",
        "detail": f"the slowest of {TAPS} taps, from the finger to the painted frame, the server 150 ms away; "
        f"median {middle:.0f} ms",
    }


def _tap(page: Page) -> float:
    heart = page.locator("photo-grid .heart[aria-pressed=false]").first
    heart.scroll_into_view_if_needed()
    heart.evaluate(TAP)
    heart.tap()
    return float(page.evaluate("window.benchTime"))


# ── the servers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _environment(data: Path, settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PROVINO_", "DATABASE_URL"))}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PROVINO_DATA": str(data),
        "PROVINO_LOG_LEVEL": "warning",
        "PROVINO_SECRET_KEY": "only-for-this-benchmark-" + "x" * 32,
        "DJANGO_SETTINGS_MODULE": settings,
    }


def _prepared(data: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", PREPARE, str(CLIENTS), str(PHOTOS)]
    environment = _environment(data, "provino.config.settings")
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


@contextmanager
def _serving(data: Path, settings: str) -> Iterator[str]:
    """`provino serve` on this data folder; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "provino.cli.main", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=_environment(data, settings), stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")
