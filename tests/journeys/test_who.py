"""Who is it, and who may look: codes and links on a second device, the door, the PIN, too early, what guests do not see."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Demo, Job, OpenBrowser
from tests.journeys.steps import open_grid

pytestmark = pytest.mark.journey

EMAIL = "kasia@example.com"
WENT_DARK = """async (address) => {
  for (let asked = 0; asked < 60; asked++) {
    if ((await fetch(address, {cache: 'no-store'})).status !== 200) return true;
    await new Promise((go) => setTimeout(go, 250));
  }
  return false;
}"""


def _mail(demo: Demo, to: str) -> str:
    """The text of the newest mail to somebody."""
    asked = f"Message.objects.filter(to={to!r}).order_by('-pk').values_list('text', flat=True).first()"
    return str(demo.server.python(f"from provino.mail.models import Message\nprint(json.dumps({asked}))"))


def _digits(text: str) -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", text)
    assert found, text
    return found[1] + found[2]


def _tap(page: Page, job: Job, number: int) -> None:
    open_grid(page)
    heart = page.locator(f".shot[data-photo='{job.photos[number][0]}'] .heart")
    heart.scroll_into_view_if_needed()
    heart.click()


def _saved(page: Page, job: Job, number: int) -> None:
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        _tap(page, job, number)


def _say_who(page: Page, email: str, name: str = "") -> None:
    dialog = page.locator("dialog#identify")
    dialog.locator("input[type=email]").fill(email)
    dialog.locator("[name=name]").fill(name)
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        dialog.locator("form[data-step=who] .btn-primary").click()
    expect(dialog).not_to_be_visible()


def _ask_for_code(page: Page, email: str) -> None:
    dialog = page.locator("dialog#identify")
    dialog.locator("input[type=email]").fill(email)
    dialog.locator("[data-send-code]").click()
    expect(dialog.locator("[data-step=code]")).to_be_visible()
    expect(dialog.locator("[data-sent]")).to_contain_text(email.lower())


def _hearts(page: Page) -> int:
    open_grid(page)
    return page.locator("photo-grid .heart[aria-pressed=true]").count()


def _chosen_before(demo: Demo, open_browser: OpenBrowser, job: Job, email: str = EMAIL) -> Page:
    """A laptop on which somebody chose two photos and proved the address."""
    page = open_browser()
    page.goto(job.address)
    _tap(page, job, 0)
    _say_who(page, email, "Kasia 🌷")
    _saved(page, job, 1)
    page.goto(f"{job.address}code")
    page.locator("[name=email]").fill(email)
    page.locator("main form button").click()
    page.locator("[name=code]").fill(_digits(_mail(demo, email)))
    page.locator("main form button").first.click()
    expect(page.locator("toast-list .toast")).to_be_visible()
    return page


@pytest.mark.parametrize("language", ["en", "pl"])
def test_code_brings_everything_to_a_second_device(demo: Demo, open_browser: OpenBrowser, language: str) -> None:
    job = demo.new_gallery(f"Two devices {language}", photos=6, language=language)
    email = f"kasia-{language}@example.com"
    laptop = _chosen_before(demo, open_browser, job, email)
    phone = open_browser(phone=True, locale=language)
    phone.goto(job.address)
    _tap(phone, job, 2)
    _ask_for_code(phone, f" {email.upper()} ".strip())
    dialog = phone.locator("dialog#identify")
    dialog.locator("[name=code]").fill("000000" if _digits(_mail(demo, email)) != "000000" else "111111")
    dialog.locator("[data-step=code] .btn-primary").click()
    expect(dialog.locator("[data-step=code] [data-error]")).to_be_visible()
    dialog.locator("[name=code]").fill(_digits(_mail(demo, email)))
    with phone.expect_navigation():
        dialog.locator("[data-step=code] .btn-primary").click()
    expect(phone.locator("toast-list")).to_contain_text("Kasia 🌷")
    open_grid(phone)
    expect(phone.locator("photo-grid .heart[aria-pressed=true]")).to_have_count(3)
    laptop.goto(job.address)
    open_grid(laptop)
    expect(laptop.locator("photo-grid .heart[aria-pressed=true]")).to_have_count(3)


def test_link_of_the_mail_proves_by_its_button(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("By link", photos=4)
    _chosen_before(demo, open_browser, job, "link@example.com")
    asking = open_browser()
    asking.goto(f"{job.address}code")
    asking.locator("[name=email]").fill("link@example.com")
    asking.locator("main form button").click()
    link = re.search(r"https?://\S+/code/\w+", _mail(demo, "link@example.com"))
    assert link
    phone = open_browser(phone=True)
    phone.goto(link[0])
    expect(phone.get_by_role("heading", name="Is this you?")).to_be_visible()
    phone.get_by_role("button", name="Yes, this is me").click()
    expect(phone.locator("toast-list")).to_contain_text("Welcome back")
    assert _hearts(phone) == 2
    asking.goto(job.address)
    assert _hearts(asking) == 0


def test_wrong_codes_make_a_pause_and_show_nothing(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Wrong codes", photos=4)
    _chosen_before(demo, open_browser, job, "wrong@example.com")
    stranger = open_browser(phone=True)
    stranger.goto(job.address)
    _tap(stranger, job, 3)
    _say_who(stranger, "wrong@example.com")  # typing somebody's address shows nothing of theirs
    stranger.reload()
    assert _hearts(stranger) == 1
    stranger.goto(f"{job.address}code")
    stranger.locator("[name=email]").fill("wrong@example.com")
    stranger.locator("main form button").click()
    right = _digits(_mail(demo, "wrong@example.com"))
    for _ in range(5):
        stranger.locator("[name=code]").fill(f"{(int(right) + 1) % 10**6:06}")
        stranger.locator("main form button").first.click()
        expect(stranger.locator("main .bad")).to_be_visible()
    stranger.locator("[name=code]").fill(right)
    stranger.locator("main form button").first.click()
    expect(stranger.locator("main .bad")).to_contain_text("quarter of an hour")
    stranger.goto(job.address)
    assert _hearts(stranger) == 1


def test_door_asks_first_and_counts_no_look_before(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("At the door", photos=4, ask_at_door=True)
    page = open_browser(phone=True)
    page.goto(job.address)
    expect(page.get_by_role("heading", name="Who is looking?")).to_be_visible()
    expect(page.locator("img[src*='/media/']")).to_have_count(0)
    page.locator("[name=email]").fill("  Door@Example.com ")
    page.get_by_role("button", name="Open the gallery").click()
    open_grid(page)
    _saved(page, job, 0)
    link = open_browser()
    link.goto(job.link)
    open_grid(link)


def test_pin_is_typed_on_number_keys(demo: Demo, browser: Browser, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("PIN", photos=4)
    board = open_browser(storage_state=demo.session(browser))
    board.goto(f"{demo.url}/galleries/{job.id}/settings")
    form = board.locator("form[action$='/settings/password']")
    form.locator("[name=password]").fill("4711")
    form.locator("button").first.click()
    phone = open_browser(phone=True)
    phone.goto(job.address)
    field = phone.get_by_label("PIN")
    assert field.get_attribute("inputmode") == "numeric"
    field.fill("1234")
    phone.get_by_role("button", name="Open the gallery").click()
    expect(phone.locator(".bad")).to_contain_text("not the PIN")
    phone.get_by_label("PIN").fill("4711")
    phone.get_by_role("button", name="Open the gallery").click()
    open_grid(phone)
    phone.reload()
    open_grid(phone)  # remembered on this device


def test_too_early_one_is_told_when_it_opens(demo: Demo, open_browser: OpenBrowser) -> None:
    job = demo.new_gallery("Too early", photos=4, opens_on=str(timezone.localdate() + timedelta(days=3)))
    page = open_browser(phone=True)
    page.goto(job.address)
    expect(page.get_by_role("heading", name="Not open yet")).to_be_visible()
    page.locator("[name=email]").fill("early@example.com")
    page.get_by_role("button", name="Tell me when it opens").click()
    expect(page.get_by_role("status").filter(has_text="early@example.com")).to_be_visible()
    told = demo.server.python(
        "from provino.galleries.models import Gallery\nfrom provino.visitors.opening import tell_opened\n"
        f"Gallery.objects.filter(public_id={job.id!r}).update(opens_on=None)\nprint(json.dumps(tell_opened()))"
    )
    assert told == 1
    assert job.address in _mail(demo, "early@example.com")
    page.goto(job.address)
    open_grid(page)


def test_client_hides_a_photo_and_a_guest_elsewhere_no_longer_sees_it(
    demo: Demo, browser: Browser, open_browser: OpenBrowser
) -> None:
    job = demo.new_gallery("Hidden from guests", photos=4, client_may_hide=True)
    photo = job.photos[1][0]
    client, guest = open_browser(), open_browser(phone=True)
    guest.goto(job.address)
    open_grid(guest)
    shot = f".shot[data-photo='{photo}']"
    guest.locator(shot).scroll_into_view_if_needed()
    picture = guest.locator(f"{shot} img").get_attribute("src")
    client.goto(job.link)
    open_grid(client)
    client.locator(f"{shot} a").click()
    hide = client.locator("dialog.view").get_by_role("button", name="Hide from guests")
    with client.expect_response(lambda answer: answer.url.endswith("/hidden") and answer.ok):
        hide.click()
    expect(hide).to_have_attribute("aria-pressed", "true")
    client.keyboard.press("Escape")
    expect(client.locator(f"{shot} .guests")).to_have_attribute("aria-pressed", "true")
    guest.reload()
    open_grid(guest)
    expect(guest.locator(shot)).to_have_count(0)
    expect(guest.locator("photo-grid .shot")).to_have_count(3)
    assert guest.evaluate(WENT_DARK, picture)  # its bytes follow within seconds
    board = open_browser(storage_state=demo.session(browser))
    board.goto(job.board)
    expect(board.locator(f".cell[data-photo='{photo}']")).to_contain_text("Hidden from guests")
    with client.expect_response(lambda answer: answer.url.endswith("/hidden") and answer.request.method == "DELETE"):
        client.locator(f"{shot} .guests").click()
    guest.reload()
    open_grid(guest)
    expect(guest.locator(shot)).to_have_count(1)


def test_client_only_section_opens_with_the_clients_password(
    demo: Demo, browser: Browser, open_browser: OpenBrowser
) -> None:
    job = demo.new_gallery("Client only", photos=11)
    board = open_browser(storage_state=demo.session(browser))
    board.goto(f"{demo.url}/galleries/{job.id}/sections")
    section = board.locator("ol li").first.locator("[name=name]").input_value()
    board.locator("ol li").first.get_by_role("button", name="Client only").click()
    expect(board.locator("ol li").first.get_by_role("button", name="Client only")).to_have_attribute(
        "aria-pressed", "true"
    )
    board.goto(f"{demo.url}/galleries/{job.id}/settings")
    form = board.locator("form[action$='/settings/client-password']")
    form.locator("[name=password]").fill("tylko my")
    form.locator("button").first.click()
    guest = open_browser(phone=True)
    guest.goto(job.address)
    open_grid(guest)
    expect(guest.locator("body")).not_to_contain_text(section)
    guest.get_by_role("link", name="I am the client").click()
    guest.get_by_label("Password").fill("wrong")
    guest.get_by_role("button", name="Show me everything").click()
    expect(guest.locator(".bad")).to_be_visible()
    guest.get_by_label("Password").fill("tylko my")
    guest.get_by_role("button", name="Show me everything").click()
    open_grid(guest)
    expect(guest.locator("body")).to_contain_text(section)
