"""What all tests share: which files are collected, and people who are signed in."""

import os
from pathlib import Path

import pytest
from django.test import Client

from provino.studios.models import Member
from tests.factories import make_member

CORPUS = os.environ.get("PROVINO_CORPUS", "")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Corpus tests (test_*_corpus.py) are collected only where there is a corpus."""
    if not CORPUS and collection_path.name.endswith("_corpus.py"):
        return True
    return None


def pytest_report_header() -> str:
    return f"corpus: {CORPUS}" if CORPUS else "corpus: PROVINO_CORPUS is not set, the corpus tests are not collected"


@pytest.fixture
def member(db: None) -> Member:
    """The owner of a studio."""
    return make_member()


@pytest.fixture
def signed_in(member: Member) -> Client:
    """A browser in which that owner is signed in."""
    client = Client()
    client.force_login(member.user)
    return client
