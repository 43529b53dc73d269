"""One's lists, the counter's words, the shared page, "Your choice", submitting: through their addresses."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from provino.galleries.models import Gallery
from provino.mail.models import Message
from provino.proofing.favourites import add_favourite
from provino.proofing.lists import make_list, share_list
from provino.proofing.models import Favourite, FavouriteList, Selection
from provino.proofing.packages import SectionLimit, set_package
from provino.proofing.pricing import Terms, Tier, price_choice
from provino.proofing.selections import reopen_selection
from provino.visitors.models import Activity, ActivityKind, Visitor
from provino.web.portal.counting import counter_words
from tests.factories import make_gallery, make_member, make_photo, make_section, make_visitor

TERMS = Terms(included=2, maximum=4, tiers=(Tier(1, Decimal(25)), Tier(2, Decimal(20))))


def _at(gallery: Gallery, tail: str) -> str:
    return f"/g/{gallery.public_id}/{tail}"


def _photos(gallery: Gallery) -> list[str]:
    return list(gallery.photos.order_by("id").values_list("public_id", flat=True))


def _put(browser: Client, gallery: Gallery, photo: str, *, to: str = "main", **body: str) -> Any:
    address = _at(gallery, f"lists/{to}/photos/{photo}")
    return browser.put(address, json.dumps(body), content_type="application/json")


@pytest.fixture
def several(gallery: Gallery) -> Gallery:
    gallery.several_lists_on = True
    gallery.save()
    return gallery


@pytest.fixture
def priced(gallery: Gallery) -> Gallery:
    """Two photos included, five in all; the third costs 25, the fourth 20, more cannot be chosen."""
    for _ in range(3):
        make_photo(gallery=gallery)
    gallery.studio.currency = "PLN"
    gallery.studio.save()
    set_package(gallery, terms=TERMS, by=make_member(studio=gallery.studio))
    return gallery


def _own(browser: Client, gallery: Gallery) -> dict[str, Any]:
    own: dict[str, Any] = browser.get(_at(gallery, "lists")).json()
    return own


def test_heart_goes_into_the_list_it_names(client_browser: Client, several: Gallery) -> None:
    photo = _photos(several)[0]
    made = client_browser.post(_at(several, "lists"), {"name": " Album "}, content_type="application/json").json()
    assert made["name"] == "Album"
    assert _put(client_browser, several, photo, to=made["id"], note="<b>cover</b>").status_code == 200
    own = _own(client_browser, several)
    assert own["favourites"] == []
    assert own["others"] == {made["id"]: [photo]}
    page = client_browser.get(_at(several, f"favourites?list={made['id']}")).text
    assert "&lt;b&gt;cover" in page
    assert client_browser.delete(_at(several, f"lists/{made['id']}/photos/{photo}")).status_code == 200
    assert not Favourite.objects.exists()


def test_note_of_1001_characters_is_refused_and_changes_nothing(client_browser: Client, gallery: Gallery) -> None:
    photo = _photos(gallery)[0]
    answer = _put(client_browser, gallery, photo, note="x" * 1001)
    assert (answer.status_code, answer.json()["code"]) == (409, "note-too-long")
    page = client_browser.post(_at(gallery, f"favourites/{photo}/form"), {"note": "x" * 1001})
    assert page.status_code == 409
    assert not Favourite.objects.exists()


@pytest.mark.parametrize("list_id", ["main", "other"])
def test_photo_of_another_gallery_gets_into_no_list(client_browser: Client, several: Gallery, list_id: str) -> None:
    made = client_browser.post(_at(several, "lists"), {"name": "other"}, content_type="application/json").json()["id"]
    foreign = make_photo(gallery=make_gallery(studio=several.studio)).public_id
    to = made if list_id == "other" else list_id
    assert _put(client_browser, several, foreign, to=to).status_code == 404
    undo = {"name": "Undo", "photos": json.dumps({foreign: "", "\x00": "", _photos(several)[0]: "n\x00"})}
    client_browser.post(_at(several, "lists/new"), undo)
    assert [(one.photo.public_id, one.note) for one in Favourite.objects.all()] == [(_photos(several)[0], "n")]


def test_list_of_another_visitor_is_not_there(client_browser: Client, several: Gallery) -> None:
    theirs = make_list(make_visitor(gallery=several, email="ola@example.com"), name="Secret")
    client_browser.put(_at(several, f"lists/main/photos/{_photos(several)[0]}"))
    for list_id in (theirs.public_id, "nothing", "0"):
        assert _put(client_browser, several, _photos(several)[0], to=list_id).status_code == 404
        for do in ("rename", "delete", "share", "unshare"):
            form = {"do": do, "name": "Mine"}
            assert client_browser.post(_at(several, f"lists/{list_id}/form"), form).status_code == 404
        assert client_browser.get(_at(several, f"lists/{list_id}/prices?count=1")).status_code == 404
    assert "Secret" not in client_browser.get(_at(several, f"favourites?list={theirs.public_id}")).text
    assert FavouriteList.objects.filter(pk=theirs.pk, name="Secret", share_secret="").exists()


def test_list_is_made_chosen_renamed_deleted_and_brought_back(client_browser: Client, several: Gallery) -> None:
    photo = _photos(several)[0]
    client_browser.post(_at(several, "lists/new"), {"name": "Album"})
    made = FavouriteList.objects.get(name="Album")
    client_browser.post(_at(several, f"favourites/{photo}/form"), {"chosen": "1"})
    assert made.favourites.count() == 1, "hearts go into the list that was made"
    assert f"lists/{made.public_id}/photos" in client_browser.get(_at(several, "")).text
    form = {"do": "rename", "name": "Grandmother", "next": _at(several, "favourites")}
    assert client_browser.post(_at(several, f"lists/{made.public_id}/form"), form).status_code == 302
    page = client_browser.post(_at(several, f"lists/{made.public_id}/form"), {"do": "delete"}).text
    assert "The list “Grandmother” was deleted." in page
    assert not FavouriteList.objects.filter(name="Grandmother").exists()
    kept = re.search(r'name="photos" value="([^"]*)"', page)
    assert kept
    photos = kept[1].replace("&quot;", '"')
    client_browser.post(_at(several, "lists/new"), {"name": "Grandmother", "photos": photos})
    assert FavouriteList.objects.get(name="Grandmother").favourites.get().photo.public_id == photo


@pytest.mark.parametrize("body", ["", "[]", '{"name": ""}', '{"name": "\\u0000"}', '{"name": 5, "x": 1}'])
def test_list_without_a_name_is_refused_with_words(client_browser: Client, several: Gallery, body: str) -> None:
    answer = client_browser.post(_at(several, "lists"), body, content_type="application/json")
    assert answer.status_code in {201, 409}
    assert answer.status_code == 201 if "5" in body else answer.json()["message"]


def test_several_lists_are_refused_where_the_photographer_has_one(client_browser: Client, gallery: Gallery) -> None:
    answer = client_browser.post(_at(gallery, "lists"), {"name": "Album"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "lists-off")
    assert "New list" not in client_browser.get(_at(gallery, "favourites")).text


def test_lists_cost_the_same_queries_for_one_and_for_three(
    client_browser: Client, several: Gallery, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client_browser.put(_at(several, f"lists/main/photos/{_photos(several)[0]}"))
    client_browser.get(_at(several, "lists"))
    with django_assert_num_queries(7):
        client_browser.get(_at(several, "lists"))
    for name in ("A", "B"):
        client_browser.post(_at(several, "lists"), {"name": name}, content_type="application/json")
    with django_assert_num_queries(7):
        client_browser.get(_at(several, "lists"))


def test_counter_says_the_sums_of_price_choice(client_browser: Client, priced: Gallery) -> None:
    own = _own(client_browser, priced)
    rows = own["prices"]["rows"]
    assert own["prices"]["from"] == 0
    assert len(rows) == 5, "up to the maximum"
    for count, row in enumerate(rows):
        words = counter_words(TERMS, count=count, currency="PLN")
        assert row == [words.head, words.rest, words.next]
    assert rows[1] == ["1 of 2", "1 left", "the next photo 25\u00a0zł, from the 2nd on 20\u00a0zł"]
    assert (
        rows[4][1]
        == f"2 in your package + 1\u00a0×\u00a025\u00a0zł + 1\u00a0×\u00a020\u00a0zł = {price_choice(TERMS, count=4).total:f}\u00a0zł".replace(
            ".00", ""
        )
    )
    assert rows[4][2] == "no more can be chosen"
    assert own["cost"]["at"] == 3
    assert "25\u00a0zł" in own["cost"]["words"]
    asked = client_browser.get(_at(priced, "lists/main/prices?count=4")).json()
    assert asked["rows"][4 - asked["from"]] == rows[4]


def test_heart_beyond_the_maximum_is_refused_with_words_from_any_device(
    client_browser: Client, priced: Gallery
) -> None:
    *allowed, too_many = _photos(priced)
    second = Client()
    second.get(_at(priced, f"i/{priced.invitations.get().secret}"))
    for place, photo in enumerate(allowed):
        assert _put((client_browser, second)[place % 2], priced, photo).status_code == 200
    for browser in (client_browser, second):
        answer = _put(browser, priced, too_many)
        assert (answer.status_code, answer.json()["code"]) == (409, "too-many-chosen")
        assert "4 photos" in answer.json()["message"]
    assert Favourite.objects.count() == 4


def _submit(browser: Client, gallery: Gallery, count: int, total: str, **more: str) -> Any:
    return browser.post(_at(gallery, "lists/main/submit"), {"count": count, "total": total, **more})


def test_choice_is_sent_locked_reopened_and_sent_again(client_browser: Client, priced: Gallery) -> None:
    photos = _photos(priced)
    for photo in photos[:3]:
        _put(client_browser, priced, photo)
    page = client_browser.get(_at(priced, "favourites")).text
    assert "2\u00a0×\u00a00" in page
    assert "25.00\u00a0zł" in page
    answer = _submit(client_browser, priced, 3, "25.00", message="<i>Thanks</i>")
    selection = Selection.objects.get()
    assert answer.headers["Location"] == _at(priced, f"selections/{selection.public_id}")
    page = client_browser.get(answer.headers["Location"]).text
    assert "&lt;i&gt;Thanks" in page
    assert page.count("<figure>") == 3
    for refused in (_put(client_browser, priced, photos[3]), _put(client_browser, priced, photos[0], note="no")):
        assert (refused.status_code, refused.json()["code"]) == (409, "selection-locked")
    assert _own(client_browser, priced)["locked"]
    assert "It is locked" in client_browser.get(_at(priced, "favourites")).text
    client_browser.post(_at(priced, f"selections/{selection.public_id}/reopen"), {"message": "One more"})
    selection.refresh_from_db()
    assert selection.reopen_reason == "One more"
    reopen_selection(selection, by=make_member(studio=priced.studio))
    assert _put(client_browser, priced, photos[3]).status_code == 200
    _submit(client_browser, priced, 4, "45.00")
    assert [(one.number, one.version, one.count) for one in Selection.objects.order_by("pk")] == [(1, 1, 3), (2, 2, 4)]
    assert client_browser.get(_at(priced, f"selections/{selection.public_id}")).text.count("<figure>") == 3
    kinds = list(Message.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["selection_received", "selection_reopened", "selection_received"]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_page_sends_what_it_shows_in_any_language(client_browser: Client, priced: Gallery, language: str) -> None:
    Gallery.objects.filter(pk=priced.pk).update(language=language)
    for photo in _photos(priced)[:3]:
        _put(client_browser, priced, photo)
    page = client_browser.get(_at(priced, "favourites")).text
    hidden = dict(re.findall(r'<input type="hidden" name="(count|total)" value="([^"]*)"', page))
    assert _submit(client_browser, priced, int(hidden["count"]), hidden["total"]).status_code == 302


@pytest.mark.parametrize(("count", "total"), [("2", "0.00"), ("3", "24.00"), ("", ""), ("x", "y"), ("-1", "25")])
def test_choice_with_an_old_sum_is_not_sent(client_browser: Client, priced: Gallery, count: str, total: str) -> None:
    for photo in _photos(priced)[:3]:
        _put(client_browser, priced, photo)
    answer = client_browser.post(
        _at(priced, "lists/main/submit"), {"count": count, "total": total, "message": "My words"}
    )
    assert answer.status_code == 409
    assert "has changed meanwhile" in answer.text
    assert "My words" in answer.text, "what was typed is kept"
    assert not Selection.objects.exists()


def test_message_of_2001_characters_is_refused_and_kept(client_browser: Client, gallery: Gallery) -> None:
    _put(client_browser, gallery, _photos(gallery)[0])
    answer = _submit(client_browser, gallery, 1, "0.00", message="x" * 2001)
    assert answer.status_code == 409
    assert "x" * 2001 in answer.text
    assert not Selection.objects.exists()


def test_rules_of_sections_are_said_and_kept(client_browser: Client, gallery: Gallery) -> None:
    section = make_section(gallery=gallery, name="Ceremony")
    inside = make_photo(gallery=gallery, section=section)
    limits = [SectionLimit(section, minimum=1)]
    set_package(gallery, terms=Terms(included=5), sections=limits, by=make_member(studio=gallery.studio))
    _put(client_browser, gallery, _photos(gallery)[0])
    assert "at least 1; 0 chosen" in " ".join(client_browser.get(_at(gallery, "favourites")).text.split())
    assert "Ceremony" in _submit(client_browser, gallery, 1, "0.00").text
    assert not Selection.objects.exists()
    _put(client_browser, gallery, inside.public_id)
    assert _submit(client_browser, gallery, 2, "0.00").status_code == 302


@pytest.mark.parametrize(
    "shut", [{"visibility": "closed"}, {"choosing_deadline": "2020-01-01"}, {"favourites_on": False}]
)
def test_nothing_is_sent_after_closing(client_browser: Client, gallery: Gallery, shut: dict[str, Any]) -> None:
    _put(client_browser, gallery, _photos(gallery)[0])
    Gallery.objects.filter(pk=gallery.pk).update(**shut)
    assert _submit(client_browser, gallery, 1, "0.00").status_code in {403, 409}
    assert client_browser.post(_at(gallery, "lists/new"), {"name": "Late"}).status_code in {403, 409}
    assert not Selection.objects.exists()
    assert FavouriteList.objects.count() == 1


def test_somebody_unknown_is_asked_who_they_are_before_sending(stranger: Client, gallery: Gallery) -> None:
    assert _submit(stranger, gallery, 0, "0").headers["Location"] == _at(gallery, "identify")
    member = Client()
    member.force_login(make_member(studio=gallery.studio).user)
    assert _submit(member, gallery, 0, "0").status_code == 409
    assert not Visitor.objects.filter(contact__isnull=False).exists()


def test_version_of_another_visitor_is_not_there(client_browser: Client, stranger: Client, gallery: Gallery) -> None:
    _put(client_browser, gallery, _photos(gallery)[0])
    _submit(client_browser, gallery, 1, "0.00")
    selection = Selection.objects.get()
    stranger.post(_at(gallery, "identify"), {"email": "ola@example.com"})
    for browser in (stranger, Client()):
        for address in (selection.public_id, "nothing", "0"):
            assert browser.get(_at(gallery, f"selections/{address}")).status_code == 404
            assert browser.post(_at(gallery, f"selections/{address}/reopen")).status_code == 404
    selection.refresh_from_db()
    assert selection.reopen_asked_at is None


def test_shared_list_shows_both_only_theirs_and_only_mine(
    client_browser: Client, stranger: Client, gallery: Gallery
) -> None:
    both, theirs, mine = [*_photos(gallery), make_photo(gallery=gallery).public_id]
    hidden = make_photo(gallery=gallery)
    ola = make_visitor(gallery=gallery, email="ola@example.com", name="Ola")
    for one in gallery.photos.filter(public_id__in=[both, theirs, hidden.public_id]):
        add_favourite(ola, photo=one)
    type(hidden).objects.filter(pk=hidden.pk).update(hidden=True)
    secret = share_list(ola.favourite_lists.get())
    for photo in (both, mine):
        _put(client_browser, gallery, photo)
    page = client_browser.get(_at(gallery, f"lists/shared/{secret}"))
    parts = {name: [one.public_id for one in found] for name, found in page.context["parts"].items()}
    assert parts == {"both": [both], "theirs": [theirs], "mine": [mine]}
    assert "Only Ola" in page.text
    plain = stranger.get(_at(gallery, f"lists/shared/{secret}")).text
    assert "What Ola chose" in plain
    assert "ola@example.com" not in page.text + plain
    assert mine not in plain
    other = make_gallery(studio=gallery.studio)
    assert Client().get(_at(other, f"lists/shared/{secret}")).status_code == 404
    assert client_browser.get(_at(gallery, "lists/shared/nothing")).status_code == 404


def test_shared_list_keeps_the_gate_and_what_guests_may_not_see(stranger: Client, gallery: Gallery) -> None:
    secret_part = make_section(gallery=gallery, name="Only ours", client_only=True)
    photo = make_photo(gallery=gallery, section=secret_part)
    anna = make_visitor(gallery=gallery, email="anna@example.com", name="Anna", kind="client")
    add_favourite(anna, photo=photo)
    secret = share_list(anna.favourite_lists.get())
    page = stranger.get(_at(gallery, f"lists/shared/{secret}"))
    assert page.context["count"] == 0
    assert photo.public_id not in page.text
    Gallery.objects.filter(pk=gallery.pk).update(password_hash="argon2$x")
    shut = stranger.get(_at(gallery, f"lists/shared/{secret}"))
    assert shut.status_code == 403
    assert "Anna" not in shut.text


def test_sharing_is_recorded_and_taken_back(client_browser: Client, gallery: Gallery) -> None:
    _put(client_browser, gallery, _photos(gallery)[0])
    form = {"do": "share", "next": _at(gallery, "favourites")}
    client_browser.post(_at(gallery, "lists/main/form"), form)
    page = client_browser.get(_at(gallery, "favourites"))
    url = page.context["choosing"].shared_url
    assert url in page.text
    assert Activity.objects.filter(kind=ActivityKind.LIST_SHARED).count() == 1
    path = url[url.index("/g/") :]
    assert Client().get(path).status_code == 200
    client_browser.post(_at(gallery, "lists/main/form"), {"do": "unshare"})
    assert Client().get(path).status_code == 404
