"""The words scripts say, translated: frontend/messages.json is the list, the page carries them as JSON."""

import json
from functools import cache
from typing import Final, Literal

from django import template
from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

register = template.Library()

# A number of each plural category, as Intl.PluralRules names them in the browser.
_PLURALS: Final = {"en": {"one": 1, "other": 2}, "pl": {"one": 1, "few": 2, "many": 5}}
_ONLY_DASHBOARD: Final = ("board_", "focal_", "look_", "passkey_", "upload_")

Message = str | dict[str, str]


@register.simple_tag
def script_messages(side: Literal["portal", "dashboard"]) -> SafeString:
    """A JSON script with the words of one side's scripts in the page's language; goes before the scripts."""
    language = (get_language() or "en").partition("-")[0]
    chosen = {
        key: _translated(message, language)
        for key, message in _messages().items()
        if side == "dashboard" or not key.startswith(_ONLY_DASHBOARD)
    }
    return json_script({"language": language, "messages": chosen}, "messages")


@cache
def _messages() -> dict[str, Message]:
    found: dict[str, Message] = json.loads((settings.VITE_OUTPUT / "messages.json").read_text(encoding="utf-8"))
    return found


def _translated(message: Message, language: str) -> Message:
    if isinstance(message, str):
        return gettext(message)
    samples = _PLURALS.get(language, _PLURALS["en"])
    one, other = message["one"], message["other"]
    return {category: ngettext(one, other, number) for category, number in samples.items()}
