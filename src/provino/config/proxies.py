"""Who is really asking: a proxy's word is believed only when the proxy is one of ours."""

import ipaddress
from collections.abc import Sequence

from provino.lib.environment import BadSettingError
from provino.media.asgi import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What a client could say about itself, or a proxy about it. None of it reaches Django.
_CLAIMS = frozenset(
    {
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-proto",
        b"x-forwarded-protocol",
        b"x-forwarded-scheme",
        b"x-forwarded-ssl",
        b"x-real-ip",
        b"x-client-ip",
        b"true-client-ip",
        b"cf-connecting-ip",
    }
)


def trusted_networks(texts: Sequence[str]) -> list[Network]:
    """The addresses and networks of PROVINO_TRUSTED_PROXIES. Raises BadSettingError."""
    try:
        return [ipaddress.ip_network(text.strip(), strict=False) for text in texts]
    except ValueError as error:
        raise BadSettingError(f"PROVINO_TRUSTED_PROXIES holds something that is no address: {error}") from error


def settle_client(scope: Scope, *, trusted: Sequence[Network]) -> None:
    """Set the scope's client and scheme to the real ones and take every claim about them out of its headers.

    From a trusted proxy the last address in X-Forwarded-For that is none of ours is the client.
    """
    headers = scope["headers"]
    if any(name in _CLAIMS or b"_" in name for name, _ in headers):
        if _is_trusted(scope["client"][0], trusted):
            _believe(scope, headers, trusted)
        # A name with an underscore would look to WSGI like the one with a hyphen that was taken out.
        scope["headers"] = [(name, value) for name, value in headers if name not in _CLAIMS and b"_" not in name]


def _believe(scope: Scope, headers: list[tuple[bytes, bytes]], trusted: Sequence[Network]) -> None:
    said = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
    for address in reversed([part.strip() for part in said.split(",")]):
        if not _is_address(address):
            break
        scope["client"] = (address, 0)
        if not _is_trusted(address, trusted):
            break
    schemes = [value for name, value in headers if name == b"x-forwarded-proto"]
    if schemes and schemes[-1].strip().lower() in (b"http", b"https"):
        scope["scheme"] = schemes[-1].strip().lower().decode()


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    return _is_address(address) and any(ipaddress.ip_address(address) in network for network in trusted)
