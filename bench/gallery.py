"""A gallery of 5,000 photos in a browser of slow means: when one sees something, what it weighs, whether it stays calm.

make bench ONLY=gallery
"""

import json
import os
import secrets
import shutil
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
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.web import web_process

PHOTOS = 5000
FEW, MANY = 100, 10_000
ROUNDS = 3
SERVER_ROUNDS = 60
SCROLL_SECONDS = 10
LCP_LIMIT_MS, WEIGHT_LIMIT, TASK_LIMIT_MS, ELEMENTS_LIMIT, GROWTH_LIMIT = 2500, 100_000, 50, 1500, 2
# Lighthouse's slow 4G, as the browser's own tools apply it.
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOW_CPU = 4
PHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
ROOT = Path(__file__).resolve().parent.parent

PREPARE = """
import json, os, secrets, sys, tempfile
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable")
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from provino.galleries.files import rendition_key, storage
from provino.galleries.models import Photo
from provino.lib.imaging.renditions import make_renditions
from provino.lib.imaging.results import Limits
from provino.lib.public_ids import new_public_id
from tests.factories import make_gallery, make_photo, make_section, make_studio

folder, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2:]]
made = []
for number, source in enumerate(sorted(folder.rglob("*.[jJ][pP][gG]"))[:24]):
    out = Path(tempfile.mkdtemp(dir=os.environ["PROVINO_DATA"]))
    made.append(make_renditions(source, out, limits=Limits(max_pixels=200_000_000, max_bytes=200_000_000)))
studio = make_studio()
told = {}
for size in sizes:
    gallery = make_gallery(studio=studio, title="Anna and Piotr", photo_label="filename")
    sections = [make_section(gallery=gallery, name=name) for name in ("Morning", "Ceremony", "Dinner", "Party")]
    first = make_photo(gallery=gallery)
    rows = []
    for number in range(size):
        rendered = made[number % len(made)]
        row = Photo.objects.get(pk=first.pk)
        row._state.adding, row.pk, row.public_id = True, None, new_public_id()
        row.section, row.sha256 = sections[number * 4 // size], secrets.token_hex(32)
        row.original_name = row.relative_path = f"IMG_{4000 + number}.JPG"
        row.name_sort = f"{number:06d}"
        row.width, row.height, row.placeholder = rendered.width, rendered.height, rendered.placeholder
        row.renditions = {one.recipe: [one.fingerprint, one.width, one.height, one.size] for one in rendered.outputs}
        rows.append(row)
        if size == sizes[0]:  # files only where a browser looks; one decoding is many photos
            for one in rendered.outputs:
                target = storage().path(rendition_key(gallery, row.public_id, one.fingerprint, one.path.suffix[1:]))
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(one.path, target)
    Photo.objects.bulk_create(rows, batch_size=500)
    first.delete()
    address = f"/g/{gallery.public_id}/"
    browser = Client(SERVER_NAME="localhost")
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    told[size] = {"address": address, "queries": len(queries)}
views = sorted(one.size for rendered in made for one in rendered.outputs if one.recipe == "view")
print(json.dumps({"galleries": told, "view_bytes": views[len(views) // 2], "cover_bytes": next(
    one.size for one in made[0].outputs if one.recipe == "view")}))
"""

WATCH = """
window.seen = {lcp: 0, what: '', shift: 0, tasks: []};
const watch = (type, act) => new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({type, buffered: true});
watch('largest-contentful-paint', (entry) => {
  seen.lcp = entry.startTime;
  seen.what = entry.element ? entry.element.tagName + '.' + entry.element.className : '?';
});
watch('layout-shift', (entry) => { seen.shift += entry.value; });
watch('longtask', (entry) => seen.tasks.push([entry.startTime, entry.duration]));
"""

# When the last picture of the first row was there; null as long as one is missing.
FIRST_ROW = """() => {
  const row = [...document.querySelectorAll('.grid-row')].find((one) => one.getBoundingClientRect().bottom > 0);
  const pictures = [...(row?.querySelectorAll('img') ?? [])];
  if (!pictures.length || pictures.length < row.children.length || !pictures.every((one) => one.complete)) return null;
  const ends = pictures.map((one) => performance.getEntriesByName(one.currentSrc)[0]?.responseEnd ?? null);
  return ends.includes(null) ? null : Math.max(...ends);
}"""

