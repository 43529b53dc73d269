"""Limits per gallery and address prefix, counted in the database, so that they hold over all processes and a restart."""

import ipaddress
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from provino.galleries.models import Gallery
from provino.visitors.models import MailRequests, NewVisitors, PasswordTries

Counts = TypeVar("Counts", PasswordTries, NewVisitors, MailRequests)

EVERYWHERE = "*"
KEPT = timedelta(days=1)  # longer than any window: an address stays no longer than it is needed


def address_prefix(address: str) -> str:
    """Return what is counted by: an IPv4 address, the /64 of an IPv6 one, "unknown" for anything else."""
    try:
        ip = ipaddress.ip_address(address.strip().removesuffix("/64"))
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def count_one(counts: type[Counts], *, gallery: Gallery, prefix: str, limit: int, window: timedelta) -> bool:
    """Count one more from `prefix`; False when that would be more than `limit` within `window`. Parallel takers wait."""
    now = timezone.now()
    rows = counts._default_manager
    with transaction.atomic():
        rows.bulk_create([counts(gallery=gallery, prefix=prefix, window_start=now)], ignore_conflicts=True)
        row = rows.select_for_update().get(gallery=gallery, prefix=prefix)
        if row.window_start <= now - window:
            row.window_start, row.count = now, 0
        if row.count >= limit:
            return False
        row.count += 1
        row.save(update_fields=["window_start", "count"])
    return True


def forget_counts() -> int:
    """Delete counts whose window is long over, with the addresses in them; returns how many."""
    before = timezone.now() - KEPT
    kinds = (PasswordTries, NewVisitors, MailRequests)
    return sum(counts.objects.filter(window_start__lt=before).delete()[0] for counts in kinds)
