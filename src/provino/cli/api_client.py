"""Talks to a Provino server: `gallery`, `upload` and `export` need no data folder, only an address and a token."""

import os
from collections.abc import Iterator
from typing import Any

import httpx

from provino.cli.output import CommandError

TIMEOUT = httpx.Timeout(60, connect=10)


class ApiClient:
    """The API behind PROVINO_URL, asked with PROVINO_TOKEN."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def call(self, method: str, path: str, *, json: Any = None, params: dict[str, Any] | None = None) -> Any:
        """One request below /api/v1; its JSON, or None for an empty answer. Raises CommandError with the server's own words."""
        try:
            answer = self.http.request(method, f"/api/v1{path}", json=json, params=params)
        except httpx.HTTPError as error:
            raise CommandError("unreachable", f"{self.http.base_url} does not answer: {error}") from error
        if answer.is_error:
            raise refusal_of(answer)
        try:
            return answer.json() if answer.content else None
        except ValueError as error:
            raise CommandError("no-provino", f"{self.http.base_url} is no Provino: check PROVINO_URL.") from error

    def everything(self, path: str, *, params: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """All items of a list, page by page."""
        asked: dict[str, Any] = {"limit": 500, **(params or {})}
        while True:
            page = self.call("GET", path, params=asked)
            yield from page["items"]
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]


def connect() -> ApiClient:
    """The client for the server named by the environment. Raises CommandError without a token."""
    address = os.environ.get("PROVINO_URL") or f"http://127.0.0.1:{os.environ.get('PROVINO_PORT', '8000')}"
    token = os.environ.get("PROVINO_TOKEN", "").strip()
    if not token or not token.isascii():
        raise CommandError("no-token", "Set PROVINO_TOKEN to a token made with `provino token create`.")
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": os.environ.get("LANG", "en")[:2]}
    try:
        return ApiClient(httpx.Client(base_url=address.rstrip("/"), headers=headers, timeout=TIMEOUT))
    except httpx.InvalidURL as error:
        raise CommandError("bad-setting", f"PROVINO_URL is no address: {error}") from error


def refusal_of(answer: httpx.Response) -> CommandError:
    """What the server said, or its status where it said nothing we know."""
    try:
        said = answer.json()
        return CommandError(str(said["code"]), str(said["message"]))
    except (ValueError, KeyError, TypeError):
        return CommandError(f"http-{answer.status_code}", f"The server answered {answer.status_code}.")
