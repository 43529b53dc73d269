"""The description of the API is true: schemathesis asks what it promises, and what it forbids."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from provino.api.api import api as ninja_api
from provino.config.wsgi import application
from provino.galleries.models import Gallery
from provino.ingest.uploads import create_upload
from provino.proofing.comments import add_comment
from provino.proofing.favourites import add_favourite
from provino.proofing.lists import main_list
from provino.proofing.selections import submit_selection
from provino.studios.models import Member
from tests.factories import make_finished_file, make_photo, make_section, make_visitor

SNAPSHOT = Path(__file__).with_name("openapi.json")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 15  # an operation, a mode and a kind of ids: the whole file must stay far below a minute and a half


def _description() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(json.dumps(ninja_api.get_openapi_schema(path_prefix="/api/v1/")))
    return described


def _schema() -> Any:
    schema = schemathesis.openapi.from_dict(_description())
    schema.app = application
    return schema


SCHEMA = _schema()
# PATCH of an upload is answered by the upload lane, not by Django: tests/api/test_tus.py says every byte of it.
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]
OPERATIONS = [operation for operation in OPERATIONS if operation.label != "PATCH /api/v1/uploads/{upload_id}"]


@pytest.fixture
def ids(member: Member, gallery: Gallery) -> dict[str, str]:
    """A gallery with one of everything."""
    photo = make_photo(gallery=gallery)
    visitor = make_visitor(gallery=gallery, email="kasia@example.com")
    add_favourite(visitor, photo=photo)
    add_comment(visitor, photo=photo, text="Lovely")
    make_finished_file(gallery=gallery)
    upload = create_upload(
        gallery, filename="a.jpg", relative_path="", folder="photos", size=10, metadata="", by=member
    )
    return {
        "gallery_id": gallery.public_id,
        "section_id": make_section(gallery=gallery).public_id,
        "photo_id": photo.public_id,
        "visitor_id": visitor.public_id,
        "program": "lightroom",
        "selection_id": submit_selection(main_list(visitor), seen=(1, Decimal(0))).public_id,
        "upload_id": upload.public_id,
    }


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A real request ends by closing the database; the test's own transaction must outlive many."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_answer_is_as_described(
    operation: Any, mode: GenerationMode, ids: dict[str, str], bearer: dict[str, str]
) -> None:
    named = {name: ids[name] for name in ids if f"{{{name}}}" in operation.path}
    if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()) and not operation.body:
        return

    def ask(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(headers=bearer, checks=CHECKS)
            transaction.set_rollback(True)

    bounded = settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    strategies = [operation.as_strategy(generation_mode=mode)]
    if named:
        strategies.append(operation.as_strategy(generation_mode=mode, path_parameters=named))
    for strategy in strategies:
        bounded(given(strategy)(ask))()  # type: ignore[no-untyped-call]  # hypothesis hides what it calls


def test_description_is_the_one_reviewed() -> None:
    """A change of the API is a change of tests/api/openapi.json: `python -m tests.api.describe` writes it."""
    assert _description() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_description_is_served_to_anybody(client: Any) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == _description()


def test_now_is_in_utc(api: Any, gallery: Gallery) -> None:
    told = api.get(f"/api/v1/galleries/{gallery.public_id}")["created_at"]
    assert told.endswith("Z")
    assert told.startswith(timezone.now().strftime("%Y-%m-%dT"))
