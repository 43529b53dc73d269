"""Signing in and out, passwords, the second factor; every page of allauth in our frame."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from provino.accounts.users import create_user
from provino.mail.models import Message
from provino.studios.models import Member
from tests.factories import PASSWORD, make_member, make_studio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


@pytest.fixture
def maria() -> Member:
    return make_member(user=create_user(email="maria@example.com", password=PASSWORD, name="Maria"))


def sign_in(client: Client, email: str = "maria@example.com", password: str = PASSWORD) -> int:
    return client.post("/account/login/", {"login": email, "password": password}).status_code


def test_signing_in_leads_to_where_one_wanted(maria: Member, client: Client) -> None:
    address = client.get("/contacts/")["Location"]
    response = client.post(address, {"login": "Maria@Example.com", "password": PASSWORD, "next": "/contacts/"})
    assert response["Location"] == "/contacts/"
    assert client.get("/contacts/").status_code == 200


def test_signing_in_leads_nowhere_else(maria: Member, client: Client) -> None:
    values = {"login": "maria@example.com", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/account/login/", values)["Location"] == "/"


def test_signing_out_needs_a_post(maria: Member, client: Client) -> None:
    sign_in(client)
    client.get("/account/logout/")
    assert client.get("/contacts/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/contacts/").status_code == 302


def test_wrong_sign_ins_look_alike(maria: Member, client: Client) -> None:
    answers = []
    for email in ("maria@example.com", "nobody@example.com"):
        page = client.post("/account/login/", {"login": email, "password": "wrong"}).content.decode()
        answers.append(re.sub(r'value="[^"]*"|content="[^"]*"', "", page.replace(email, "")))
    assert answers[0] == answers[1]


def test_guessing_is_slowed_down(maria: Member, client: Client) -> None:
    for _ in range(6):
        sign_in(client, password="wrong")
    assert sign_in(client) == 200
    assert client.get("/contacts/").status_code == 302


def test_a_forgotten_password_is_replaced_by_mail(maria: Member, client: Client) -> None:
    assert client.post("/account/password/reset/", {"email": "maria@example.com"}).status_code == 302
    message = Message.objects.get()
    assert (message.kind, message.to) == ("password_reset", "maria@example.com")
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", message.text)
    assert link
    form = client.get(link[1])["Location"]
    response = client.post(form, {"password1": "a brand new password", "password2": "a brand new password"})
    assert response["Location"] == "/account/password/reset/key/done/"
    assert sign_in(client, password="a brand new password") == 302
    assert "used up" in Client().get(link[1], follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer(maria: Member, client: Client) -> None:
    known = client.post("/account/password/reset/", {"email": "maria@example.com"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Message.objects.get(to="nobody@example.com").kind == "unknown_account"


def test_nobody_is_flooded_with_mail(maria: Member) -> None:
    for _ in range(9):
        cache.clear()
        assert Client().post("/account/password/reset/", {"email": "maria@example.com"}).status_code == 302
    assert Message.objects.count() == 6


def test_changing_the_password_signs_out_elsewhere(maria: Member, client: Client) -> None:
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)
    values = {"oldpassword": PASSWORD, "password1": "a brand new password", "password2": "a brand new password"}
    assert client.post("/account/password/change/", values).status_code == 302
    assert client.get("/contacts/").status_code == 200
    assert elsewhere.get("/contacts/").status_code == 302


def test_a_new_address_counts_when_it_is_proven(maria: Member, client: Client) -> None:
    sign_in(client)
    client.post("/account/email/", {"email": "new@example.com", "action_add": ""})
    link = re.search(r"https?://[^/]+(/account/confirm-email/\S+)", Message.objects.get(to="new@example.com").text)
    assert link
    maria.user.refresh_from_db()
    assert maria.user.email == "maria@example.com"
    assert client.get(link[1]).status_code == 200
    client.post(link[1])
    maria.user.refresh_from_db()
    assert maria.user.email == "new@example.com"


@pytest.mark.parametrize("sign_up", ["closed", "invite"])
def test_sign_up_is_closed(client: Client, settings: Settings, sign_up: str) -> None:
    settings.PROVINO_SIGN_UP = sign_up
    make_studio()
    assert "/account/signup/" not in client.get("/account/login/").content.decode()
    page = client.get("/account/signup/").content.decode()
    assert "Sign-up is closed" in page
    client.post("/account/signup/", {"email": "x@example.com", "password1": PASSWORD})
    assert not Message.objects.exists()


def test_open_sign_up_has_a_way_in(client: Client, settings: Settings) -> None:
    settings.PROVINO_SIGN_UP = "open"
    make_studio()
    assert 'href="/account/signup/"' in client.get("/account/login/").content.decode()
    assert 'name="password1"' in client.get("/account/signup/").content.decode()


def test_the_second_factor_is_asked_for_and_recovery_codes_help(maria: Member, client: Client) -> None:
    sign_in(client)
    reauthenticate(client, "/account/2fa/totp/activate/")
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert "data:image/svg+xml" in page
    secret = re.search(r"<code[^>]*>(\w+)</code>", page)
    assert secret
    code = format_hotp_value(hotp_value(secret[1], next(yield_hotp_counters_from_time())))
    assert client.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    codes = re.findall(
        r'<li class="select-all">(\w+)</li>', client.get("/account/2fa/recovery-codes/").content.decode()
    )
    assert len(codes) == 10

    other = Client()
    assert other.post("/account/login/", {"login": "maria@example.com", "password": PASSWORD})["Location"] == (
        "/account/2fa/authenticate/"
    )
    assert other.get("/contacts/").status_code == 302
    assert "Second step" in other.get("/account/2fa/authenticate/").content.decode()
    assert other.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    other.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert other.get("/contacts/").status_code == 200


def reauthenticate(client: Client, address: str) -> None:
    """Say the password again where a page protects the account itself."""
    client.post(f"/account/reauthenticate/?next={address}", {"password": PASSWORD})


def allauth_addresses() -> list[str]:
    found: list[str] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, prefix + str(entry.pattern))
            elif isinstance(entry, URLPattern) and entry.callback.__module__.startswith("allauth."):
                found.append(prefix + str(entry.pattern))

    walk(get_resolver(), "/")
    return found


PLAIN = [address for address in allauth_addresses() if "<" not in address]


@pytest.mark.parametrize("address", PLAIN)
@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_page_wears_our_frame(maria: Member, client: Client, address: str, language: str) -> None:
    """Signed in and not: a page of ours, or the way to one; nothing inline, nothing of allauth's own look."""
    maria.user.language = language
    maria.user.save()
    for signed in (False, True):
        if signed:
            sign_in(client)
        response = client.get(address, headers={"Accept-Language": language})
        assert response.status_code in {200, 302, 404}, (address, signed)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        page = response.content.decode()
        assert f'<html lang="{language}">' in page
        assert "styles/dashboard" in page or "assets/dashboard" in page
        assert "style=" not in page
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page)


def test_security_page_saves_the_person(maria: Member, client: Client) -> None:
    sign_in(client)
    assert client.post("/settings/security", {"name": "Maria W.", "language": "pl"}).status_code == 302
    maria.user.refresh_from_db()
    assert (maria.user.name, maria.user.language) == ("Maria W.", "pl")
    assert client.post("/settings/security", {"name": "", "language": "xx"}).status_code == 422


def test_switching_something_on_or_off_leads_to_the_page_that_shows_it(maria: Member, client: Client) -> None:
    sign_in(client)
    assert client.get("/account/2fa/")["Location"] == "/settings/security"
    assert Client().get("/account/2fa/")["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("password", "reason"), [("maria@example", "too much like"), ("a1", "too short"), ("1234567890", "among the first")]
)
def test_a_weak_password_is_refused_in_our_words(maria: Member, client: Client, password: str, reason: str) -> None:
    sign_in(client)
    values = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = client.post("/account/password/change/", values).content.decode()
    assert reason in page
    assert "<ul" not in page.partition("<main")[2].partition("</main>")[0].partition("<form")[2]
