"""`provino studio|member|token …`: on the data folder itself, for whoever runs the server."""

import secrets

import click
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from provino.accounts.models import User
from provino.cli.output import CommandError, emit
from provino.cli.prepare import bring_up_to_date
from provino.studios.members import create_member, reset_second_factor
from provino.studios.models import Member, Role, Studio
from provino.studios.studios import create_studio
from provino.studios.tokens import SCOPES, create_token


def _address(context: click.Context, parameter: click.Parameter, value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise click.BadParameter("This is no e-mail address.") from error
    return value


@click.group("studio")
def studio() -> None:
    """Studios of this installation."""


@studio.command("create")
@click.option("--name", required=True)
@click.option("--email", required=True, callback=_address, help="Of the owner, who signs in with it.")
@click.option("--password", default=None, help="Without it one is made and shown.")
@click.option("--owner-name", default="")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--time-zone", default="UTC", show_default=True)
@click.option("--language", type=click.Choice(["en", "pl"]), default="en", show_default=True)
def create(
    name: str, email: str, password: str | None, owner_name: str, currency: str, time_zone: str, language: str
) -> int:
    """Make a studio and its owner."""
    bring_up_to_date()
    chosen = password or secrets.token_urlsafe(12)
    made = create_studio(
        name=name,
        owner_email=email,
        password=chosen,
        owner_name=owner_name,
        currency=currency,
        time_zone=time_zone,
        language=language,
    )
    shown = {} if password else {"password": chosen}
    owner = made.members.select_related("user").get()
    emit(
        {"id": made.public_id, "name": made.name, "email": owner.user.email, "member": owner.public_id, **shown},
        f"{made.name}: sign in as {owner.user.email}" + ("" if password else f" with {chosen}"),
    )
    return 0


@click.group("member")
def member() -> None:
    """People who sign in."""


@member.command("create")
@click.option("--email", required=True, callback=_address)
@click.option("--password", default=None, help="Without it one is made and shown.")
@click.option("--name", default="")
@click.option("--role", type=click.Choice(Role.values), default=Role.STAFF.value, show_default=True)
@click.option("--studio", "studio_id", default=None, help="Id of the studio; needed where there are several.")
def create_member_command(email: str, password: str | None, name: str, role: str, studio_id: str | None) -> int:
    """Make a member of a studio."""
    bring_up_to_date()
    chosen = password or secrets.token_urlsafe(12)
    made = create_member(_studio(studio_id), email=email, password=chosen, name=name, role=role)
    shown = {} if password else {"password": chosen}
    emit(
        {"id": made.public_id, "email": made.user.email, "role": made.role, "studio": made.studio.public_id, **shown},
        f"{made.user.email} is {made.role} of {made.studio.name}" + ("" if password else f", password {chosen}"),
    )
    return 0


@member.command("reset-second-factor")
@click.argument("email")
def reset_second_factor_command(email: str) -> int:
    """Let somebody who lost their phone and recovery codes sign in with the password alone."""
    bring_up_to_date()
    user = User.objects.filter(email=_normal(email)).first()
    if user is None:
        raise CommandError("no-member", f"Nobody signs in as {email}.")
    if not reset_second_factor(user):
        raise CommandError("no-second-factor", f"{user.email} has no second factor.")
    emit(
        {"email": user.email},
        f"{user.email} signs in with the password alone now and is signed out everywhere. Ask them to set up a new one.",
    )
    return 0


@click.group("token")
def token() -> None:
    """Keys for the API."""


@token.command("create")
@click.option("--email", required=True, help="Of the member the token acts for.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="May be repeated; without it: all.")
@click.option("--name", default="", help="What it is for.")
@click.option("--studio", "studio_id", default=None, help="Id of the studio; needed for a member of several.")
def create_token_command(email: str, scopes: tuple[str, ...], name: str, studio_id: str | None) -> int:
    """Make a token; it is shown this once."""
    bring_up_to_date()
    owner = _member(email, studio_id)
    made, secret = create_token(owner, name=name or "command line", scopes=list(scopes) or None, by=owner)
    emit({"id": made.public_id, "token": secret, "scopes": made.scopes, "email": owner.user.email}, secret)
    return 0


def _normal(email: str) -> str:
    return User.objects.normalize_email(email).strip().lower()


def _studio(public_id: str | None) -> Studio:
    studios = list(Studio.objects.filter(public_id=public_id) if public_id else Studio.objects.all()[:2])
    if not studios:
        raise CommandError("no-studio", "There is no such studio. `provino studio create` makes one.")
    if len(studios) > 1:
        raise CommandError("several-studios", "There are several studios: name one with --studio.")
    return studios[0]


def _member(email: str, studio_id: str | None) -> Member:
    members = Member.objects.filter(user__email=_normal(email))
    found = list(
        (members.filter(studio__public_id=studio_id) if studio_id else members).select_related("studio", "user")[:2]
    )
    if not found:
        raise CommandError("no-member", f"{email} is no member here. `provino member create` makes one.")
    if len(found) > 1:
        raise CommandError("several-studios", f"{email} is a member of several studios: name one with --studio.")
    return found[0]
