import datetime

import pytest
from django.utils import timezone

from provino.contacts.models import Contact
from provino.galleries.clients import client_from
from provino.galleries.galleries import change_gallery
from provino.galleries.models import Gallery, PictureState, Visibility
from provino.handover.queries import GalleryState
from provino.mail.models import Message
from provino.studios.models import Member
from provino.visitors.models import VisitorKind
from provino.visitors.views import record_view
from tests.api.json_client import GALLERIES, Api
from tests.factories import (
    make_contact,
    make_gallery,
    make_invitation,
    make_photo,
    make_section,
    make_visitor,
    make_watermark,
)

NUL = "a\x00b"
SURROGATE = "a\ud800b"


def test_create_needs_only_a_title(api: Api, member: Member) -> None:
    status, made = api.ask("POST", GALLERIES, {"title": " Anna and Piotr "})
    gallery = Gallery.objects.get()
    assert status == 201
    assert made["id"] == gallery.public_id
    assert (made["title"], made["state"], made["visibility"]) == ("Anna and Piotr", "draft", "draft")
    assert (made["language"], made["client"], made["photos"]) == (member.studio.language, None, 0)
    assert made["url"] == f"http://127.0.0.1:8000/g/{gallery.public_id}/"


def test_create_with_everything_makes_the_client_too(api: Api, member: Member) -> None:
    given = {
        "subtitle": "Wedding",
        "date": "2026-09-12",
        "language": "pl",
        "visibility": "open",
        "expires_on": "2099-03-31",
        "choosing_deadline": "2099-01-31",
        "photo_label": "filename",
        "photo_order": "name",
    }
    client = {"client_name": "Anna Łęcka", "client_email": "Anna@Example.com", "password": "tulip"}
    status, made = api.ask("POST", GALLERIES, {"title": "Anna", **given, **client})
    assert status == 201
    assert {name: made[name] for name in given} == given
    contact = Contact.objects.get(studio=member.studio)
    assert made["client"] == {"id": contact.public_id, "name": "Anna Łęcka", "email": "Anna@Example.com"}
    assert made["has_password"] is True
    assert "password" not in made


def test_create_refused_makes_nothing(api: Api) -> None:
    client = {"client_name": "Anna", "client_email": "anna@example.com"}
    assert api.refused("POST", GALLERIES, {"title": "A", **client, "password": "abc"}) == (400, "password-too-short")
    assert api.refused("POST", GALLERIES, {"title": "  ", **client}) == (400, "title-missing")
    assert api.refused("POST", GALLERIES, {"title": "A", "client_email": "nobody"})[0] == 400
    assert not Gallery.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "text",
        7,
        {"title": ""},
        {"title": None},
        {"title": "x" * 201},
        {"title": 5},
        {"title": NUL},
        {"title": SURROGATE},
        {"title": "A", "subtitle": NUL},
        {"title": "A", "client_name": NUL},
        {"title": "A", "client_email": NUL},
        {"title": "A", "client_name": SURROGATE},
        {"title": "A", "password": NUL},
        {"title": "A", "titel": "B"},
        {"title": "A", "language": "de"},
        {"title": "A", "visibility": "secret"},
        {"title": "A", "date": "2026-02-30"},
        {"title": "A", "expires_on": "soon"},
    ],
    ids=str,
)
def test_create_refuses_malformed_bodies(api: Api, body: object) -> None:
    assert api.refused("POST", GALLERIES, body) == (422, "invalid")
    assert not Gallery.objects.exists()


def test_body_that_is_no_json_is_refused(api: Api) -> None:
    for body in (b"", b"{", b"\xff\xfe", b"nonsense"):
        answer = api.client.post(GALLERIES, body, content_type="application/json", headers=api.headers)
        assert answer.status_code in {400, 422}
        assert set(answer.json()) == {"code", "message"}


