"""Browsers of people with different rights, for the tests of the dashboard's pages."""

from django.test import Client

from provino.studios.models import Member, Role
from tests.factories import make_member


def browser_of(member: Member) -> Client:
    """A browser in which this member is signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def staff_browser(member: Member) -> Client:
    """A browser of a colleague without the owner's rights."""
    return browser_of(make_member(studio=member.studio, role=Role.STAFF))


def other_studio_browser() -> Client:
    """A browser of an owner of another studio."""
    return browser_of(make_member())
