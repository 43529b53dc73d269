"""`provino gallery …` and `provino export`: galleries by way of the API."""

from typing import Any

import click

from provino.cli.api_client import connect
from provino.cli.output import emit


@click.group("gallery")
def gallery() -> None:
    """Make, list, show and send galleries."""


@gallery.command("create")
@click.option("--title", required=True)
@click.option("--subtitle", default="", help="What kind of job: wedding, portrait …")
@click.option("--date", default=None, help="Day of the job, as 2026-09-12.")
@click.option("--client-name", default="")
@click.option("--client-email", default="")
@click.option("--language", type=click.Choice(["en", "pl"]), default=None)
@click.option("--visibility", type=click.Choice(["draft", "open", "closed"]), default="draft")
@click.option("--password", default="", help="What visitors are asked for.")
@click.option("--expires-on", default=None, help="Last day, as 2027-03-31.")
@click.option("--choosing-deadline", default=None, help="Last day for choosing.")
def create(**options: Any) -> int:
    """Make a gallery; only the title is needed."""
    made = connect().call("POST", "/galleries", json=options)
    emit(made, f"{made['id']}  {made['title']}\n{made['url']}")
    return 0


@gallery.command("list")
def list_galleries() -> int:
    """All galleries of the studio, the newest first."""
    found = list(connect().everything("/galleries"))
    lines = [f"{item['id']}  {item['state']:<12} {item['photos']:>6}  {item['title']}" for item in found]
    emit(found, "\n".join(lines) or "no gallery yet")
    return 0


@gallery.command("show")
@click.argument("gallery_id", metavar="GALLERY")
def show(gallery_id: str) -> int:
    """One gallery."""
    found = connect().call("GET", f"/galleries/{gallery_id}")
    emit(found, "\n".join(f"{name}: {_plain(value)}" for name, value in found.items()))
    return 0


@gallery.command("send")
@click.argument("gallery_id", metavar="GALLERY")
@click.option("--to", "recipients", multiple=True, help="An e-mail address; may be repeated. Without it: the client.")
@click.option("--subject", default="")
@click.option("--text", default="", help="The words of the e-mail; the link is added.")
def send(gallery_id: str, recipients: tuple[str, ...], subject: str, text: str) -> int:
    """Send the gallery to its client by e-mail."""
    body = {"recipients": list(recipients), "subject": subject, "text": text}
    sent = connect().call("POST", f"/galleries/{gallery_id}/send", json=body)
    emit(sent, "\n".join(f"{item['email']}  {item['state']}  {item['url']}" for item in sent))
    return 0


@click.command("export")
@click.argument("gallery_id", metavar="GALLERY")
@click.option("--program", required=True, help="lightroom, capture-one or plain-text.")
@click.option("--visitor", default=None, help="Only what this visitor chose.")
@click.option("--list", default=None, help="Only what stands in this list.")
@click.option("--selection", default=None, help="Only what was sent as this selection.")
def export(gallery_id: str, program: str, **scope: str | None) -> int:
    """The chosen photos as an editing program wants them; ids of visitors, lists and selections come from the API."""
    params = {name: public_id for name, public_id in scope.items() if public_id}
    made = connect().call("GET", f"/galleries/{gallery_id}/exports/{program}", params=params)
    for warning in made["warnings"]:
        click.echo(warning, err=True)
    emit(made, made["text"])
    return 0


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {inner}" for name, inner in value.items())
    return "" if value is None else str(value)
