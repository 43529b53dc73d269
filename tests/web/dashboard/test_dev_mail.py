"""The demo's mailbox."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from provino.mail.models import Message

ADDRESSES = ["/dev/mail", "/dev/mail/M1", "/dev/mail/M1/html"]


@pytest.fixture
def message(db: None) -> Message:
    return make_message(1)


def make_message(number: int) -> Message:
    return Message.objects.create(
        public_id=f"M{number}",
        cause=f"c{number}",
        kind="letter",
        to="anna@example.com",
        to_name="Anna",
        subject=f"Subject {number}",
        text="Look: https://example.com/g/x/i/secret",
        html='<html><head></head><body><a href="https://example.com/g/x/">Open</a><script>x</script></body></html>',
        next_try_at=timezone.now(),
    )


def test_mailbox_lists_and_shows_messages(client: Client, message: Message, settings: Settings) -> None:
    settings.PROVINO_DEMO = True
    assert "Subject 1" in client.get("/dev/mail").content.decode()
    page = client.get("/dev/mail/M1")
    assert 'src="/dev/mail/M1/html"' in page.content.decode()
    assert '<a href="https://example.com/g/x/i/secret"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_html_part_may_open_links_and_nothing_else(client: Client, message: Message, settings: Settings) -> None:
    settings.PROVINO_DEMO = True
    part = client.get("/dev/mail/M1/html")
    assert '<base target="_blank">' in part.content.decode()
    policy = part["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "allow-scripts" not in policy


def test_empty_mailbox_says_so(client: Client, db: None, settings: Settings) -> None:
    settings.PROVINO_DEMO = True
    assert "No message yet" in client.get("/dev/mail").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_outside_the_demo_there_is_no_mailbox(signed_in: Client, message: Message, address: str) -> None:
    assert signed_in.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("remote", ["192.168.1.4", "nonsense", ""])
def test_other_machines_see_no_mailbox(
    client: Client, message: Message, settings: Settings, address: str, remote: str
) -> None:
    settings.PROVINO_DEMO = True
    assert client.get(address, REMOTE_ADDR=remote).status_code == 404


@pytest.mark.parametrize("message_id", ["M2", "%00", "..", "M1'"])
def test_unknown_message_is_not_found(client: Client, message: Message, settings: Settings, message_id: str) -> None:
    settings.PROVINO_DEMO = True
    assert client.get(f"/dev/mail/{message_id}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_mailbox_costs_three_queries(
    client: Client, db: None, settings: Settings, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.PROVINO_DEMO = True
    for number in range(count):
        make_message(number)
    with django_assert_num_queries(3):
        client.get("/dev/mail")
