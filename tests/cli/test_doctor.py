"""`provino doctor` on a data folder that is well, and on what is wrong."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Prepared
from tests.live import environment, free_port

pytestmark = pytest.mark.process


def doctor(data: Path, **changes: str) -> tuple[int, dict[str, Any]]:
    """Exit code, and findings by name."""
    command = [sys.executable, "-m", "provino.cli.main", "doctor", "--json"]
    done = subprocess.run(
        command, env=environment(data, **changes), capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, {finding["name"]: finding for finding in json.loads(done.stdout)}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Path:
    return prepared(tmp_path_factory.mktemp("doctor"))


def test_demo_on_a_prepared_folder_is_well(data: Path) -> None:
    code, findings = doctor(data, PROVINO_DEMO="1")
    assert [name for name, finding in findings.items() if not finding["ok"]] == []
    assert code == 0
    assert {"database", "mail", "image format heic", "free disk"} <= findings.keys()


def test_loopback_address_and_missing_mail_server_are_faults_outside_the_demo(data: Path) -> None:
    code, findings = doctor(data)
    assert code == 1
    assert [name for name, finding in findings.items() if not finding["ok"]] == ["public address", "mail"]
    assert "PROVINO_PUBLIC_URL" in findings["public address"]["advice"]


def test_mail_server_that_does_not_answer_is_a_fault(data: Path) -> None:
    settings = {"PROVINO_PUBLIC_URL": "https://galleries.example.com", "PROVINO_SMTP_HOST": "127.0.0.1"}
    code, findings = doctor(data, **settings, PROVINO_SMTP_PORT=str(free_port()))
    assert code == 1
    assert [name for name, finding in findings.items() if not finding["ok"]] == ["mail"]


def test_full_disk_and_new_database_are_faults(tmp_path: Path) -> None:
    code, findings = doctor(tmp_path, PROVINO_DEMO="1", PROVINO_MIN_FREE_MB=str(10**9))
    assert code == 1
    assert [name for name, finding in findings.items() if not finding["ok"]] == ["free disk", "database"]
