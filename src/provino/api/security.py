"""The scope an operation asks for, as django-ninja wants it; who may is decided in api.authentication."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from provino.api.authentication import authenticate
from provino.studios.models import Member


class ApiRequest(HttpRequest):
    """A request whose member is known."""

    auth: Member


class Scope(HttpBearer):
    """A bearer token with this scope, or the session of our own pages with its CSRF token."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __call__(self, request: HttpRequest) -> Member:
        return authenticate(request, scope=self.name)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never asked: `__call__` answers for tokens and sessions alike."""
        raise AssertionError
