"""What no page of ours sends, or sends too late: clear words in the visitor's language, and nothing changed."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from provino.contacts.models import Contact
from provino.galleries.galleries import set_password
from provino.galleries.models import Gallery, Visibility
from provino.mail.models import Message
from provino.proofing.lists import list_of, share_list
from provino.proofing.models import Selection
from provino.proofing.packages import set_package
from provino.proofing.pricing import Terms
from provino.proofing.selections import reopen_selection
from provino.visitors.identities import add_to_address_book_task
from provino.visitors.models import EmailCode, PasswordTries, Visitor
from provino.visitors.passwords import TRIES_PER_ADDRESS, WINDOW
from tests.factories import make_gallery, make_member, make_photo

MARKUP = '</script><img src=x onerror=alert(1)> & "1"'
EMOJI = "Ola 👩‍👩‍👧 🌷"
JSON = {"Accept": "application/json"}


def at(gallery: Gallery, rest: str = "") -> str:
    return f"/g/{gallery.public_id}/{rest}"


def state() -> dict[str, list[dict[str, Any]]]:
    """Every row visitors can make or change."""
    models = [
        model
        for app in ("visitors", "proofing", "mail", "galleries")
        for model in apps.get_app_config(app).get_models()
    ]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@pytest.fixture
def chosen(client_browser: Client, gallery: Gallery) -> dict[str, str]:
    """The client has a list, a comment, a submitted selection and a code on its way; ids and secrets of all of it."""
    Gallery.objects.filter(pk=gallery.pk).update(several_lists_on=True, client_may_hide=True)
    set_package(gallery, terms=Terms(included=1, price_for_all=Decimal(60)), by=make_member(studio=gallery.studio))
    photo, other = gallery.photos.order_by("id").values_list("public_id", flat=True)
    client_browser.put(at(gallery, f"lists/main/photos/{photo}"))
    posted = client_browser.post(
        at(gallery, f"photos/{photo}/comments"), {"text": "Lighter"}, content_type="application/json"
    )
    named = client_browser.post(at(gallery, "lists"), {"name": "Album"}, content_type="application/json").json()["id"]
    client_browser.post(at(gallery, "lists/main/submit"), {"count": "1", "total": "0.00"})
    client_browser.post(at(gallery, "code"), {"email": "ola@example.com"}, headers=JSON)
    link = next(word for word in Message.objects.order_by("-pk")[0].text.split() if "/code/" in word)
    return {
        "photo": photo,
        "other": other,
        "comment": posted.json()["id"],
        "list": named,
        "selection": Selection.objects.get().public_id,
        "code": link.rsplit("/", 1)[1],
    }


# Method, address, JSON body, form: one of each thing a visitor can change, as our pages send it.
Change = tuple[str, str, Any, Any]
CHANGES: list[Change] = [
    ("put", "lists/main/photos/{other}", None, None),
    ("put", "lists/{list}/photos/{photo}", {"note": "Black and white"}, None),
    ("delete", "lists/main/photos/{photo}", None, None),
    ("post", "favourites/{other}/form", None, {"chosen": "1"}),
    ("post", "favourites/{photo}/form", None, {"note": "Late"}),
    ("post", "lists", {"name": "Late"}, None),
    ("post", "lists/new", None, {"name": "Late"}),
    ("post", "lists/{list}/form", None, {"do": "rename", "name": "Late"}),
    ("post", "lists/{list}/form", None, {"do": "delete"}),
    ("post", "lists/{list}/form", None, {"do": "share"}),
    ("post", "lists/main/submit", None, {"count": "1", "total": "0.00"}),
    ("post", "selections/{selection}/reopen", None, {"message": "Late"}),
    ("post", "all", None, {"do": "take", "key": "k", "count": "2", "total": "60.00"}),
    ("post", "photos/{photo}/comments", {"text": "Late"}, None),
    ("patch", "photos/{photo}/comments/{comment}", {"text": "Late"}, None),
    ("delete", "photos/{photo}/comments/{comment}", None, None),
    ("put", "photos/{other}/hidden", None, None),
    ("post", "identify", None, {"email": "late@example.com", "name": "Late"}),
    ("post", "code", None, {"email": "late@example.com"}),
    ("post", "code/{code}", None, {}),
    ("post", "viewed", None, {}),
]
SHUT: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "closed": ({"visibility": Visibility.CLOSED}, {"en": "This gallery is closed", "pl": "Ta galeria jest zamknięta"}),
    "expired": (
        {"expires_on": timezone.localdate() - timedelta(days=2)},
        {"en": "This gallery has ended|The time of this gallery is over", "pl": "zakończona|Czas tej galerii minął"},
    ),
}


def _name(change: Change) -> str:
    return f"{change[0]}-{change[1]}"


def _words(answer: Any) -> str:
    """What the visitor reads: the page, or the message the page's script shows."""
    is_json = answer.headers["Content-Type"] == "application/json"
    return str(answer.json()["message"] if is_json else answer.text)


