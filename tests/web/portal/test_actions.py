"""What a browser says with an action: its key and whose it is."""

import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from provino.galleries.models import Gallery
from provino.proofing.models import Comment, Favourite, FavouriteList
from provino.proofing.selections import submit_selection
from provino.visitors.models import Activity, HandledAction, Visitor
from tests.factories import make_invitation, make_member, make_photo


def _heart(gallery: Gallery, *, list_id: str = "main") -> str:
    return f"/g/{gallery.public_id}/lists/{list_id}/photos/{gallery.photos.order_by('id')[0].public_id}"


def _me(browser: Client, gallery: Gallery) -> str:
    """Who the page says its queue belongs to, without the gallery, as its scripts send it."""
    found = re.search(r'<meta name="visitor" content="([^"]+)">', browser.get(f"/g/{gallery.public_id}/").text)
    assert found
    assert found[1].startswith(f"{gallery.public_id}.")
    return found[1].split(".", 1)[1]


def _send(browser: Client, method: str, address: str, key: str = "", me: str = "") -> Any:
    headers = {name: value for name, value in (("Provino-Action", key), ("Provino-Visitor", me)) if value}
    return getattr(browser, method)(address, headers=headers)


def test_heart_with_the_same_key_twice_changes_once_and_answers_the_same(
    client_browser: Client, gallery: Gallery
) -> None:
    answers = [_send(client_browser, "put", _heart(gallery), "one") for _ in range(2)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"favourite": True})] * 2
    assert (Favourite.objects.count(), HandledAction.objects.count()) == (1, 1)
    assert Activity.objects.filter(kind="favourite-added").count() == 1


def test_heart_repeated_late_changes_nothing_and_says_how_it_stands(client_browser: Client, gallery: Gallery) -> None:
    _send(client_browser, "put", _heart(gallery), "one")
    _send(client_browser, "delete", _heart(gallery), "two")
    late = _send(client_browser, "put", _heart(gallery), "one")
    assert (late.status_code, late.json()) == (200, {"favourite": False})
    assert not Favourite.objects.exists()


def test_heart_repeated_after_the_list_was_submitted_is_not_refused(client_browser: Client, gallery: Gallery) -> None:
    _send(client_browser, "put", _heart(gallery), "one")
    submit_selection(Favourite.objects.get().favourite_list, seen=(1, Decimal(0)))
    assert _send(client_browser, "put", _heart(gallery), "one").json() == {"favourite": True}
    assert _send(client_browser, "delete", _heart(gallery), "two").status_code == 409
    assert not HandledAction.objects.filter(key="two").exists()


def test_key_of_another_visitor_is_another_action(client_browser: Client, gallery: Gallery) -> None:
    _send(client_browser, "put", _heart(gallery), "one")
    second = Client()
    second.get(f"/g/{gallery.public_id}/i/{make_invitation(gallery=gallery).secret}")
    assert _send(second, "put", _heart(gallery), "one").json() == {"favourite": True}
    assert Favourite.objects.count() == 2


@pytest.mark.parametrize("key", ["x" * 65, "a b", "a/b"])
def test_key_that_is_none_is_refused(client_browser: Client, gallery: Gallery, key: str) -> None:
    answer = _send(client_browser, "put", _heart(gallery), key)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Favourite.objects.exists()


def test_comment_with_the_same_key_twice_stands_once(client_browser: Client, gallery: Gallery) -> None:
    address = f"/g/{gallery.public_id}/photos/{gallery.photos.order_by('id')[0].public_id}/comments"
    for _ in range(2):
        answer = client_browser.post(
            address, {"text": "Brighter"}, content_type="application/json", headers={"Provino-Action": "one"}
        )
        assert (answer.status_code, answer.json()["text"]) == (201, "Brighter")
    assert Comment.objects.count() == 1


def test_action_of_who_the_page_was_opened_as_is_done(
    client_browser: Client, stranger: Client, gallery: Gallery
) -> None:
    me = _me(client_browser, gallery)
    assert _send(client_browser, "put", _heart(gallery), "one", me).status_code == 200
    assert _me(client_browser, gallery) == me
    label = _me(stranger, gallery)
    stranger.post(f"/g/{gallery.public_id}/identify", {"email": "ola@example.com"})
    assert _me(stranger, gallery) == label
    assert _send(stranger, "put", _heart(gallery), "one", label).status_code == 200
    assert len({me, label}) == 2


def test_action_of_before_the_proof_is_still_theirs(stranger: Client, gallery: Gallery) -> None:
    me = _me(stranger, gallery)
    stranger.get(f"/g/{gallery.public_id}/i/{make_invitation(gallery=gallery).secret}")
    assert _send(stranger, "put", _heart(gallery), "one", me).status_code == 200
    assert _me(stranger, gallery).startswith(me)