SCROLL = """async (seconds) => {
  const began = performance.now();
  let most = 0, frames = 0;
  const bottom = () => document.documentElement.scrollHeight - innerHeight;
  for (;;) {
    const passed = (performance.now() - began) / 1000;
    window.scrollTo(0, bottom() * Math.min(1, passed / seconds));
    if (frames++ % 10 === 0) most = Math.max(most, document.getElementsByTagName('*').length);
    if (passed >= seconds) break;
    await new Promise(requestAnimationFrame);
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  most = Math.max(most, document.getElementsByTagName('*').length);
  const tasks = seen.tasks.filter(([at]) => at > began).map(([, duration]) => duration);
  return {most, frames, longest: Math.max(0, ...tasks), atBottom: Math.abs(scrollY - bottom()) < 2,
    last: document.querySelectorAll('.grid-section:last-of-type .shot img').length};
}"""


def run() -> list[dict[str, Any]]:
    """`gallery.*`: against the limits of the issue; times are medians, of the slower of phone and desk."""
    with tempfile.TemporaryDirectory(prefix="provino-bench-") as name:
        environment = {
            **os.environ,
            "PROVINO_DATA": name,
            "DJANGO_SETTINGS_MODULE": "provino.config.settings",
            "PROVINO_SECRET_KEY": secrets.token_urlsafe(48),
        }
        prepare = [sys.executable, "-c", PREPARE, str(_photographs()), str(PHOTOS), str(FEW), str(MANY)]
        prepared = subprocess.run(prepare, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        made = json.loads(prepared.stdout)
        galleries = {int(size): gallery for size, gallery in made["galleries"].items()}
        with web_process(environment) as url:
            server = _server_times(url, {size: galleries[size]["address"] for size in (FEW, MANY)})
            with _chromium() as browser:
                address = url + galleries[PHOTOS]["address"]
                loads = _loads(browser, address)
                calm = _scrolled(browser, address)
    return [*_seen(loads, made), _weight(loads), *_calm(loads, calm), _growth(server, galleries)]


def _photographs() -> Path:
    """The demo's, or a folder of one's own (PROVINO_BENCH_SOURCES)."""
    return Path(os.environ.get("PROVINO_BENCH_SOURCES", ROOT / "demo" / "photos"))


@contextmanager
def _chromium() -> Iterator[Browser]:
    system = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=arguments)
        yield browser
        browser.close()


def _server_times(url: str, addresses: dict[int, str]) -> dict[int, float]:
    """Median milliseconds of the page, one request at a time, the galleries in turn."""
    times: dict[int, list[float]] = {size: [] for size in addresses}
    with httpx.Client(base_url=url, headers={"Accept-Encoding": "gzip"}) as browser:
        for round_ in range(SERVER_ROUNDS + 5):
            for size, address in addresses.items():
                began = time.perf_counter()
                browser.get(address).raise_for_status()
                if round_ >= 5:
                    times[size].append((time.perf_counter() - began) * 1000)
    return {size: statistics.median(found) for size, found in times.items()}


def _loads(browser: Browser, address: str) -> list[dict[str, Any]]:
    """Fresh browsers of slow means, at the cover and at the photos beneath it."""
    found = []
    for _round in range(ROUNDS):
        for device, look in (("phone", PHONE), ("desk", DESK)):
            for place in ("cover", "photos"):
                context = browser.new_context(**look)
                found.append({"device": device, "place": place, **_load(context, address, place)})
                context.close()
    return found


def _load(context: BrowserContext, address: str, place: str) -> dict[str, Any]:
    page = context.new_page()
    page.add_init_script(WATCH)
    cdp = context.new_cdp_session(page)
    sent = _sizes(cdp)
    cdp.send("Network.emulateNetworkConditions", NETWORK)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    page.goto(address + ("#photos" if place == "photos" else ""), wait_until="commit")
    row = _when(page, FIRST_ROW, seconds=30) if place == "photos" else 0.0
    page.wait_for_load_state("load", timeout=60_000)
    page.wait_for_timeout(3_000)
    seen = page.evaluate("seen")
    scrolled = page.evaluate("scrollY")
    return {"lcp": seen["lcp"], "what": seen["what"], "row": row, "shift": seen["shift"], "sent": sent, "at": scrolled}


def _when(page: Page, question: str, *, seconds: float) -> float:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = page.evaluate(question)
        if answer is not None:
            return float(answer)
        page.wait_for_timeout(50)
    return float("inf")


