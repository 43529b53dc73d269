"""The upload lane driven as an ASGI server drives it, without a socket."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.datastructures import CaseInsensitiveMapping

from provino.api.upload_lane import CONTENT_TYPE, upload_lane


@dataclass
class Answer:
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def patch(
    upload_id: str,
    body: bytes,
    *,
    offset: int,
    headers: dict[str, str] | None = None,
    cut: bool = False,
    piece: int = 65_536,
) -> Answer:
    """Send one part; `cut`: the client goes away after its last byte without ending the request."""
    sent = {
        "tus-resumable": "1.0.0",
        "content-type": CONTENT_TYPE,
        "upload-offset": str(offset),
        "content-length": str(len(body) + (1 if cut else 0)),
        **{name.lower(): value for name, value in (headers or {}).items()},
    }
    pieces = [body[at : at + piece] for at in range(0, len(body), piece)] or [b""]
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": part, "more_body": True} for part in pieces]
    if cut:
        messages.append({"type": "http.disconnect"})
    else:
        messages[-1]["more_body"] = False
    answer = Answer()

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = CaseInsensitiveMapping(
                {name.decode(): value.decode() for name, value in message["headers"]}
            )
        else:
            answer.body += message["body"]

    scope = {
        "type": "http",
        "method": "PATCH",
        "path": f"/api/v1/uploads/{upload_id}",
        "query_string": b"",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
    }
    asyncio.run(upload_lane(scope, receive, send))
    return answer
