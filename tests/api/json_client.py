"""The API as a script sees it: JSON in, status and JSON out."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

GALLERIES = "/api/v1/galleries"


@dataclass
class Api:
    """Asks with these headers; `client` may be a browser that is signed in."""

    headers: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of the answer, None where it is empty."""
        text = "" if body is None else json.dumps(body)
        answer = self.client.generic(method, path, text, "application/json", headers=self.headers)
        return answer.status_code, answer.json() if answer.content else None

    def get(self, path: str) -> Any:
        """JSON of what is there."""
        status, told = self.ask("GET", path)
        assert status == 200, told
        return told

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Status and code of a refusal, which says both what and why."""
        status, told = self.ask(method, path, body)
        assert set(told) == {"code", "message"}, told
        assert told["message"]
        return status, told["code"]