def _send(browser: Client, gallery: Gallery, change: Change, names: dict[str, str]) -> Any:
    method, rest, body, form = change
    address = at(gallery, rest.format(**names))
    if body is not None:
        return getattr(browser, method)(address, json.dumps(body), content_type="application/json")
    return getattr(browser, method)(address, form) if form is not None else getattr(browser, method)(address)


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("shut", SHUT)
@pytest.mark.parametrize("change", CHANGES, ids=_name)
def test_request_after_closing_is_refused_with_words_and_changes_nothing(
    client_browser: Client,
    gallery: Gallery,
    chosen: dict[str, str],
    change: Change,
    shut: str,
    language: str,
) -> None:
    columns, words = SHUT[shut]
    Gallery.objects.filter(pk=gallery.pk).update(language=language, **columns)
    before = state()
    answer = _send(client_browser, gallery, change, chosen)
    assert answer.status_code == 403
    assert any(one in _words(answer) for one in words[language].split("|"))
    assert state() == before


@pytest.mark.parametrize("change", [one for one in CHANGES if not one[1].endswith(("/reopen", "identify"))], ids=_name)
def test_what_closing_refuses_is_done_while_open(
    client_browser: Client, gallery: Gallery, chosen: dict[str, str], change: Change
) -> None:
    reopen_selection(Selection.objects.get(), by=make_member(studio=gallery.studio))
    before = state()
    assert _send(client_browser, gallery, change, chosen).status_code in {200, 201, 204, 302}
    assert state() != before


def test_pin_is_counted_explained_and_slowed(gallery: Gallery) -> None:
    set_password(gallery, password="4711", by=make_member(studio=gallery.studio))
    browser = Client()
    for number in range(1, TRIES_PER_ADDRESS + 1):
        answer = browser.post(at(gallery, "enter"), {"password": "0000"})
        assert answer.status_code == 403
        assert "This is not the PIN. Look at it again, or ask your photographer." in answer.text
        assert set(PasswordTries.objects.values_list("count", flat=True)) == {number}
    for typed in ("0000", "4711"):
        answer = browser.post(at(gallery, "enter"), {"password": typed})
        assert answer.status_code == 403
        assert "That was wrong too often. Please try again in a quarter of an hour." in answer.text
        assert browser.get(at(gallery)).status_code == 403
    PasswordTries.objects.update(window_start=timezone.now() - WINDOW - timedelta(seconds=1))
    assert browser.post(at(gallery, "enter"), {"password": "4711"}).status_code == 302
    assert browser.get(at(gallery)).status_code == 200


def test_link_of_the_mail_after_ten_minutes_is_over(
    client_browser: Client, gallery: Gallery, chosen: dict[str, str]
) -> None:
    EmailCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    before = state()
    for browser in (client_browser, Client()):
        for method in ("get", "post"):
            answer = getattr(browser, method)(at(gallery, f"code/{chosen['code']}"))
            assert answer.status_code == 410
            assert "This code is no longer valid: it works for ten minutes, and once." in answer.text
    assert state() == before


@pytest.mark.parametrize("tampered", ["{cookie}x", "x{cookie}", "", "x:y:z", "\x00"])
def test_tampered_cookie_is_nobody(
    client_browser: Client, gallery: Gallery, chosen: dict[str, str], tampered: str
) -> None:
    browser, own = Client(), client_browser.cookies["provino_g"].value
    browser.cookies["provino_g"] = tampered.format(cookie=own)
    before = state()
    page = browser.get(at(gallery, "list.json")).json()
    assert page["own"]["favourites"] == []
    assert not page["identified"]
    assert browser.get(at(gallery, f"selections/{chosen['selection']}")).status_code == 404
    assert state() == before


