"""Proving an address on a second device, by the code and by the link of the mail."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provino.galleries.models import Gallery, Invitation
from provino.mail.models import Message
from provino.proofing.models import Favourite
from provino.visitors.models import EmailCode, Visitor
from tests.factories import make_gallery, make_member, make_photo

JSON = {"Accept": "application/json"}
EMAIL = "ola@example.com"


def page(gallery: Gallery, rest: str = "") -> str:
    return f"/g/{gallery.public_id}/{rest}"


def heart(browser: Client, gallery: Gallery, number: int = 0) -> int:
    photo = gallery.photos.order_by("id")[number]
    return browser.put(page(gallery, f"lists/main/photos/{photo.public_id}")).status_code


def identified(gallery: Gallery, email: str = EMAIL) -> Client:
    browser = Client()
    browser.get(page(gallery))
    answer = browser.post(page(gallery, "identify"), {"email": email, "name": "Ola 🌷"}, headers=JSON)
    assert answer.status_code == 200
    return browser


def ask(browser: Client, gallery: Gallery, email: str = EMAIL) -> tuple[str, str]:
    """Ask for a code; return digits and link of the mail."""
    EmailCode.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    answer = browser.post(page(gallery, "code"), {"email": email}, headers=JSON)
    assert answer.status_code == 200, answer.content
    text = Message.objects.order_by("-pk")[0].text
    digits, link = re.search(r"(\d{3}) (\d{3})", text), re.search(r"/g/\S+/code/\w+", text)
    assert digits
    assert link
    return digits[1] + digits[2], link[0]


def give(browser: Client, gallery: Gallery, code: str) -> tuple[int, dict[str, str]]:
    answer = browser.post(page(gallery, "code"), {"code": code}, headers=JSON)
    return answer.status_code, answer.json()


def chosen(browser: Client, gallery: Gallery) -> int:
    return len(browser.get(page(gallery, "list.json")).json()["own"]["favourites"])


@pytest.fixture
def phone(gallery: Gallery) -> Client:
    """Ola's phone, proven, with one heart."""
    browser = identified(gallery)
    assert heart(browser, gallery) == 200
    assert give(browser, gallery, ask(browser, gallery)[0])[0] == 200
    return browser


def test_code_brings_choices_to_a_second_device(gallery: Gallery, phone: Client) -> None:
    laptop = identified(gallery, " OLA@Example.com ")
    assert chosen(laptop, gallery) == 0
    heart(laptop, gallery, 1)
    assert chosen(laptop, gallery) == 1
    digits, _link = ask(laptop, gallery, "Ola@EXAMPLE.com")
    status, answer = give(laptop, gallery, digits)
    assert (status, answer) == (200, {"name": "Ola 🌷"})
    assert chosen(laptop, gallery) == chosen(phone, gallery) == 2
    assert Visitor.objects.count() == 1
    assert "Welcome back" in laptop.get(page(gallery)).text


def test_code_without_script(gallery: Gallery, phone: Client) -> None:
    laptop = Client()
    assert EMAIL not in laptop.get(page(gallery, "code")).text
    answer = laptop.post(page(gallery, "code"), {"email": EMAIL}, follow=True)
    assert "We sent six digits to ola@example.com" in answer.text
    assert "send_form" not in answer.text
    again = laptop.get(page(gallery, "code?again=1"))
    assert "Send me a code" in again.text
    EmailCode.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    digits, _link = ask(laptop, gallery)
    answer = laptop.post(page(gallery, "code"), {"code": f"{digits[:3]} {digits[3:]}"}, follow=True)
    assert answer.redirect_chain == [(page(gallery), 302)]
    assert chosen(laptop, gallery) == 1


def test_link_proves_only_when_its_button_is_pressed(gallery: Gallery, phone: Client) -> None:
    laptop = Client()
    _digits, link = ask(laptop, gallery)
    for method in ("get", "head"):
        assert getattr(Client(), method)(link).status_code == 200
    assert EmailCode.objects.filter(used_at__isnull=True).exists()
    tablet = Client()
    shown = tablet.get(link)
    assert "Is this you?" in shown.text
    assert chosen(tablet, gallery) == 0
    answer = tablet.post(link)
    assert answer.headers["Location"] == page(gallery)
    assert chosen(tablet, gallery) == 1
    # The browser that asked has proven nothing: whoever asks for somebody's code waits in vain for them to press.
    assert chosen(laptop, gallery) == 0
    late = Client().post(link)
    assert late.status_code == 410
    assert "no longer valid" in late.text


def test_wrong_codes_are_counted_explained_and_paused(gallery: Gallery, phone: Client) -> None:
    laptop = Client()
    digits, _link = ask(laptop, gallery)
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    for _ in range(4):
        status, answer = give(laptop, gallery, wrong)
        assert (status, answer["code"]) == (409, "wrong-code")
    assert give(laptop, gallery, wrong)[1]["code"] == "too-many-codes"
    status, answer = give(laptop, gallery, digits)
    assert (status, answer["code"]) == (409, "too-many-codes")
    assert "quarter of an hour" in answer["message"]
    assert chosen(laptop, gallery) == 0
    html = laptop.post(page(gallery, "code"), {"code": digits})
    assert html.status_code == 409
    assert "quarter of an hour" in html.text


