"""Who may ask, for every operation of the description: nobody forgets an operation here."""

from typing import Any

import pytest
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from provino.api.api import api as ninja_api
from provino.galleries.galleries import delete_gallery
from provino.galleries.models import Gallery
from provino.proofing.models import Package
from provino.studios.models import ApiToken, Member, Role
from provino.studios.tokens import SCOPES, revoke_token
from tests.api.conftest import bearer_of
from tests.api.json_client import GALLERIES, Api
from tests.factories import make_gallery, make_member, make_photo, make_section, make_selection, make_user, make_visitor

MALFORMED = ("a", "0", "~", "%00", "%ED%A0%80", "%F0%9F%92%99", "x" * 5000, "-1", "%27%20OR%201%3D1")
# What each scope opens; an operation missing here fails `test_every_operation_has_a_scope`.
SCOPE_OF = {
    "list_galleries": "galleries:read",
    "create_gallery": "galleries:write",
    "read_gallery": "galleries:read",
    "change_gallery": "galleries:write",
    "send_gallery": "galleries:write",
    "list_sections": "galleries:read",
    "create_section": "galleries:write",
    "rename_section": "galleries:write",
    "delete_section": "galleries:write",
    "list_photos": "photos:read",
    "read_photo": "photos:read",
    "change_photo": "photos:write",
    "delete_photo": "photos:write",
    "list_finished_files": "photos:read",
    "list_visitors": "visitors:read",
    "read_visitor": "visitors:read",
    "list_favourites": "visitors:read",
    "list_comments": "visitors:read",
    "export_gallery": "exports:read",
    "list_lists": "visitors:read",
    "read_package": "galleries:read",
    "set_package": "galleries:write",
    "remove_package": "galleries:write",
    "list_selections": "visitors:read",
    "read_selection": "visitors:read",
}
BODIES = {
    "create_gallery": {"title": "New"},
    "change_gallery": {"subtitle": "Changed"},
    "send_gallery": {"recipients": ["anna@example.com"]},
    "create_section": {"name": "Party"},
    "rename_section": {"name": "Dance"},
    "change_photo": {"hidden": True},
    "set_package": {"included": 30},
}


def _operations() -> list[tuple[str, str, str]]:
    """Method, path and name of every operation that django-ninja answers."""
    paths: dict[str, Any] = ninja_api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return [
        (method.upper(), path, told["operationId"])
        for path, methods in paths.items()
        for method, told in methods.items()
        if not path.startswith("/api/v1/uploads")
    ]


OPERATIONS = _operations()
WITH_GALLERY = [operation for operation in OPERATIONS if "{gallery_id}" in operation[1]]


def _ids(gallery: Gallery) -> dict[str, str]:
    Package.objects.create(gallery=gallery, included=30)
    return {
        "gallery_id": gallery.public_id,
        "section_id": make_section(gallery=gallery).public_id,
        "photo_id": make_photo(gallery=gallery).public_id,
        "visitor_id": make_visitor(gallery=gallery).public_id,
        "program": "lightroom",
        "selection_id": make_selection(gallery=gallery).public_id,
    }


def _ask(api: Api, operation: tuple[str, str, str], **ids: str) -> tuple[int, Any]:
    method, path, name = operation
    return api.ask(method, path.format(**ids), BODIES.get(name))


def _name(operation: tuple[str, str, str]) -> str:
    return operation[2]


def test_every_operation_has_a_scope() -> None:
    assert {name for _, _, name in OPERATIONS} == set(SCOPE_OF)


@pytest.mark.parametrize("operation", OPERATIONS, ids=_name)
def test_operation_needs_a_living_token(operation: tuple[str, str, str], gallery: Gallery, member: Member) -> None:
    ids = _ids(gallery)
    revoked = bearer_of(member)
    revoke_token(ApiToken.objects.get(), by=member)
    for headers in ({}, {"Authorization": "Bearer prv_wrong"}, {"Authorization": "Basic YTpi"}, revoked):
        status, told = _ask(Api(headers), operation, **ids)
        assert (status, told["code"]) == (401, "not-signed-in")


