"""`studio`, `member` and `token` on a data folder without a server."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run, run_together
from tests.live import environment

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a data folder with a studio, made by the first command on nothing at all."""
    own = environment(tmp_path_factory.mktemp("people") / "data")
    made = run(own, "studio", "--json", "create", "--name", "Światło", "--email", "Maria@Example.com")
    assert made.code == 0, made.err
    assert (made.json["name"], made.json["email"]) == ("Światło", "maria@example.com")
    assert len(made.json["password"]) >= 12
    assert set(made.json) == {"id", "name", "email", "member", "password"}
    return own


def test_member_gets_the_password_given_and_it_is_not_repeated(folder: dict[str, str]) -> None:
    made = run(folder, "member", "create", "--email", "ewa@example.com", "--password", "correct horse", "--json")
    assert made.code == 0, made.err
    assert (made.json["email"], made.json["role"]) == ("ewa@example.com", "staff")
    assert "password" not in made.json
    again = run(folder, "--json", "member", "create", "--email", "ewa@example.com", "--password", "correct horse")
    assert again.code == 1
    assert again.refusal


def test_token_has_all_scopes_or_those_named(folder: dict[str, str]) -> None:
    maria = ("token", "create", "--email", "maria@example.com")
    all_scopes, two_scopes, plain = run_together(
        (folder, ("token", "create", "--email", "MARIA@example.com", "--json")),
        (folder, (*maria, "--json", "--scope", "photos:read", "--scope", "galleries:read")),
        (folder, maria),
    )
    assert all_scopes.json["token"].startswith("prv_")
    assert len(all_scopes.json["scopes"]) == 6
    assert sorted(two_scopes.json["scopes"]) == ["galleries:read", "photos:read"]
    assert plain.out.strip().startswith("prv_")  # so that TOKEN=$(provino token create …) works


def test_refusals_end_with_1_and_what_is_not_understood_with_2(folder: dict[str, str]) -> None:
    token = ("token", "create", "--email")
    nobody, scope, missing, bad = run_together(
        (folder, (*token, "nobody@example.com", "--json")),
        (folder, (*token, "maria@example.com", "--scope", "all", "--json")),
        (folder, ("studio", "create", "--name", "X")),
        (folder, ("studio", "create", "--name", "X", "--email", "nonsense", "--json")),
    )
    assert (nobody.code, nobody.refusal) == (1, "no-member")
    assert (scope.code, scope.refusal) == (2, "usage")
    assert (missing.code, missing.out) == (2, "")
    assert "--email" in missing.err
    assert (bad.code, bad.refusal) == (2, "usage")


_SECOND_FACTOR = """
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "provino.config.settings"
django.setup()
from allauth.mfa.models import Authenticator
from provino.accounts.models import User
Authenticator.objects.create(user=User.objects.get(email="maria@example.com"), type="totp", data={})
"""


def test_lost_second_factor_is_reset_once(folder: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", _SECOND_FACTOR], env=folder, check=True)
    done = run(folder, "member", "reset-second-factor", "Maria@Example.com", "--json")
    assert (done.code, done.json) == (0, {"email": "maria@example.com"})
    again, nobody = run_together(
        (folder, ("member", "reset-second-factor", "maria@example.com", "--json")),
        (folder, ("member", "reset-second-factor", "nobody@example.com", "--json")),
    )
    assert (again.code, again.refusal) == (1, "no-second-factor")
    assert (nobody.code, nobody.refusal) == (1, "no-member")


def test_member_on_an_empty_folder_says_that_there_is_no_studio(tmp_path: Path) -> None:
    own = environment(tmp_path / "data")
    told = run(own, "member", "create", "--email", "a@example.com", "--json")
    assert (told.code, told.refusal) == (1, "no-studio")


def test_demo_is_made_in_demo_mode_only(tmp_path: Path) -> None:
    words = ("demo", "--photos", "demo/photos", "--json")
    refused = run(environment(tmp_path / "data"), *words)
    assert (refused.code, refused.refusal) == (1, "not-demo")
    public = run(environment(tmp_path / "data", PROVINO_DEMO="1", PROVINO_PUBLIC_URL="https://example.com"), *words)
    assert (public.code, public.refusal) == (1, "bad-setting")


def test_demo_fills_an_empty_folder_once(tmp_path: Path) -> None:
    own = environment(tmp_path / "data", PROVINO_DEMO="1")
    first = run(own, "demo", "--photos", "demo/photos", "--json")
    assert first.code == 0, first.err
    assert len(first.json["galleries"]) == 3
    assert run(own, "demo", "--photos", "demo/photos", "--json").json == first.json
