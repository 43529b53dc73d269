"""Every address, for everybody: who has no right sees nothing, and cannot tell "not yours" from "not there"."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from provino.galleries.models import Gallery, Visibility
from provino.lib.public_ids import new_public_id
from provino.studios.models import Role
from provino.studios.tokens import create_token
from tests.architecture.addresses import POLICIES, Address, all_addresses
from tests.architecture.world import NOT_IDS, World, make_world, signed_in
from tests.factories import (
    make_finished_file,
    make_gallery,
    make_member,
    make_photo,
)

pytestmark = pytest.mark.django_db

ADDRESSES = all_addresses()
SECRET_TITLE = "Nobody-else-may-read-this"
METHODS = ("get", "post", "put", "delete", "patch")
REFUSED = {401, 403, 404, 405, 412}


def _of(*policies: str) -> list[Address]:
    return [address for address in ADDRESSES if address.policy in policies]


@pytest.fixture
def world() -> World:
    return make_world(SECRET_TITLE)


def _refused(client: Client, method: str, path: str, **headers: str) -> None:
    answer = getattr(client, method)(path, headers=headers)
    is_sign_in = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
    assert answer.status_code in REFUSED or is_sign_in, f"{method} {path}: {answer.status_code}"
    assert SECRET_TITLE not in answer.content.decode("utf-8", "replace")


def test_every_address_declares_who_it_lets_in() -> None:
    assert [address.pattern for address in ADDRESSES if address.policy not in POLICIES] == []
    assert len(ADDRESSES) > 100


@pytest.mark.parametrize("address", _of("member", "owner"), ids=str)
@pytest.mark.parametrize("method", METHODS)
def test_nobody_is_sent_to_the_sign_in_page(world: World, address: Address, method: str) -> None:
    _refused(Client(), method, address.path(world.values))


@pytest.mark.parametrize("address", [a for a in _of("member", "owner") if set(a.parameters) - set(NOT_IDS)], ids=str)
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_studio_finds_nothing(world: World, address: Address, method: str) -> None:
    _refused(signed_in(make_member()), method, address.path(world.values))


@pytest.mark.parametrize("address", [a for a in _of("member", "owner") if not a.parameters], ids=str)
def test_lists_of_another_studio_hold_nothing_of_this_one(world: World, address: Address) -> None:
    answer = signed_in(make_member()).get(address.path(world.values) + "?q=Nobody-else")
    assert answer.status_code < 500
    assert SECRET_TITLE not in answer.content.decode("utf-8", "replace").replace("Nobody-else&quot;", "")


@pytest.mark.parametrize("address", _of("owner"), ids=str)
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_may_not_what_only_owners_may(world: World, address: Address, method: str) -> None:
    staff = make_member(studio=world.owner.studio, role=Role.STAFF)
    answer = getattr(signed_in(staff), method)(address.path(world.values))
    assert answer.status_code in {403, 405}


@pytest.mark.parametrize("address", [a for a in _of("member", "owner") if set(a.parameters) - set(NOT_IDS)], ids=str)
@pytest.mark.parametrize("malformed", ["%00", "%27", "x" * 300, "%ED%A0%80"])
def test_malformed_id_is_not_found(world: World, address: Address, malformed: str) -> None:
    browser = signed_in(world.owner)
    for name in set(address.parameters) - set(NOT_IDS):
        for method in ("get", "post"):
            answer = getattr(browser, method)(address.path({**world.values, name: malformed}))
            assert answer.status_code in {404, 405}, f"{method} {name} {answer.status_code}"


@pytest.mark.parametrize("address", _of("member", "owner", "visitor", "token"), ids=str)
@pytest.mark.parametrize("nonsense", ["%00", "%ED%A0%80", "-1", "%27%22%3C"])
def test_nonsense_in_a_query_breaks_nothing(world: World, address: Address, nonsense: str) -> None:
    names = (
        "q",
        "page",
        "sort",
        "state",
        "who",
        "to",
        "removed",
        "program",
        "folder",
        "visitor",
        "cursor",
        "limit",
        "show",
        "list",
        "count",
        "selection",
        "deleted",
    )
    query = "&".join(f"{name}={nonsense}" for name in (*names, "next", "photo", "gallery", "camera", "hours"))
    answer = signed_in(world.owner).get(f"{address.path(world.values)}?{query}", headers={"Tus-Resumable": "1.0.0"})
    assert answer.status_code < 500


@pytest.mark.parametrize("address", [a for a in _of("member") if "gallery_id" in a.parameters], ids=str)
def test_not_yours_reads_as_not_there(world: World, address: Address) -> None:
    browser = signed_in(make_member())
    bodies = set()
    for gallery in (world.gallery.public_id, new_public_id()):
        answer = browser.get(address.path({**world.values, "gallery_id": gallery}))
        text = re.sub(
            r'csrf-token" content="\w+"|csrfmiddlewaretoken" value="\w+"|\b[0-9a-f]{8}\b', "", answer.content.decode()
        )
        bodies.add((answer.status_code, text, tuple(sorted(set(answer.headers) - {"X-Request-Reference"}))))
    assert len(bodies) == 1


@pytest.mark.parametrize("address", _of("visitor"), ids=str)
@pytest.mark.parametrize("closing", ["closed", "draft", "expired", "not-yet", "password", "deleted"])
@pytest.mark.parametrize("by_link", [False, True], ids=["plain", "personal"])
def test_shut_gallery_lets_nobody_in_by_any_door(world: World, address: Address, closing: str, by_link: bool) -> None:
    browser = Client()
    if by_link:
        browser.get(f"/g/{world.gallery.public_id}/i/{world.values['secret']}")
    shut: dict[str, dict[str, Any]] = {
        "closed": {"visibility": Visibility.CLOSED},
        "draft": {"visibility": Visibility.DRAFT},
        "expired": {"expires_on": timezone.localdate() - timedelta(days=2)},
        "not-yet": {"opens_on": timezone.localdate() + timedelta(days=2)},
        "password": {"password_hash": "argon2$x"},
        "deleted": {"deleted_at": timezone.now()},
    }
    Gallery.objects.filter(pk=world.gallery.pk).update(**shut[closing])
    for method in ("get", "post", "put", "delete"):
        answer = getattr(browser, method)(address.path(world.values))
        text = answer.content.decode("utf-8", "replace")
        harmless = address.pattern.endswith(("/language", "/forget", "/enter")) and answer.status_code in {302, 303}
        assert answer.status_code in REFUSED or harmless, f"{method}: {answer.status_code}"
        assert f"{SECRET_TITLE}.jpg" not in text
        assert "/media/" not in text


@pytest.mark.parametrize("address", _of("visitor"), ids=str)
def test_door_that_asks_who_shows_nothing_before(world: World, address: Address) -> None:
    Gallery.objects.filter(pk=world.gallery.pk).update(ask_at_door=True)
    browser = Client()
    answers_there = address.pattern.endswith(("/identify", "/code", "/code/<str:secret>", "/language", "/forget"))
    for method in ("get", "post", "put", "delete"):
        answer = getattr(browser, method)(address.path(world.values))
        text = answer.content.decode("utf-8", "replace")
        is_asked = answers_there and answer.status_code in {200, 302, 410, 422}
        to_the_door = answer.status_code == 302 and answer["Location"] == f"/g/{world.gallery.public_id}/"
        assert answer.status_code in REFUSED or is_asked or to_the_door, f"{method}: {answer.status_code}"
        assert f"{SECRET_TITLE}.jpg" not in text
        assert "/media/" not in text


@pytest.mark.parametrize("address", _of("visitor"), ids=str)
def test_guests_find_nothing_that_is_the_clients_alone(world: World, address: Address) -> None:
    world.gallery.sections.update(client_only=True)
    browser = Client()
    browser.get(f"/g/{world.gallery.public_id}/")
    for method in ("get", "put"):
        answer = getattr(browser, method)(address.path(world.values))
        text = answer.content.decode("utf-8", "replace")
        assert f"{SECRET_TITLE}.jpg" not in text
        assert "photo_id" not in address.parameters or answer.status_code in {404, 405}


@pytest.mark.parametrize("address", [a for a in _of("visitor") if {"photo_id", "file_id"} & set(a.parameters)], ids=str)
def test_photo_of_another_gallery_is_not_found(world: World, address: Address) -> None:
    other = make_gallery(studio=world.owner.studio)
    other_photo, other_file = make_photo(gallery=other), make_finished_file(gallery=other)
    values = {**world.values, "photo_id": other_photo.public_id, "file_id": other_file.public_id}
    browser = Client()
    browser.get(f"/g/{world.gallery.public_id}/i/{world.values['secret']}")
    for method in ("get", "post", "put", "delete"):
        assert getattr(browser, method)(address.path(values)).status_code in {404, 405}


@pytest.mark.parametrize("address", _of("visitor", "link"), ids=str)
@pytest.mark.parametrize("malformed", ["%00", "%27", "x" * 300])
def test_malformed_id_of_a_visitor_is_not_found(world: World, address: Address, malformed: str) -> None:
    for name in address.parameters:
        for method in ("get", "post", "put", "delete"):
            answer = getattr(Client(), method)(address.path({**world.values, name: malformed}))
            assert answer.status_code in {404, 405}, f"{method} {name} {answer.status_code}"


@pytest.mark.parametrize("address", _of("token"), ids=str)
@pytest.mark.parametrize("method", METHODS)
def test_api_answers_only_to_a_token_of_this_studio_with_the_scope(world: World, address: Address, method: str) -> None:
    stranger = make_member()
    path = address.path(world.values)
    tus = {"Tus-Resumable": "1.0.0"}
    _refused(Client(), method, path, **tus)
    _refused(Client(), method, path, Authorization="Bearer prv_wrong", **tus)
    none = create_token(world.owner, scopes=[], by=world.owner)[1]
    _refused(Client(), method, path, Authorization=f"Bearer {none}", **tus)
    if address.parameters:
        theirs = create_token(stranger, by=stranger)[1]
        answer = (
            getattr(Client(), method)(
                path, data="{}", content_type="application/json", headers={"Authorization": f"Bearer {theirs}", **tus}
            )
            if method != "get"
            else Client().get(path, headers={"Authorization": f"Bearer {theirs}", **tus})
        )
        assert answer.status_code in {404, 405, 422}
        assert SECRET_TITLE not in answer.content.decode("utf-8", "replace")


@pytest.mark.parametrize("address", _of("demo"), ids=str)
def test_mailbox_of_the_demo_is_not_there_outside_it(world: World, address: Address) -> None:
    assert Client().get(address.path(world.values)).status_code == 404
    assert signed_in(world.owner).get(address.path(world.values)).status_code == 404
