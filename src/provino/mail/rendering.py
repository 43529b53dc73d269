"""From a template's name to subject, text and HTML, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, Engine
from django.utils import translation

_MAX_SUBJECT = 300


@dataclass(frozen=True)
class Rendered:
    """The three parts of a mail; `subject` is one line."""

    subject: str
    text: str
    html: str


def render_message(name: str, *, language: str, context: Mapping[str, Any]) -> Rendered:
    """Render `mail/<name>.subject.txt`, `.txt` and `.html` in that language."""
    with translation.override(language):
        values = {**context, "language": language}
        subject = _render(f"mail/{name}.subject.txt", values, escape=False)
        text = _render(f"mail/{name}.txt", values, escape=False)
        html = _render(f"mail/{name}.html", values, escape=True)
    return Rendered(subject=one_line(subject)[:_MAX_SUBJECT], text=text.strip() + "\n", html=html.strip() + "\n")


def one_line(words: str) -> str:
    """Return the words without line breaks and control characters, as a header needs them."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _render(name: str, values: Mapping[str, Any], *, escape: bool) -> str:
    template = Engine.get_default().get_template(name)
    return str(template.render(Context(dict(values), autoescape=escape)))