def test_read_tells_counts_and_the_clients_look(api: Api, member: Member) -> None:
    client = make_contact(studio=member.studio)
    gallery = make_gallery(studio=member.studio, client=client, sent_at=timezone.now())
    for state in (PictureState.READY, PictureState.READY, PictureState.PENDING, PictureState.FAILED):
        make_photo(gallery=gallery, state=state)
    make_photo(gallery=gallery, deleted_at=timezone.now())
    found = api.get(f"{GALLERIES}/{gallery.public_id}")
    assert found["photos"] == 4
    assert found["counts"] == {"pending": 1, "ready": 2, "failed": 1}
    assert (found["state"], found["viewed_at"]) == ("sent", None)
    invitation = make_invitation(gallery=gallery, contact=client)
    visitor = make_visitor(
        gallery=gallery, contact=client, invitation=invitation, kind=VisitorKind.CLIENT, proven_at=timezone.now()
    )
    record_view(visitor)
    found = api.get(f"{GALLERIES}/{gallery.public_id}")
    assert found["state"] == "viewed"
    assert found["viewed_at"] is not None


def test_every_state_is_described(api: Api) -> None:
    told = api.get("/api/v1/openapi.json")["components"]["schemas"]["GalleryOut"]["properties"]["state"]
    assert set(told["enum"]) == set(GalleryState.values)


def test_change_leaves_what_is_left_out(api: Api, gallery: Gallery) -> None:
    before = api.get(f"{GALLERIES}/{gallery.public_id}")
    status, after = api.ask("PATCH", f"{GALLERIES}/{gallery.public_id}", {"subtitle": "Portrait"})
    assert status == 200
    assert after == {**before, "subtitle": "Portrait"}
    assert api.ask("PATCH", f"{GALLERIES}/{gallery.public_id}", {}) == (200, after)


def test_change_takes_every_setting(api: Api, gallery: Gallery) -> None:
    changes = {
        "title": "New",
        "date": "2026-01-02",
        "language": "en",
        "visibility": "closed",
        "expires_on": "2099-01-02",
        "choosing_deadline": "2099-01-01",
        "photo_label": "number",
        "photo_order": "manual",
        "favourites_on": False,
        "comments_on": False,
    }
    status, after = api.ask("PATCH", f"{GALLERIES}/{gallery.public_id}", changes)
    assert status == 200
    assert {name: after[name] for name in changes} == changes
    assert after["state"] == "closed"


def test_null_clears_dates_and_nothing_else(api: Api, gallery: Gallery, member: Member) -> None:
    day = datetime.date(2099, 1, 1)
    change_gallery(gallery, by=member, date=day, expires_on=day, choosing_deadline=day)
    cleared = {"date": None, "expires_on": None, "choosing_deadline": None}
    status, after = api.ask("PATCH", f"{GALLERIES}/{gallery.public_id}", cleared)
    assert status == 200
    assert {name: after[name] for name in cleared} == cleared
    for name in ("title", "subtitle", "language", "visibility", "photo_label", "favourites_on", "password"):
        assert api.refused("PATCH", f"{GALLERIES}/{gallery.public_id}", {name: None}) == (422, "invalid")


def test_password_is_set_and_removed(api: Api, gallery: Gallery) -> None:
    path = f"{GALLERIES}/{gallery.public_id}"
    assert api.ask("PATCH", path, {"password": "tulip"})[1]["has_password"] is True
    assert api.ask("PATCH", path, {"title": "Other"})[1]["has_password"] is True
    assert api.ask("PATCH", path, {"password": ""})[1]["has_password"] is False


def test_refused_change_changes_nothing(api: Api, gallery: Gallery) -> None:
    path = f"{GALLERIES}/{gallery.public_id}"
    assert api.refused("PATCH", path, {"title": "Other", "password": "abc"}) == (400, "password-too-short")
    assert api.get(path)["title"] == gallery.title
    for body in ({"title": NUL}, {"subtitle": SURROGATE}, {"password": NUL}, {"favourites_on": "maybe"}):
        assert api.refused("PATCH", path, body) == (422, "invalid")


