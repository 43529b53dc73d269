"""A message as a browser may show it: pictures inside the page, links in a new tab."""

import base64
from collections.abc import Iterable, Sequence

from django.conf import settings

from provino.lib.storage import Storage

# What a browser lets such a page do: show itself. Links may open, scripts and forms may not.
CONTENT_SECURITY_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def html_for_browser(html: str, *, images: Iterable[Sequence[str]]) -> str:
    """Return the HTML part with its pictures (content id, storage key, media type) written into it."""
    storage = Storage(settings.PROVINO_FILES)
    for content_id, key, media_type in images:
        path = storage.path(key)
        if path.is_file():
            data = base64.b64encode(path.read_bytes()).decode("ascii")
            html = html.replace(f'src="cid:{content_id}"', f'src="data:{media_type};base64,{data}"')
    return html.replace("<head>", '<head><base target="_blank">', 1)
