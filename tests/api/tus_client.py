"""A small tus client on Django's test client and the lane, for tests that say every byte themselves."""

import base64
from typing import Any

from django.test import Client

from provino.galleries.models import Gallery
from tests.api.lane import Answer, patch

TUS = {"Tus-Resumable": "1.0.0"}
PATH = "/api/v1/uploads"


def metadata(**fields: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items())


def create(gallery: Gallery, size: int, bearer: dict[str, str], *, name: str = "IMG_1.jpg", **fields: str) -> Any:
    told = metadata(gallery=gallery.public_id, filename=name, **fields)
    headers = {**TUS, **bearer, "Upload-Length": str(size), "Upload-Metadata": told}
    return Client().post(PATH, headers=headers)


def created(gallery: Gallery, size: int, bearer: dict[str, str], **fields: str) -> str:
    """Begin an upload and return its id."""
    answer = create(gallery, size, bearer, **fields)
    assert answer.status_code == 201, answer.content
    return str(answer["Location"]).removeprefix(f"{PATH}/")


def send(gallery: Gallery, content: bytes, bearer: dict[str, str], **fields: str) -> Answer:
    """Upload a whole file in one part."""
    return patch(created(gallery, len(content), bearer, **fields), content, offset=0, headers=bearer)


def head(upload_id: str, bearer: dict[str, str]) -> Any:
    return Client().head(f"{PATH}/{upload_id}", headers={**TUS, **bearer})
