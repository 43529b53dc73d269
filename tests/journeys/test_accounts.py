"""Coming in: the first start, signing in and out, a forgotten password, a second step, a passkey, an invitation."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import translation
from playwright.sync_api import Page, expect

from provino.web.dashboard.adapter import AccountAdapter
from tests.journeys.conftest import OpenBrowser
from tests.journeys.steps import OWNER, PASSWORD, make_studio
from tests.serving import Serving, serving

pytestmark = pytest.mark.journey

NEW_PASSWORD = "a quite different sentence"

_PEOPLE = """
from provino.accounts.users import create_user
from provino.studios.members import create_member
from provino.studios.models import Role
from provino.studios.studios import create_studio
studio = create_studio(name="Pracownia Marii", owner_email="maria@example.com", password="correct horse battery", owner_name="Maria Wójcik")
for name in ("Olga", "Tomek", "Kasia", "Zosia"):
    create_member(studio, email=f"{name.lower()}@example.com", password="correct horse battery", name=name, role=Role.OWNER)
print(json.dumps({}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A studio with an owner for each story; its sign-up is closed, as it is where nobody says otherwise."""
    with serving(tmp_path_factory.mktemp("house") / "data", PROVINO_DEMO="1") as running:
        running.python(_PEOPLE)
        yield running


def _type_sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


def _sign_in(page: Page, url: str, email: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/account/login/")
    _type_sign_in(page, email, password)


def _is_inside(page: Page) -> None:
    expect(page).to_have_url(re.compile("/galleries/$"))


def _sign_out(page: Page) -> None:
    if page.locator("[popovertarget=menu]").is_visible():
        page.locator("[popovertarget=menu]").click()
    page.locator("form[action*=logout] button:visible").click()
    expect(page).to_have_url(re.compile("/account/login/"))


def _link_in_mail(page: Page, url: str, *, to: str) -> str:
    """The address behind the button of the newest mail to somebody, read in the mailbox."""
    page.goto(f"{url}/dev/mail")
    page.locator("tbody tr", has_text=to).first.get_by_role("link").first.click()
    text = page.locator("#text").inner_text()
    link = re.search(r"https?://\S+/(?:account|invite)/\S+", text)
    assert link, text
    return link[0]


def _code_of_app(key: str) -> str:
    """What the authenticator app shows now."""
    return str(format_hotp_value(hotp_value(key, int(time.time()) // 30)))


def _send_code(page: Page, key: str, *, button: str) -> None:
    """Type the app's code; where it changed in this very moment, the next one, as anybody does."""
    for _try in range(2):
        page.fill("[name=code]", _code_of_app(key))
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()
        if not page.locator("#id_code_error").is_visible():
            return


def _refused_with_a_wrong_code(page: Page, url: str) -> None:
    """The reason stands beside the field, and what was typed stays."""
    page.goto(url)
    expect(page).to_have_url(f"{url}/setup")
    values = {"code": "AAAA-BBBB-CCCC-DDDD", "studio_name": "Światło", "name": "Maria", "email": OWNER}
    for name, value in {**values, "password": PASSWORD}.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="Make the studio").click()
    expect(page.locator("#id_code_error")).to_contain_text("This is not the set-up code")
    expect(page.locator("[name=code]")).to_have_attribute("aria-describedby", re.compile("id_code_error"))
    expect(page.locator("[name=studio_name]")).to_have_value("Światło")


def _signs_up(page: Page, url: str) -> None:
    """Where anybody may: an address, proven by its mail, then a studio of one's own."""
    page.goto(f"{url}/account/login/")
    page.get_by_role("link", name="Make an account").click()
    page.fill("[name=email]", "ewa@example.com")
    page.fill("[name=password1]", PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(_link_in_mail(page, url, to="ewa@example.com"))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(re.compile("/(account/login/|studio/new)"))
    if "/account/login/" in page.url:
        _type_sign_in(page, "ewa@example.com")
    expect(page.get_by_role("heading", name="A new studio")).to_be_visible()
    page.fill("[name=studio_name]", "Ewa fotografuje")
    page.get_by_role("button", name="Make the studio").click()
    _is_inside(page)


def test_first_start_asks_for_the_code_and_open_sign_up_for_a_proven_address(
    tmp_path: Path, open_browser: OpenBrowser
) -> None:
    with serving(tmp_path / "data", PROVINO_DEMO="1", PROVINO_SIGN_UP="open") as server:
        page, stranger = open_browser(), open_browser()
        _refused_with_a_wrong_code(page, server.url)
        make_studio(page, server, name="Światło")
        expect(page.locator(".side .mark")).to_have_text("Światło")
        assert "setup_code" not in {file.name for file in server.data.iterdir()}
        _signs_up(stranger, server.url)
        expect(stranger.locator(".side .mark")).to_have_text("Ewa fotografuje")
        expect(stranger.locator(".side")).to_contain_text("Owner")
        stranger.goto(f"{server.url}/operator/")
        expect(stranger.locator("h1")).to_have_text("This is not yours to do")


def test_with_a_studio_there_set_up_and_sign_up_are_closed(house: Serving, open_browser: OpenBrowser) -> None:
    page = open_browser()
    answer = page.goto(f"{house.url}/setup")
    assert answer is not None
    assert answer.status == 404
    page.goto(f"{house.url}/account/signup/")
    expect(page.get_by_role("heading", name="Sign-up is closed")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.locator("a[href*=signup]")).to_have_count(0)


def test_signing_in_and_out_on_a_phone_leads_back_to_the_page_one_wanted(
    house: Serving, open_browser: OpenBrowser
) -> None:
    page = open_browser(phone=True)
    page.goto(f"{house.url}/contacts/")
    _type_sign_in(page, "Maria@Example.com")
    expect(page).to_have_url(f"{house.url}/contacts/")
    _sign_out(page)
    page.go_back()
    page.reload()
    expect(page).to_have_url(re.compile("/account/login/"))


def test_a_forgotten_password_is_replaced_in_polish_and_ends_open_sessions(
    house: Serving, open_browser: OpenBrowser
) -> None:
    elsewhere, page = open_browser(), open_browser(locale="pl-PL")
    _sign_in(elsewhere, house.url, "olga@example.com")
    _is_inside(elsewhere)

    page.goto(f"{house.url}/account/login/")
    page.get_by_role("link", name="Nie pamiętasz hasła?").click()
    page.fill("[name=email]", "olga@example.com")
    page.press("[name=email]", "Enter")
    expect(page.get_by_role("heading", name="Zajrzyj do poczty")).to_be_visible()
    link = _link_in_mail(page, house.url, to="olga@example.com")
    page.goto(link)
    for name in ("password1", "password2"):
        page.fill(f"[name={name}]", NEW_PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", name="Hasło zmienione")).to_be_visible()

    elsewhere.reload()
    expect(elsewhere).to_have_url(re.compile("/account/login/"))
    page.goto(link)
    expect(page.locator("[name=password1]")).to_have_count(0)  # good once
    _sign_in(page, house.url, "olga@example.com")
    expect(page.get_by_role("alert")).to_be_visible()
    _type_sign_in(page, "olga@example.com", NEW_PASSWORD)
    _is_inside(page)


def _enrol_app(page: Page, url: str) -> tuple[str, list[str]]:
    """Switch the authenticator app on, with a slip at first; its key and the recovery codes."""
    page.goto(f"{url}/settings/security")
    page.locator("main a", has_text=re.compile("^Switch on: Authenticator")).click()
    if page.locator("[name=password]").is_visible():
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    page.fill("[name=code]", "000000")
    page.press("[name=code]", "Enter")
    expect(page.locator("#id_code_error")).to_contain_text("This is not the right code")
    key = page.locator("main code").inner_text()
    _send_code(page, key, button="Switch on")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return key, page.locator("#recovery_codes li").all_inner_texts()


def test_the_second_step_asks_for_the_app_and_takes_each_recovery_code_once(
    house: Serving, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    _sign_in(page, house.url, "tomek@example.com")
    _is_inside(page)
    key, codes = _enrol_app(page, house.url)
    assert len(set(codes)) == 10
    page.reload()
    expect(page.locator("#recovery_codes")).to_have_count(0)  # shown once
    expect(page.get_by_text("10 are left")).to_be_visible()

    _sign_out(page)
    _type_sign_in(page, "tomek@example.com")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey or key")).to_have_count(0)
    page.goto(f"{house.url}/galleries/")
    expect(page).to_have_url(re.compile("/account/2fa/authenticate/"))  # half-way in is not in
    _send_code(page, key, button="Sign in")
    _is_inside(page)

    for attempt in ("works", "used up"):
        _sign_out(page)
        _type_sign_in(page, "tomek@example.com")
        page.fill("[name=code]", codes[0])
        page.press("[name=code]", "Enter")
        if attempt == "works":
            _is_inside(page)
    expect(page.locator("#id_code_error")).to_be_visible()


def _give_device(page: Page) -> None:
    """A laptop with a fingerprint reader and a willing finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    able = ("hasResidentKey", "hasUserVerification", "isUserVerified", "automaticPresenceSimulation")
    options = {"protocol": "ctap2", "transport": "internal", **dict.fromkeys(able, True)}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_signs_in_alone(house: Serving, open_browser: OpenBrowser) -> None:
    url = house.url.replace("127.0.0.1", "localhost")  # browsers keep no passkey for a number
    page = open_browser()
    _give_device(page)
    _sign_in(page, url, "kasia@example.com")
    _is_inside(page)
    page.goto(f"{url}/settings/security")
    page.locator("main a", has_text=re.compile("^Add: Passkeys")).click()
    if page.locator("[name=password]").is_visible():
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
    page.fill("[name=name]", "Laptop")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#recovery_codes li")).to_have_count(10)
    page.goto(f"{url}/account/2fa/webauthn/")
    expect(page.locator("tbody tr")).to_contain_text("Laptop")
    expect(page.locator("tbody tr")).to_contain_text("signs you in alone")

    _sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    _is_inside(page)
    _sign_out(page)
    page.goto(f"{house.url}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".toast")).to_contain_text("Passkeys need an address with a name")


def test_an_invited_member_comes_in_and_sees_no_page_of_owners(house: Serving, open_browser: OpenBrowser) -> None:
    owner, invited = open_browser(), open_browser()
    _sign_in(owner, house.url, OWNER)
    _is_inside(owner)
    owner.goto(f"{house.url}/settings/members/")
    owner.fill("[name=email]", "ola@example.com")
    owner.get_by_role("button", name="Send the invitation").click()
    expect(owner.get_by_role("cell", name="ola@example.com")).to_be_visible()

    link = _link_in_mail(invited, house.url, to="ola@example.com")
    invited.goto(link)
    expect(invited.get_by_text("invites ola@example.com")).to_be_visible()
    invited.fill("[name=name]", "Ola")
    invited.fill("[name=password]", "1234567890")
    invited.get_by_role("button", name="Join the studio").click()
    expect(invited.locator("#id_password_error")).to_be_visible()
    invited.fill("[name=password]", PASSWORD)
    invited.get_by_role("button", name="Join the studio").click()
    _is_inside(invited)
    expect(invited.locator(".toast")).to_contain_text("Welcome to Pracownia Marii")

    expect(invited.locator(".side")).to_contain_text("Staff")
    invited.locator(".side").get_by_role("link", name="Settings").click()
    expect(invited.get_by_role("heading", name="Signing in")).to_be_visible()
    expect(invited.locator(".gtabs")).to_have_count(0)
    for path in ("/settings/", "/settings/members/", "/settings/tokens/", "/settings/changes", "/operator/"):
        answer = invited.goto(f"{house.url}{path}")
        assert answer is not None
        assert answer.status == 403, path
    answer = invited.goto(link)
    assert answer is not None
    assert answer.status == 404  # used up
    owner.reload()
    expect(owner.locator("tbody tr", has_text="Ola")).to_contain_text("Staff")


def test_guessing_a_password_is_stopped_with_words_in_the_readers_language(
    house: Serving, open_browser: OpenBrowser
) -> None:
    """The last story of this house: what is counted for the address of this computer is counted for all."""
    page = open_browser(locale="pl-PL")
    page.goto(f"{house.url}/account/login/")
    with translation.override("pl"):
        wrong, stopped = (
            str(AccountAdapter.error_messages[name]) for name in ("email_password_mismatch", "too_many_login_attempts")
        )
    alert = page.get_by_role("alert")
    for _ in range(5):
        with page.expect_navigation():
            _type_sign_in(page, "zosia@example.com", "wrong")
        expect(alert).to_have_text(wrong)
    for password in ("wrong", PASSWORD):  # the right one as well
        with page.expect_navigation():
            _type_sign_in(page, "zosia@example.com", password)
        expect(alert).to_have_text(stopped)
