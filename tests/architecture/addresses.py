"""Every address Django answers, found in the resolver itself, and what each lets in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Addresses for everybody, and why.
PUBLIC = {
    "account/": "signing in and out, and what a person changes about themselves: allauth asks for the session",
    "account/no-studio": "tells who is signed in but a member of nothing",
    "healthz": "a supervisor's question, says nothing of the inside",
    "readyz": "a supervisor's question, says nothing of the inside",
    "studio/<str:studio_id>.css": "a studio's colours, part of every client page",
    "studio/<str:studio_id>/logo.png": "a studio's logo, part of every client page",
    "studio/<str:studio_id>/icons/<str:name>.png": "a studio's icon for a home screen, made of its logo or initial",
    "accent/<str:colour>.css": "a colour made legible, the same for everybody",
    "setup": "open only until there is a studio, and then only with the code",
    "studio/new": "open only where the operator opened sign-up",
    "invite/<str:secret>": "the secret is the right",
    "api/v1/openapi.json": "the description of the API",
    "api/v1/": "the root of the API, which is empty",
}
POLICIES = {"member", "owner", "visitor", "link", "token", "demo", "public"}


@dataclass(frozen=True)
class Address:
    """One address as the resolver writes it, with the policy its view declares."""

    pattern: str
    policy: str

    def __str__(self) -> str:
        return self.pattern or "/"

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)

    def path(self, values: dict[str, str]) -> str:
        """The address with real values in it."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match[1]], self.pattern)


def all_addresses() -> list[Address]:
    """Every address once, with its policy; "" where a view declares none."""
    found = {pattern: _policy(pattern, view) for pattern, view in _walk(get_resolver().url_patterns)}
    return [Address(pattern, policy) for pattern, policy in sorted(found.items())]


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in patterns:
        place = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield place, entry.callback
        elif isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, place)


def _policy(pattern: str, view: Callable[..., Any]) -> str:
    declared = getattr(view, "policy", "")
    if declared:
        return str(declared)
    if pattern in PUBLIC or (pattern.startswith("account/") and view.__module__.startswith("allauth.")):
        return "public"
    return "token" if view.__module__.startswith("ninja.") else ""
