"""Whom a throttle counts: the address a request comes from, believed only from proxies the operator names."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

_IPV6_PREFIX = 64  # one subscriber has a whole /64: counting single addresses would count nobody


def client_address(request: HttpRequest) -> str:
    """Return the client's address; an IPv6 address as its /64. What nobody can read counts as one client: "unknown".

    `X-Forwarded-For` is read from the right, past proxies named in PROVINO_TRUSTED_PROXIES, and ignored otherwise.
    """
    trusted = [ipaddress.ip_network(part.strip(), strict=False) for part in settings.PROVINO_TRUSTED_PROXIES]
    hops = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), request.META.get("REMOTE_ADDR", "")]
    address: ipaddress.IPv4Address | ipaddress.IPv6Address | None = None
    for hop in reversed(hops):
        parsed = _parse(hop)
        if parsed is None:
            break  # nothing readable further out: the proxy itself is counted
        address = parsed
        if not any(address in network for network in trusted):
            break
    if address is None:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
    return str(address)


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if address.version == 6 else None
    return mapped or address
