"""`provino serve` as a whole: it starts, refuses what it must, restarts what dies and ends cleanly."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import pytest

from tests.cli.conftest import Prepared
from tests.live import answers, environment, free_port, until

pytestmark = pytest.mark.process
COMMAND = [sys.executable, "-m", "provino.cli.main"]


@contextmanager
def serving(data: Path, *words: str, port: int) -> Iterator["subprocess.Popen[str]"]:
    command = [*COMMAND, "serve", "--port", str(port), *words]
    process = subprocess.Popen(
        command, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}") or process.poll() is not None, seconds=90)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)


def child(process: "subprocess.Popen[str]", word: str) -> psutil.Process | None:
    """The running child whose command line has this word."""
    for candidate in psutil.Process(process.pid).children():
        with suppress(psutil.Error):  # it ended between being listed and being asked
            if candidate.status() != psutil.STATUS_ZOMBIE and word in candidate.cmdline():
                return candidate
    return None


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "data"


@pytest.fixture(scope="module")
def server(data: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    with serving(data, "--json", port=port) as process:
        yield process


def test_first_start_says_the_address_and_the_set_up_code(
    server: "subprocess.Popen[str]", data: Path, port: int
) -> None:
    assert server.stdout is not None
    said = "".join(server.stdout.readline() for _ in range(5))
    assert json.loads(said) == {
        "url": f"http://127.0.0.1:{port}",
        "public_url": f"http://127.0.0.1:{port}",
        "setup_code": (data / "setup_code").read_text(),
    }
    assert httpx.get(f"http://127.0.0.1:{port}/readyz").json()["ok"] is True


def test_data_folder_is_private(server: "subprocess.Popen[str]", data: Path) -> None:
    assert data.stat().st_mode & 0o077 == 0
    assert {"files", "incoming", "journal"} <= {path.name for path in data.iterdir()}


def test_second_serve_on_the_same_folder_is_refused(server: "subprocess.Popen[str]", data: Path) -> None:
    command = [*COMMAND, "serve", "--json", "--port", str(free_port())]
    done = subprocess.run(command, env=environment(data), capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    refusal = json.loads(done.stderr)
    assert refusal["code"] == "already-running"
    assert str(server.pid) in refusal["message"]


def test_busy_port_is_refused_with_words(server: "subprocess.Popen[str]", tmp_path: Path, port: int) -> None:
    command = [*COMMAND, "serve", "--port", str(port)]
    done = subprocess.run(
        command, env=environment(tmp_path / "other"), capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr


@pytest.mark.parametrize("word", ["provino.config.web_process", "worker"])
def test_what_is_killed_is_started_again(server: "subprocess.Popen[str]", port: int, word: str) -> None:
    first = until(lambda: child(server, word))
    first.kill()
    until(lambda: (now := child(server, word)) is not None and now.pid != first.pid)
    until(lambda: answers(f"http://127.0.0.1:{port}"))


def test_children_end_when_the_supervisor_is_killed(tmp_path: Path, prepared: Prepared) -> None:
    port = free_port()
    with serving(prepared(tmp_path / "data"), port=port) as process:
        until(lambda: child(process, "worker"))
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        gone, alive = psutil.wait_procs(children, timeout=15)
        assert not alive
        assert len(gone) >= 2


def test_sigterm_ends_everything_and_frees_the_port(tmp_path: Path, prepared: Prepared) -> None:
    port = free_port()
    with serving(prepared(tmp_path / "data"), port=port) as process:
        until(lambda: child(process, "worker"))
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(12) == 0
    assert not [candidate for candidate in children if candidate.is_running()]
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))


def test_two_preparations_at_once_both_succeed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "provino.cli.prepare"]
    own = environment(tmp_path)
    both = [subprocess.Popen(command, env=own, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    codes = [json.loads(process.communicate(timeout=60)[0])["setup_code"] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert codes[0] == codes[1] != ""


def test_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    own = environment(tmp_path, DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    command = [*COMMAND, "serve", "--json", "--port", str(free_port())]
    done = subprocess.run(command, env=own, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert json.loads(done.stderr)["code"] == "not-prepared"


def test_unusable_data_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    own = environment(tmp_path / "file" / "data")
    done = subprocess.run([*COMMAND, "serve"], env=own, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "data folder" in done.stderr
    assert os.linesep + "Traceback" not in done.stderr
