"""Six digits by e-mail: who has the mail, and nobody else."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from provino.contacts.errors import BadAddressError
from provino.mail.models import Message
from provino.visitors import codes
from provino.visitors.codes import (
    code_of_digits,
    code_of_link,
    forget_codes,
    send_code,
    use_code,
    waiting_code,
)
from provino.visitors.errors import CodeOverError, TooManyCodesError, TooManyMailsError, WrongCodeError
from provino.visitors.models import EmailCode, Visitor
from tests.factories import make_contact, make_gallery, make_visitor

ADDRESS = "192.0.2.1"


@pytest.fixture
def visitor(db: None) -> Visitor:
    return make_visitor()


def sent(visitor: Visitor, *, email: str = "anna@example.com") -> str:
    """Ask for a code and return the six digits of the mail."""
    EmailCode.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    return digits_of(send_code(visitor, email=email, address=ADDRESS))


def letter_of(code: EmailCode) -> Message:
    return Message.objects.get(cause=f"email-code:{code.pk}")


def digits_of(code: EmailCode) -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", letter_of(code).text)
    assert found
    return found[1] + found[2]


def link_of(code: EmailCode) -> str:
    found = re.search(r"/code/(\w+)", letter_of(code).text)
    assert found
    return found[1]


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06}"


def test_send_code_writes_digits_and_a_link_to_the_address(visitor: Visitor) -> None:
    code = send_code(visitor, email="  Anna@Example.COM ", address=ADDRESS)
    letter = letter_of(code)
    assert (letter.to, code.email) == ("anna@example.com", "anna@example.com")
    assert digits_of(code) not in (code.code_hash, code.link_hash)
    assert link_of(code) not in code.link_hash
    assert waiting_code(visitor) == code
    assert code_of_digits(visitor, digits=digits_of(code)) == code
    assert code_of_link(visitor.gallery, link_of(code)) == code


def test_send_code_is_the_same_for_known_and_unknown_addresses(visitor: Visitor) -> None:
    make_contact(studio=visitor.gallery.studio, email="known@example.com")
    other = make_visitor(gallery=visitor.gallery)
    known = letter_of(send_code(visitor, email="known@example.com", address=ADDRESS))
    unknown = letter_of(send_code(other, email="unknown@example.com", address=ADDRESS))
    plain = re.compile(r"\d{3} \d{3}|code/\w+")
    assert plain.sub("", known.text) == plain.sub("", unknown.text)


@pytest.mark.parametrize("bad", ["", "   ", "anna", "anna@", "a b@example.com", "anna@example..com", "😀"])
def test_send_code_refuses_what_is_no_address(visitor: Visitor, bad: str) -> None:
    with pytest.raises(BadAddressError):
        send_code(visitor, email=bad, address=ADDRESS)
    assert not EmailCode.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_send_code_is_in_the_gallerys_language() -> None:
    visitor = make_visitor(gallery=make_gallery(language="pl"))
    assert letter_of(send_code(visitor, email="anna@example.com", address=ADDRESS)).language == "pl"


def test_send_code_pressed_twice_sends_one_mail(visitor: Visitor) -> None:
    first = send_code(visitor, email="anna@example.com", address=ADDRESS)
    assert send_code(visitor, email="ANNA@example.com", address=ADDRESS) == first
    assert Message.objects.count() == 1


def test_new_code_ends_the_one_before(visitor: Visitor) -> None:
    first = send_code(visitor, email="anna@example.com", address=ADDRESS)
    digits, link = digits_of(first), link_of(first)
    sent(visitor)
    with pytest.raises(WrongCodeError):
        code_of_digits(visitor, digits=digits)
    with pytest.raises(CodeOverError):
        code_of_link(visitor.gallery, link)


def test_digits_may_be_typed_with_spaces(visitor: Visitor) -> None:
    digits = sent(visitor)
    assert code_of_digits(visitor, digits=f" {digits[:3]} {digits[3:]} ")


def test_code_works_ten_minutes_and_once(visitor: Visitor) -> None:
    digits = sent(visitor)
    code = code_of_digits(visitor, digits=digits)
    use_code(code)
    with pytest.raises(CodeOverError):
        use_code(code)
    with pytest.raises(CodeOverError):
        code_of_digits(visitor, digits=digits)
    digits = sent(visitor)
    EmailCode.objects.update(expires_at=timezone.now())
    with pytest.raises(CodeOverError):
        code_of_digits(visitor, digits=digits)
    assert waiting_code(visitor) is None


def test_code_of_another_visitor_proves_nothing(visitor: Visitor) -> None:
    digits = sent(visitor)
    other = make_visitor(gallery=visitor.gallery)
    with pytest.raises(CodeOverError):
        code_of_digits(other, digits=digits)


def test_link_of_another_gallery_opens_nothing(visitor: Visitor) -> None:
    code = send_code(visitor, email="anna@example.com", address=ADDRESS)
    for secret in (link_of(code)[::-1], "\x00", "x" * 50, ""):
        with pytest.raises(CodeOverError):
            code_of_link(visitor.gallery, secret)
    with pytest.raises(CodeOverError):
        code_of_link(make_gallery(), link_of(code))


def test_five_wrong_codes_then_a_pause_for_codes_and_mails(visitor: Visitor) -> None:
    digits = sent(visitor)
    for _ in range(codes.TRIES - 1):
        with pytest.raises(WrongCodeError):
            code_of_digits(visitor, digits=wrong(digits))
    with pytest.raises(TooManyCodesError):
        code_of_digits(visitor, digits=wrong(digits))
    with pytest.raises(TooManyCodesError):
        code_of_digits(visitor, digits=digits)
    with pytest.raises(TooManyCodesError):
        sent(visitor)
    EmailCode.objects.update(paused_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(CodeOverError):
        code_of_digits(visitor, digits=digits)
    assert code_of_digits(visitor, digits=sent(visitor))


def test_fifth_try_may_be_the_right_one(visitor: Visitor) -> None:
    digits = sent(visitor)
    for _ in range(codes.TRIES - 1):
        with pytest.raises(WrongCodeError):
            code_of_digits(visitor, digits=wrong(digits))
    use_code(code_of_digits(visitor, digits=digits))


def test_new_code_gives_no_new_tries(visitor: Visitor) -> None:
    digits = sent(visitor)
    for _ in range(codes.TRIES - 1):
        with pytest.raises(WrongCodeError):
            code_of_digits(visitor, digits=wrong(digits))
    digits = sent(visitor)
    with pytest.raises(TooManyCodesError):
        code_of_digits(visitor, digits=wrong(digits))


def test_mails_to_one_address_are_limited(visitor: Visitor) -> None:
    for _ in range(codes.PER_HOUR_TO_ONE):
        sent(visitor)
    with pytest.raises(TooManyMailsError):
        sent(visitor)
    assert Message.objects.count() == codes.PER_HOUR_TO_ONE


def test_mails_asked_for_from_one_network_are_limited(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "PER_HOUR_FROM_ONE", 2)
    for number in range(2):
        sent(visitor, email=f"a{number}@example.com")
    with pytest.raises(TooManyMailsError):
        sent(visitor, email="a3@example.com")


def test_codes_do_not_use_up_the_studios_mail(visitor: Visitor) -> None:
    code = send_code(visitor, email="anna@example.com", address=ADDRESS)
    assert letter_of(code).allowance not in ("", visitor.gallery.studio.public_id)


def test_codes_are_forgotten_a_day_after_they_ended(visitor: Visitor) -> None:
    sent(visitor)
    assert forget_codes() == 0
    EmailCode.objects.update(expires_at=timezone.now() - timedelta(days=2))
    assert forget_codes() == 1


def _try(visitor: Visitor, digits: str) -> str:
    try:
        code_of_digits(visitor, digits=digits)
    except WrongCodeError:
        return "wrong"
    except TooManyCodesError:
        return "paused"
    finally:
        connection.close()
    return "right"


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_do_not_overrun_the_limit() -> None:
    visitor = make_visitor()
    digits = sent(visitor)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: _try(visitor, wrong(digits)), range(12)))
    assert (outcomes.count("wrong"), outcomes.count("paused")) == (codes.TRIES - 1, 12 - codes.TRIES + 1)
    assert EmailCode.objects.get().tries == codes.TRIES


def _use(code: EmailCode) -> bool:
    try:
        use_code(code)
    except CodeOverError:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.django_db(transaction=True)
def test_code_is_used_once_by_parallel_takers() -> None:
    visitor = make_visitor()
    code = code_of_digits(visitor, digits=sent(visitor))
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda _: _use(code), range(6)))
    assert outcomes.count(True) == 1