def test_action_of_a_page_opened_as_somebody_else_is_refused(client_browser: Client, gallery: Gallery) -> None:
    me = _me(client_browser, gallery)
    client_browser.get(f"/g/{gallery.public_id}/i/{make_invitation(gallery=gallery).secret}")
    answer = _send(client_browser, "put", _heart(gallery), "one", me)
    assert (answer.status_code, answer.json()["code"]) == (409, "somebody-else")
    client_browser.post(f"/g/{gallery.public_id}/forget")
    assert _send(client_browser, "put", _heart(gallery), "one", me).status_code == 409
    assert not Favourite.objects.exists()


def test_action_after_a_revoked_link_is_refused(client_browser: Client, gallery: Gallery) -> None:
    me = _me(client_browser, gallery)
    gallery.invitations.update(revoked_at="2026-01-01T00:00:00Z")
    assert _send(client_browser, "put", _heart(gallery), "one", me).status_code == 409
    assert not Visitor.objects.exists()


def test_page_of_a_member_has_no_queue(gallery: Gallery) -> None:
    browser = Client()
    browser.force_login(make_member(studio=gallery.studio).user)
    assert 'name="visitor"' not in browser.get(f"/g/{gallery.public_id}/").text


def test_who_acts_is_told_neither_by_name_nor_by_secret(client_browser: Client, gallery: Gallery) -> None:
    client_browser.put(_heart(gallery))
    visitor = Visitor.objects.get()
    me = _me(client_browser, gallery)
    assert re.fullmatch(r"[0-9a-f]{16}\.[0-9a-f]{16}", me)
    assert visitor.public_id not in me


def test_heart_is_one_write_transaction(client_browser: Client, gallery: Gallery) -> None:
    _send(client_browser, "put", _heart(gallery), "first")  # makes visitor, device and list
    photo = make_photo(gallery=gallery)
    address = f"/g/{gallery.public_id}/lists/main/photos/{photo.public_id}"
    with CaptureQueriesContext(connection) as asked:
        assert _send(client_browser, "put", address, "second").status_code == 200
    statements = [query["sql"] for query in asked]
    # Inside the test's own transaction a transaction of ours is a savepoint.
    begins = [at for at, sql in enumerate(statements) if sql.startswith("SAVEPOINT")]
    writes = [at for at, sql in enumerate(statements) if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    ends = [at for at, sql in enumerate(statements) if sql.startswith("RELEASE")]
    assert (len(begins), len(ends)) == (1, 1)
    assert begins[0] < min(writes)
    assert max(writes) < ends[0]
    tables = {match[1] for sql in statements if (match := re.match(r'(?:INSERT INTO|UPDATE) "?(\w+)', sql))}
    assert {"proofing_favourite", "visitors_handledaction", "visitors_activity"} <= tables


@pytest.mark.django_db(transaction=True)
def test_heart_with_the_same_key_by_two_tabs_at_once_is_one(client_browser: Client, gallery: Gallery) -> None:
    address = _heart(gallery)
    client_browser.delete(address)  # the visitor is there

    def press(_: int) -> tuple[int, dict[str, Any]]:
        browser = Client()
        browser.cookies = client_browser.cookies
        try:
            answer = browser.put(address, headers={"Provino-Action": "same"})
            return answer.status_code, answer.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(press, range(6))) == [(200, {"favourite": True})] * 6
    assert (Favourite.objects.count(), HandledAction.objects.count()) == (1, 1)
    assert Activity.objects.filter(kind="favourite-added").count() == 1


def test_list_made_with_the_same_key_twice_is_one_and_takes_photos_at_once(
    client_browser: Client, gallery: Gallery
) -> None:
    gallery.several_lists_on = True
    gallery.save()
    body, address = {"name": "Album", "id": "9aBcDeFgHjKmNpQr2"}, f"/g/{gallery.public_id}/lists"

    def make(key: str, **more: str) -> Any:
        return client_browser.post(
            address, body | more, content_type="application/json", headers={"Provino-Action": key}
        )

    answers = [make("one") for _ in range(2)]
    assert [(one.status_code, one.json()) for one in answers] == [(201, {"id": body["id"], "name": "Album"})] * 2
    assert _send(client_browser, "put", _heart(gallery, list_id=body["id"]), "two").json() == {"favourite": True}
    assert FavouriteList.objects.get().favourites.count() == 1
    refused = make("three", id="AnotherAnother2345")
    assert (refused.status_code, refused.json()["code"]) == (409, "list-name-taken")
    assert make("four", id="main").json()["code"] == "list-id"
    Gallery.objects.filter(pk=gallery.pk).update(favourites_on=False)
    assert make("one").status_code == 201, "it was done, whatever holds now"
    assert make("five", id="AnotherAnother2345").status_code == 409
    assert FavouriteList.objects.count() == 1