@pytest.mark.parametrize("bad", ["", "x" * 30, "abc", "12345", "١٢٣٤٥٦", "\x00"])
def test_nonsense_for_a_code_changes_nothing(gallery: Gallery, phone: Client, bad: str) -> None:
    laptop = Client()
    ask(laptop, gallery)
    status, answer = give(laptop, gallery, bad)
    assert status in {409, 422}
    assert answer["message"]
    assert chosen(laptop, gallery) == 0


@pytest.mark.parametrize("bad", ["", "ola", "ola@", "o la@example.com", "ola@exa mple.com", "x" * 250 + "@example.com"])
def test_nonsense_for_an_address_sends_nothing(gallery: Gallery, bad: str) -> None:
    browser = Client()
    answer = browser.post(page(gallery, "code"), {"email": bad}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Message.objects.exists()
    assert browser.post(page(gallery, "code"), {"email": bad}).status_code == 422


def test_code_nobody_asked_for_is_refused(gallery: Gallery) -> None:
    status, answer = give(Client(), gallery, "123456")
    assert (status, answer["code"]) == (409, "code-over")
    assert not Visitor.objects.exists()


def test_asking_answers_the_same_for_known_and_unknown_addresses(gallery: Gallery, phone: Client) -> None:
    answers = []
    for email in (EMAIL, "nobody@example.com"):
        browser = Client()
        browser.get(page(gallery))
        answers.append(browser.post(page(gallery, "code"), {"email": email}, headers=JSON))
    assert [one.status_code for one in answers] == [200, 200]
    assert [sorted(one.json()) for one in answers] == [["sent"], ["sent"]]


def test_typing_somebodys_address_shows_nothing_of_theirs(gallery: Gallery, phone: Client) -> None:
    stranger = identified(gallery)
    assert chosen(stranger, gallery) == 0
    assert "Nothing chosen yet" in stranger.get(page(gallery, "favourites")).text
    assert 'aria-pressed="true"' not in stranger.get(page(gallery, "photos")).text
    assert 'aria-pressed="true"' in phone.get(page(gallery, "photos")).text


def test_proving_leaves_the_personal_link_of_another(
    gallery: Gallery, invitation: Invitation, client_browser: Client
) -> None:
    heart(client_browser, gallery)
    digits, _link = ask(client_browser, gallery)
    assert give(client_browser, gallery, digits)[0] == 200
    assert chosen(client_browser, gallery) == 0
    assert Favourite.objects.get().favourite_list.visitor.contact == invitation.contact
    assert "You are choosing as" in client_browser.get(page(gallery)).text


def test_not_me_starts_afresh_and_drops_link_and_password(gallery: Gallery, phone: Client) -> None:
    phone.post(page(gallery, "forget"))
    assert chosen(phone, gallery) == 0
    assert "choosing as" not in phone.get(page(gallery)).text
    assert Favourite.objects.count() == 1


def test_link_after_closing_is_refused(gallery: Gallery, phone: Client) -> None:
    laptop = Client()
    digits, link = ask(laptop, gallery)
    Gallery.objects.filter(pk=gallery.pk).update(visibility="closed")
    assert laptop.post(link).status_code == 403
    assert laptop.post(page(gallery, "code"), {"code": digits}).status_code == 403
    assert EmailCode.objects.filter(used_at__isnull=True).exists()


def test_link_of_another_gallery_and_tampered_links_are_over(gallery: Gallery, phone: Client) -> None:
    _digits, link = ask(Client(), gallery)
    secret = link.rsplit("/", 1)[1]
    other = make_gallery(studio=gallery.studio)
    make_photo(gallery=other)
    for address in (page(other, f"code/{secret}"), page(gallery, f"code/{secret[::-1]}")):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address)
            assert answer.status_code == 410
            assert "no longer valid" in answer.text
    assert Client().get(page(gallery, "code/%00")).status_code == 404


def test_member_previewing_proves_nothing(gallery: Gallery) -> None:
    browser = Client()
    browser.force_login(make_member(studio=gallery.studio).user)
    answer = browser.post(page(gallery, "code"), {"email": EMAIL}, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "preview")
    assert not Visitor.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("rest", ["", "photos", "favourites", "handover", "code", "identify"])
def test_member_previewing_is_marked_on_every_page(gallery: Gallery, rest: str) -> None:
    browser = Client()
    browser.force_login(make_member(studio=gallery.studio).user)
    assert "Nothing you do here is counted or saved" in browser.get(page(gallery, rest)).text
    assert "counted or saved" not in Client().get(page(gallery, rest), follow=True).text