@pytest.mark.parametrize("operation", OPERATIONS, ids=_name)
def test_operation_needs_its_own_scope(operation: tuple[str, str, str], gallery: Gallery, member: Member) -> None:
    ids = _ids(gallery)
    scope = SCOPE_OF[operation[2]]
    others = [other for other in SCOPES if other != scope]
    status, told = _ask(Api(bearer_of(member, others)), operation, **ids)
    assert (status, told["code"]) == (403, "scope-missing")
    status, told = _ask(Api(bearer_of(member, [scope])), operation, **ids)
    assert 200 <= status < 300, told


@pytest.mark.parametrize("operation", OPERATIONS, ids=_name)
def test_staff_may_all_of_it(operation: tuple[str, str, str], gallery: Gallery) -> None:
    staff = make_member(studio=gallery.studio, role=Role.STAFF)
    status, told = _ask(Api(bearer_of(staff)), operation, **_ids(gallery))
    assert 200 <= status < 300, told


@pytest.mark.parametrize("operation", WITH_GALLERY, ids=_name)
def test_other_studios_and_deleted_galleries_are_not_there(
    operation: tuple[str, str, str], gallery: Gallery, member: Member
) -> None:
    ids = _ids(gallery)
    unknown = {**ids, "gallery_id": "unknown"}
    stranger = Api(bearer_of(make_member()))
    refusal = _ask(stranger, operation, **ids)
    assert refusal[0] == 404
    assert refusal[1] == _ask(stranger, operation, **unknown)[1]  # nothing tells them apart
    delete_gallery(gallery, by=member)
    assert _ask(Api(bearer_of(member)), operation, **ids) == refusal


@pytest.mark.parametrize("operation", WITH_GALLERY, ids=_name)
def test_rows_of_another_gallery_are_not_there(operation: tuple[str, str, str], gallery: Gallery, api: Api) -> None:
    inner = [name for name in ("section_id", "photo_id", "visitor_id") if f"{{{name}}}" in operation[1]]
    ids = _ids(gallery)
    elsewhere = _ids(make_gallery(studio=gallery.studio))
    for name in inner:
        assert _ask(api, operation, **{**ids, name: elsewhere[name]})[0] == 404


@pytest.mark.parametrize("operation", WITH_GALLERY, ids=_name)
def test_malformed_ids_are_not_there(operation: tuple[str, str, str], gallery: Gallery, api: Api) -> None:
    ids = _ids(gallery)
    named = [name for name in ids if f"{{{name}}}" in operation[1]]
    for name in named:
        for malformed in MALFORMED:
            status, told = _ask(api, operation, **{**ids, name: malformed})
            assert 400 <= status < 500, (name, malformed, status)
            assert told["message"]


def test_session_reads_without_and_writes_only_with_the_csrf_token(member: Member, gallery: Gallery) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member.user)
    assert Api(client=browser).get(f"{GALLERIES}/{gallery.public_id}")["id"] == gallery.public_id
    change = ("PATCH", f"{GALLERIES}/{gallery.public_id}", {"title": "By session"})
    assert Api(client=browser).refused(*change) == (403, "csrf")
    token = _get_new_csrf_string()
    browser.cookies["provino_csrf"] = token
    assert Api({"X-CSRFToken": "x" * 32}, browser).refused(*change) == (403, "csrf")
    status, told = Api({"X-CSRFToken": token}, browser).ask(*change)
    assert (status, told["title"]) == (200, "By session")


def test_session_of_somebody_without_studio_is_nobody(gallery: Gallery) -> None:
    browser = Client()
    browser.force_login(make_user())
    assert Api(client=browser).refused("GET", GALLERIES) == (401, "not-signed-in")


def test_removed_member_keeps_no_right(gallery: Gallery) -> None:
    staff = make_member(studio=gallery.studio, role=Role.STAFF)
    api = Api(bearer_of(staff))
    api.get(GALLERIES)
    staff.user.is_active = False
    staff.user.save()
    assert api.refused("GET", GALLERIES) == (401, "not-signed-in")


def test_odd_headers_and_cookies_are_nobody(db: None) -> None:
    for header in ("Bearer", "Bearer ", "prv_x", "Bearer prv_\x00", "Bearer prv_\udcff", "x" * 9000):
        assert Api({"Authorization": header}).refused("GET", GALLERIES) == (401, "not-signed-in")
    browser = Client()
    browser.cookies["provino_session"] = "a\x00b"
    assert Api(client=browser).refused("GET", GALLERIES) == (401, "not-signed-in")
