"""`provino serve`: pages, pictures and jobs on one data folder, as one. This process stays small and only watches."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from io import TextIOWrapper
from pathlib import Path

import click

from provino.cli.output import CommandError, emit
from provino.cli.supervisor import Child, child_environment, supervise
from provino.lib.environment import env_int, env_text

READY_SECONDS = 60.0


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Instead of PROVINO_PORT (8000).")
@click.option("--host", default=None, help="Instead of PROVINO_HOST (127.0.0.1).")
def serve(port: int | None, host: str | None) -> int:
    """Serve pages and pictures, run jobs; ends cleanly on Ctrl-C or SIGTERM."""
    port = port or env_int("PROVINO_PORT", 8000, minimum=1)
    host = host or env_text("PROVINO_HOST", "127.0.0.1")
    data = Path(env_text("PROVINO_DATA", "data")).expanduser().resolve()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _make_folders(data)
    with _data_folder(data):
        held = _hold_port(host, port)
        environment = child_environment(PROVINO_DATA=str(data), PROVINO_PORT=str(port), PROVINO_HOST=host)
        setup_code = _prepare(environment)
        with held:
            threading.Thread(target=_announce, args=(host, port, setup_code, stop), daemon=True).start()
            supervise(_children(host, port, environment), stop)
    return 0


def _make_folders(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in ("files", "incoming", "journal"):
            (data / name).mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise CommandError("data-folder", f"The data folder {data} cannot be used: {error.strerror}.") from error


def _data_folder(data: Path) -> TextIOWrapper:
    """Take the data folder for this process alone."""
    lock = (data / "serve.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise CommandError(
            "already-running", f"Provino already serves the data folder {data} (process {lock.read().strip()})."
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _hold_port(host: str, port: int) -> socket.socket:
    """Make sure nobody else has the port, and keep it ours while web processes come and go.

    Web processes share it (SO_REUSEPORT), which would also let a stranger's second server in unnoticed: so first it is
    taken exclusively, then held, never listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as alone:
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            alone.bind((host, port))
            alone.listen(1)
        held = socket.socket(family, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind((host, port))
    except OSError as error:
        message = f"Port {port} on {host} cannot be used: {error.strerror}. Choose another with --port or PROVINO_PORT."
        raise CommandError("port-busy", message) from error
    return held


def _prepare(environment: dict[str, str]) -> str:
    """Bring the database up to date in a process of its own and return the set-up code."""
    command = [sys.executable, "-m", "provino.cli.prepare"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # ours
    if done.returncode != 0:
        last = done.stderr.strip().rpartition("\n")[2] or "no reason given"
        raise CommandError("not-prepared", f"The database could not be brought up to date: {last}")
    sys.stderr.write(done.stderr)
    return str(json.loads(done.stdout.strip().rpartition("\n")[2])["setup_code"])


def _children(host: str, port: int, environment: dict[str, str]) -> list[Child]:
    web = ["-m", "provino.config.web_process", "--host", host, "--port", str(port)]
    count = env_int("PROVINO_WEB_PROCESSES", 1, minimum=1)
    names = ["web"] if count == 1 else [f"web {number + 1}" for number in range(count)]
    children = [Child(name, web, environment=environment) for name in names]
    return [*children, Child("worker", ["-m", "provino.cli.main", "worker"], environment=environment)]


def _announce(host: str, port: int, setup_code: str, stop: threading.Event) -> None:
    """Say where Provino is once it answers."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared, not bound
    until = time.monotonic() + READY_SECONDS
    while not stop.is_set() and time.monotonic() < until:
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            stop.wait(0.1)
            continue
        _say_addresses(reachable, port, setup_code)
        return


def _say_addresses(reachable: str, port: int, setup_code: str) -> None:
    local = f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"
    public = env_text("PROVINO_PUBLIC_URL").rstrip("/")
    lines = [f"Provino answers at {local}"]
    if public and public != local:
        lines.append(f"Clients reach it at {public}")
    if setup_code:
        lines.append(f"Set-up code: {setup_code}\nOpen {local}/setup and type it to make your studio.")
    emit({"url": local, "public_url": public or local, "setup_code": setup_code}, "\n".join(lines))
    sys.stdout.flush()