def test_send_without_recipients_goes_to_the_client(api: Api, gallery: Gallery, member: Member) -> None:
    gallery.client = client_from(member.studio, name="Anna", email="Anna@Example.com", by=member)
    gallery.visibility = Visibility.DRAFT
    gallery.save()
    status, sent = api.ask("POST", f"{GALLERIES}/{gallery.public_id}/send", {})
    assert status == 200
    assert [(one["email"], one["name"], one["state"]) for one in sent] == [("Anna@Example.com", "Anna", "queued")]
    assert sent[0]["url"].startswith(f"http://127.0.0.1:8000/g/{gallery.public_id}/i/")
    found = api.get(f"{GALLERIES}/{gallery.public_id}")
    assert (found["state"], found["visibility"]) == ("sent", "open")


def test_send_to_addresses_with_own_words(api: Api, gallery: Gallery) -> None:
    body = {"recipients": ["a@example.com", "b@example.com"], "subject": "Look", "text": "Here they are."}
    status, sent = api.ask("POST", f"{GALLERIES}/{gallery.public_id}/send", body)
    assert status == 200
    assert {one["email"] for one in sent} == {"a@example.com", "b@example.com"}
    assert set(Message.objects.values_list("subject", flat=True)) == {"Look"}


def test_send_without_anybody_or_to_nonsense_is_refused(api: Api, gallery: Gallery) -> None:
    path = f"{GALLERIES}/{gallery.public_id}/send"
    assert api.refused("POST", path, {}) == (400, "nobody-to-send-to")
    assert api.refused("POST", path, {"recipients": ["nobody"]})[0] == 400
    assert api.refused("POST", path, {"recipients": ["x@example.com\nBcc: y@example.com"]})[0] == 400
    for body in ({"recipients": [NUL]}, {"recipients": "a@example.com"}, {"recipients": ["a@e.com"], "text": NUL}):
        assert api.refused("POST", path, body) == (422, "invalid")
    assert api.refused("POST", path, {"recipients": ["a@example.com"] * 101}) == (422, "invalid")
    assert not Message.objects.exists()


def test_sections_are_made_renamed_listed_and_deleted(api: Api, gallery: Gallery) -> None:
    path = f"{GALLERIES}/{gallery.public_id}/sections"
    status, made = api.ask("POST", path, {"name": " First  dance "})
    assert (status, made["name"], made["photos"]) == (201, "First dance", 0)
    make_photo(gallery=gallery, section=gallery.sections.get())
    status, renamed = api.ask("PATCH", f"{path}/{made['id']}", {"name": "Party"})
    assert (status, renamed) == (200, {"id": made["id"], "name": "Party", "photos": 1, "client_only": False})
    assert api.get(path) == {"items": [renamed], "next": None}
    assert api.ask("DELETE", f"{path}/{made['id']}") == (204, None)
    assert api.get(path)["items"] == []
    assert gallery.photos.get().section is None


def test_section_is_kept_from_guests_and_cannot_be_deleted_so(api: Api, gallery: Gallery) -> None:
    path = f"{GALLERIES}/{gallery.public_id}/sections"
    status, made = api.ask("POST", path, {"name": "Boudoir", "client_only": True})
    assert (status, made["client_only"]) == (201, True)
    assert api.refused("DELETE", f"{path}/{made['id']}") == (400, "client-only-section")
    status, shown = api.ask("PATCH", f"{path}/{made['id']}", {"client_only": False})
    assert (status, shown["name"], shown["client_only"]) == (200, "Boudoir", False)
    for bad in (None, "yes please", 2):
        assert api.refused("PATCH", f"{path}/{made['id']}", {"client_only": bad}) == (422, "invalid")
    assert api.ask("DELETE", f"{path}/{made['id']}") == (204, None)


