"""What holds for every page: nothing for axe to say, nothing beside the screen, no foreign host, the headers of safety."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

WIDTHS = (360, 390, 820, 1440, 1920)
_AXE = Axe()
_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
_SETTLED = """() => document.readyState === 'complete' && document.fonts.status === 'loaded'
  && [...document.images].every((image) => image.complete || image.loading === 'lazy')"""

# Everything one can press that is seen, smaller than 44 by 44 CSS pixels; links within a sentence are exempt, as in WCAG.
_TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden]), textarea")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((one) => !one.matches(".skip, .sr-only"))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => !(getComputedStyle(one).display === "inline" && one.closest("p, li, .hint, span")))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 43.5 || box.height < 43.5))
  .map(([one, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${one.outerHTML.slice(0, 160)}`)"""
# What stands still at an edge of the screen and does not leave room for a notch or the bar of the home gesture.
_WITHOUT_ROOM = """() => [...document.querySelectorAll(".pbot")].filter((one) => one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().top < innerHeight && Math.round(one.getBoundingClientRect().bottom) > innerHeight)
  .map((one) => one.outerHTML.slice(0, 120))"""


class Watch:
    """Listens to a page from its first request: errors on the console, and requests to anybody but us."""

    def __init__(self, page: Page, *, url: str) -> None:
        self.complaints: list[str] = []
        self._page, self._url = page, url
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser tells of every refusal: a page that is not there is looked at all the same.
        is_answer = message.location.get("url") == self._page.url
        if message.type in ("error", "warning") and not is_answer:
            self.complaints.append(f"{message.type}: {message.text} {message.location.get('url')}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._url}/", "data:", f"blob:{self._url}/")):
            self.complaints.append(f"asked another host: {request.url}")


def settle(page: Page) -> None:
    """Wait until fonts and the pictures in view are there."""
    page.wait_for_function(_SETTLED)


def axe_says(page: Page) -> list[str]:
    """What axe finds on the page as it stands (WCAG 2.2 A and AA), one line an element."""
    violations = _AXE.run(page, options=_RULES).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for violation in violations
        for node in violation["nodes"]
    ]


def hard_to_press(page: Page) -> list[str]:
    """What a thumb misses: too small, or beneath the edge of the screen."""
    return [*page.evaluate(_TOO_SMALL), *page.evaluate(_WITHOUT_ROOM)]


def beside_the_screen(page: Page) -> list[str]:
    """Widths at which the page can be scrolled sideways."""
    size = page.viewport_size
    assert size
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": size["height"]})
        reached = page.evaluate("document.documentElement.scrollWidth")
        if reached > width:
            found.append(f"{width}: reaches {reached}")
    page.set_viewport_size(size)
    return found


def headers_missing(response: Response) -> list[str]:
    """Which of the headers of safety a page lacks."""
    headers = response.headers
    policy = headers.get("content-security-policy", "")
    right = {
        "content-security-policy": "default-src 'none'" in policy and "unsafe" not in policy,
        "x-content-type-options": headers.get("x-content-type-options") == "nosniff",
        "referrer-policy": headers.get("referrer-policy") in ("no-referrer", "same-origin"),
        "x-robots-tag": "noindex" in headers.get("x-robots-tag", ""),
    }
    return [name for name, holds in right.items() if not holds]
