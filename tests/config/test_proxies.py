"""A client cannot say who it is; a proxy of ours can."""

from typing import Any

import pytest

from provino.config.proxies import settle_client, trusted_networks
from provino.lib.environment import BadSettingError

TRUSTED = trusted_networks(["10.0.0.1", "192.168.0.0/16", "fd00::/8"])


def settled(peer: str, *headers: tuple[str, str]) -> dict[str, Any]:
    scope = {
        "client": (peer, 1234),
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    settle_client(scope, trusted=TRUSTED)
    return scope


def test_stranger_is_believed_nothing() -> None:
    scope = settled(
        "203.0.113.9",
        ("x-forwarded-for", "10.9.9.9"),
        ("x-forwarded-proto", "https"),
        ("x_forwarded_for", "1.2.3.4"),
        ("x-real-ip", "1.2.3.4"),
        ("host", "example.com"),
    )
    assert (scope["client"][0], scope["scheme"]) == ("203.0.113.9", "http")
    assert scope["headers"] == [(b"host", b"example.com")]


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9, 192.168.4.4", "203.0.113.9"),
        ("203.0.113.9, nonsense", "10.0.0.1"),
        ("192.168.1.1", "192.168.1.1"),
        ("2001:db8::1, fd00::2", "2001:db8::1"),
        ("", "10.0.0.1"),
    ],
)
def test_proxy_of_ours_says_who_the_client_is(said: str, client: str) -> None:
    assert settled("10.0.0.1", ("x-forwarded-for", said))["client"][0] == client


def test_proxy_of_ours_says_that_it_was_https() -> None:
    assert settled("10.0.0.1", ("x-forwarded-proto", "https"))["scheme"] == "https"
    assert settled("10.0.0.1", ("x-forwarded-proto", "gopher"))["scheme"] == "http"


def test_nonsense_in_the_setting_is_said_aloud() -> None:
    with pytest.raises(BadSettingError, match="PROVINO_TRUSTED_PROXIES"):
        trusted_networks(["proxy.example.com"])
