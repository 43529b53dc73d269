"""The first start."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings
from tests.factories import PASSWORD, make_studio

from provino.accounts.models import User
from provino.studios.errors import AlreadySetUpError, WrongSetupCodeError
from provino.studios.models import Studio
from provino.studios.setup import current_setup_code, found_first_studio, is_setup_code

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {"name": "Pracownia", "owner_email": "maria@example.com", "password": PASSWORD}


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PROVINO_DATA = tmp_path
    return tmp_path


def test_setup_code_stays_the_same_and_is_its_owners_alone(data_folder: Path) -> None:
    code = current_setup_code()
    assert len(code) == 19
    assert current_setup_code() == code
    assert stat.S_IMODE((data_folder / "setup_code").stat().st_mode) == 0o600


def test_setup_code_may_be_typed_carelessly() -> None:
    code = current_setup_code()
    assert is_setup_code(f" {code.lower().replace('-', ' ')} ")
    assert not is_setup_code("")
    assert not is_setup_code(code[:-1])


def test_found_first_studio_uses_the_code_up(data_folder: Path) -> None:
    studio = found_first_studio(code=current_setup_code(), **VALUES)
    assert studio.members.get().is_owner
    assert not (data_folder / "setup_code").exists()
    assert current_setup_code() == ""


def test_found_first_studio_refuses_a_wrong_code() -> None:
    current_setup_code()
    with pytest.raises(WrongSetupCodeError):
        found_first_studio(code="AAAA-BBBB-CCCC-DDDD", **VALUES)
    assert not Studio.objects.exists()


def test_found_first_studio_is_closed_once_there_is_one() -> None:
    code = current_setup_code()
    make_studio()
    with pytest.raises(AlreadySetUpError):
        found_first_studio(code=code, **VALUES)


def test_a_code_made_since_is_not_used_up(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody between the look at the code and the taking of it: the new code is not the one that was typed."""
    code = current_setup_code()

    def meanwhile(password: str, **_: Any) -> None:
        (data_folder / "setup_code").write_text("AAAA-BBBB-CCCC-DDDD", encoding="ascii")

    monkeypatch.setattr("provino.accounts.users.check_password_strength", meanwhile)
    with pytest.raises(AlreadySetUpError):
        found_first_studio(code=code, **VALUES)
    assert (Studio.objects.count(), User.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_set_up_at_once_one_gets_the_studio(data_folder: Path) -> None:
    takers = 6
    code, start = current_setup_code(), Barrier(takers)

    def found(number: int) -> str:
        start.wait()
        try:
            found_first_studio(
                code=code, name=f"Studio {number}", owner_email=f"u{number}@example.com", password=PASSWORD
            )
        except (AlreadySetUpError, WrongSetupCodeError):
            return "refused"
        finally:
            connection.close()
        return "founded"

    with ThreadPoolExecutor(takers) as threads:
        outcomes = sorted(threads.map(found, range(takers)))
    assert outcomes == ["founded", *["refused"] * (takers - 1)]
    assert (Studio.objects.count(), User.objects.count()) == (1, 1)
    assert Studio.objects.get().members.get().is_owner