def test_access_is_read_and_changed(api: Api, gallery: Gallery) -> None:
    address = f"{GALLERIES}/{gallery.public_id}"
    wanted = {"opens_on": "2099-01-02", "ask_at_door": True, "client_may_hide": True}
    status, changed = api.ask("PATCH", address, {**wanted, "client_password": "1234", "password": "rosa"})
    assert status == 200
    assert {name: changed[name] for name in wanted} == wanted
    assert (changed["has_client_password"], changed["has_password"]) == (True, True)
    assert api.refused("PATCH", address, {"expires_on": "2099-01-01"}) == (400, "opens-too-late")
    assert api.refused("PATCH", address, {"client_password": "rosa"}) == (400, "same-password")
    assert api.refused("PATCH", address, {"password": "1234"}) == (400, "same-password")
    assert api.refused("PATCH", address, {"client_password": "123"}) == (400, "password-too-short")
    status, changed = api.ask("PATCH", address, {"client_password": "", "opens_on": None})
    assert (status, changed["has_client_password"], changed["opens_on"]) == (200, False, None)


def test_section_names_are_checked(api: Api, gallery: Gallery) -> None:
    path = f"{GALLERIES}/{gallery.public_id}/sections"
    taken, other = make_section(gallery=gallery, name="Party"), make_section(gallery=gallery)
    assert api.refused("POST", path, {"name": taken.name}) == (400, "section-name-taken")
    assert api.refused("PATCH", f"{path}/{other.public_id}", {"name": "Party"}) == (400, "section-name-taken")
    assert api.refused("POST", path, {"name": "  "}) == (400, "section-name-missing")
    for name in ("", NUL, SURROGATE, "x" * 201, None):
        assert api.refused("POST", path, {"name": name}) == (422, "invalid")


def test_look_is_read_and_changed(api: Api, member: Member) -> None:
    address = f"{GALLERIES}/{make_gallery(studio=member.studio).public_id}"
    look = {"cover_design": "split", "theme": "paper", "font_pair": "sans", "accent": "#00aa55", "spacing": 8}
    status, changed = api.ask("PATCH", address, look)
    assert status == 200
    assert {name: changed[name] for name in look} == look
    assert api.ask("PATCH", address, {"accent": ""})[1]["accent"] == ""
    assert api.get(address)["theme"] == "paper"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"cover_design": "round"}, (422, "invalid")),
        ({"theme": None}, (422, "invalid")),
        ({"spacing": 5}, (422, "invalid")),
        ({"accent": "#00aa55ff"}, (422, "invalid")),
        ({"accent": "red"}, (400, "bad-colour")),
    ],
)
def test_a_look_that_does_not_exist_is_refused(
    api: Api, member: Member, body: dict[str, object], refusal: tuple[int, str]
) -> None:
    gallery = make_gallery(studio=member.studio)
    assert api.refused("PATCH", f"{GALLERIES}/{gallery.public_id}", body) == refusal
    gallery.refresh_from_db()
    assert (gallery.cover_design, gallery.accent) == ("full", "")


def test_watermark_is_chosen_by_its_id_and_cleared_by_null(api: Api, member: Member) -> None:
    gallery, mark = make_gallery(studio=member.studio), make_watermark(studio=member.studio)
    path = f"{GALLERIES}/{gallery.public_id}"
    assert api.ask("GET", path)[1]["watermark"] is None
    assert api.ask("PATCH", path, {"watermark": mark.public_id})[1]["watermark"] == mark.public_id
    assert api.ask("PATCH", path, {"title": "Left alone"})[1]["watermark"] == mark.public_id
    for wrong in (make_watermark().public_id, "nothing"):
        assert api.refused("PATCH", path, {"watermark": wrong})[0] == 404
    assert api.ask("GET", path)[1]["watermark"] == mark.public_id
    assert api.ask("PATCH", path, {"watermark": None})[1]["watermark"] is None
