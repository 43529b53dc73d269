"""The words of scripts reach the page in its language, with the plural forms the browser asks for."""

import json
import re

import pytest
from django.utils import translation

from provino.web.shared.templatetags import scripts


def _said(side: str, language: str) -> dict[str, object]:
    with translation.override(language):
        markup = scripts.script_messages(side)  # type: ignore[arg-type]  # the two sides, from the parameters below
    found = re.fullmatch(r'<script id="messages" type="application/json">(.*)</script>', markup)
    assert found
    said: dict[str, object] = json.loads(found[1])
    return said


def test_script_messages_names_the_language_of_the_page() -> None:
    """The browser chooses plural forms by it."""
    assert _said("dashboard", "pl")["language"] == "pl"


@pytest.mark.parametrize(("language", "categories"), [("en", {"one", "other"}), ("pl", {"one", "few", "many"})])
def test_script_messages_has_every_plural_form(language: str, categories: set[str]) -> None:
    """As many as the language has, under the names of Intl.PluralRules."""
    messages = _said("dashboard", language)["messages"]
    assert isinstance(messages, dict)
    assert set(messages["photos_count"]) == categories


def test_script_messages_spares_the_client_what_only_photographers_need() -> None:
    """The words of the board and the uploader stay off the client's page."""
    messages = _said("portal", "en")["messages"]
    assert isinstance(messages, dict)
    assert "photo_place" in messages
    assert not [key for key in messages if key.startswith(("board_", "upload_", "focal_"))]