def test_link_that_opens_nothing_says_so_and_tells_nothing(client_browser: Client, gallery: Gallery) -> None:
    secret = gallery.invitations.get().secret
    tampered = ("x" if secret[0] != "x" else "y") + secret[1:]
    before = state()
    for rest in (f"i/{tampered}", f"lists/shared/{tampered}", f"selections/{secret[:17]}", "handover/files/x"):
        answer = Client().get(at(gallery, rest))
        assert answer.status_code == 404
        assert "If somebody sent you the link, ask them for a new one." in answer.text
        assert gallery.title not in answer.text
    assert state() == before


def test_photo_of_another_gallery_takes_nothing(
    client_browser: Client, gallery: Gallery, chosen: dict[str, str]
) -> None:
    foreign = make_photo(gallery=make_gallery(studio=gallery.studio)).public_id
    reopen_selection(Selection.objects.get(), by=make_member(studio=gallery.studio))
    before = state()
    for change in (one for one in CHANGES if "{photo}" in one[1] or "{other}" in one[1]):
        answer = _send(client_browser, gallery, change, {**chosen, "photo": foreign, "other": foreign})
        assert answer.status_code == 404
        words = "There is nothing here" if "/form" in change[1] else "This photo is no longer in the gallery."
        assert words in answer.text
    assert state() == before


def test_markup_is_shown_as_typed_on_every_page(client_browser: Client, gallery: Gallery) -> None:
    Gallery.objects.filter(pk=gallery.pk).update(several_lists_on=True)
    photo = gallery.photos.order_by("id")[0].public_id
    named = client_browser.post(at(gallery, "lists"), {"name": MARKUP}, content_type="application/json").json()["id"]
    for list_id in ("main", named):
        note = client_browser.put(
            at(gallery, f"lists/{list_id}/photos/{photo}"), {"note": MARKUP}, content_type="application/json"
        )
        assert note.status_code == 200
    client_browser.post(at(gallery, f"photos/{photo}/comments"), {"text": MARKUP}, content_type="application/json")
    visitor = Visitor.objects.get()
    Visitor.objects.update(name=MARKUP[:200])
    shared = share_list(list_of(visitor, named))
    assert (
        client_browser.post(
            at(gallery, "lists/main/submit"), {"count": "1", "total": "0.00", "message": MARKUP}
        ).status_code
        == 302
    )
    selection = Selection.objects.get().public_id
    studio = Client()
    studio.force_login(make_member(studio=gallery.studio).user)
    board = f"/galleries/{gallery.public_id}/"
    pages = [
        client_browser.get(at(gallery, rest)).text
        for rest in (
            "",
            "photos",
            "favourites",
            f"favourites?list={named}",
            f"selections/{selection}",
            f"lists/shared/{shared}",
        )
    ]
    pages += [studio.get(board + rest).text for rest in ("orders", "activity", f"selections/{selection}")]
    for page in pages:
        assert "<img src=x" not in page
    assert sum("&lt;img src=x onerror=alert(1)&gt;" in page for page in pages) >= 7
    own = client_browser.get(at(gallery, "list.json")).json()["own"]
    assert own["choice"]["notes"] == {photo: MARKUP}, "kept as it was typed"
    assert all(MARKUP not in one.html for one in Message.objects.all())


def test_name_with_emoji_and_address_with_blanks_and_capitals_arrive_as_meant(
    gallery: Gallery, stranger: Client
) -> None:
    answer = stranger.post(
        at(gallery, "identify"), {"email": "  Ola.Nowak@Example.COM ", "name": f"  {EMOJI} "}, headers=JSON
    )
    assert (answer.status_code, answer.json()) == (200, {"name": EMOJI})
    stranger.put(at(gallery, f"lists/main/photos/{gallery.photos.order_by('id')[0].public_id}"))
    shared = share_list(list_of(Visitor.objects.get(), "main"))
    assert EMOJI in Client().get(at(gallery, f"lists/shared/{shared}")).text
    add_to_address_book_task(visitor_id=Visitor.objects.get().pk)
    assert Contact.objects.filter(studio=gallery.studio).values_list("email", "name").get() == (
        "ola.nowak@example.com",
        EMOJI,
    )
    studio = Client()
    studio.force_login(make_member(studio=gallery.studio).user)
    assert EMOJI in studio.get(f"/galleries/{gallery.public_id}/orders").text