def _sizes(cdp: CDPSession) -> list[dict[str, Any]]:
    """What came over the line, in order: kind, name and bytes as sent."""
    cdp.send("Network.enable")
    known: dict[str, dict[str, Any]] = {}
    done: list[dict[str, Any]] = []

    def responded(event: dict[str, Any]) -> None:
        answer = event["response"]
        known[event["requestId"]] = {
            "kind": event["type"],
            "name": answer["url"].rsplit("/", 1)[-1][:40],
            "url": answer["url"],
        }

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in known:
            done.append({**known[event["requestId"]], "bytes": event["encodedDataLength"]})

    cdp.on("Network.responseReceived", responded)
    cdp.on("Network.loadingFinished", finished)
    return done


def _scrolled(browser: Browser, address: str) -> dict[str, Any]:
    """Top to bottom on an unthrottled machine; the longest of the tasks over 50 ms, and the most elements."""
    context = browser.new_context(**DESK)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address + "#photos")
    page.wait_for_timeout(2_000)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(500)
    found: dict[str, Any] = page.evaluate(SCROLL, SCROLL_SECONDS)
    found["shift"] = page.evaluate("seen.shift")
    context.close()
    return found


def _seen(loads: list[dict[str, Any]], made: dict[str, Any]) -> list[dict[str, Any]]:
    figures = []
    for name, place in (("gallery.cover_lcp", "cover"), ("gallery.lcp", "photos")):
        by_device = {}
        for device in ("phone", "desk"):
            times = [max(one["lcp"], one["row"]) for one in loads if (one["place"], one["device"]) == (place, device)]
            by_device[device] = statistics.median(times)
        what = next(one["what"] for one in loads if one["place"] == place)
        detail = ", ".join(f"{device} {time:.0f} ms" for device, time in by_device.items())
        detail += (
            f"; largest is {what}; 4x CPU, 1.6 Mbit/s, 150 ms; the cover's large view is {made['cover_bytes']} bytes"
        )
        figures.append(_figure(name, max(by_device.values()), LCP_LIMIT_MS, "ms", detail))
    return figures


def _weight(loads: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything but pictures and fonts that came before the first photo of the grid."""
    heaviest: list[dict[str, Any]] = []
    for load in (one for one in loads if one["place"] == "photos"):
        sent = load["sent"]
        first = next((at for at, one in enumerate(sent) if one["url"].endswith(".webp")), len(sent))
        counted = [one for one in sent[:first] if one["kind"] not in ("Image", "Font") or one["url"].endswith(".svg")]
        if sum(one["bytes"] for one in counted) > sum(one["bytes"] for one in heaviest):
            heaviest = counted
    detail = ", ".join(f"{one['name'] or 'page'} {one['bytes']}" for one in heaviest)
    return _figure("gallery.weight", sum(one["bytes"] for one in heaviest), WEIGHT_LIMIT, "bytes", detail)


def _calm(loads: list[dict[str, Any]], scrolled: dict[str, Any]) -> list[dict[str, Any]]:
    shift = round(max(scrolled["shift"], *(one["shift"] for one in loads)), 4)
    detail = f"{scrolled['frames']} frames in {SCROLL_SECONDS} s, at the bottom: {scrolled['atBottom']}"
    still = _figure("gallery.shift", shift, 0, "CLS", "the most of all loads and the scrolling")
    return [
        still | {"ours": shift, "ratio": 1.0 if shift == 0 else 0.0, "met": shift == 0},
        _figure(
            "gallery.scroll",
            max(scrolled["longest"], 1),
            TASK_LIMIT_MS,
            "ms",
            f"longest task over 50 ms (1: none); {detail}",
        ),
        _figure("gallery.elements", scrolled["most"], ELEMENTS_LIMIT, "elements", f"most in the page; {detail}"),
    ]


def _growth(times: dict[int, float], galleries: dict[int, dict[str, Any]]) -> dict[str, Any]:
    queries = {size: galleries[size]["queries"] for size in (FEW, PHOTOS, MANY)}
    detail = f"{times[FEW]:.1f} ms for {FEW} photos, {times[MANY]:.1f} ms for {MANY}; queries {queries}"
    figure = _figure("gallery.server", times[MANY] / times[FEW], GROWTH_LIMIT, "times", detail)
    return figure | {"met": figure["met"] and len(set(queries.values())) == 1}


def _figure(name: str, ours: float, limit: float, unit: str, detail: str) -> dict[str, Any]:
    ratio = limit / ours if ours else 0.0
    return {
        "name": name,
        "ours": round(ours, 2),
        "reference": limit,
        "ratio": round(ratio, 3),
        "goal": 1,
        "met": ratio >= 1,
        "unit": unit,
        "detail": detail,
    }
