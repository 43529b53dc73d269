"""A mail server and settings that use it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.mail.servers import Mailbox, running_server


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A real SMTP server that takes everything, and Provino on a public address that uses it."""
    with running_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "galleries@example.com"
        settings.PROVINO_DEMO, settings.PROVINO_PUBLIC_IS_LOOPBACK = False, False
        yield running


@pytest.fixture
def letters(tmp_path: Path, settings: Settings) -> Path:
    """A folder of templates with one message, `letter`."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "letter.subject.txt").write_text("{{ subject }}", encoding="utf-8")
    (folder / "letter.txt").write_text("{{ text }}", encoding="utf-8")
    (folder / "letter.html").write_text('<p lang="{{ language }}">{{ text }}</p>', encoding="utf-8")
    template_settings = dict(settings.TEMPLATES[0])
    template_settings["DIRS"] = [*template_settings["DIRS"], tmp_path]
    settings.TEMPLATES = [template_settings]
    return folder
