"""`provino upload GALLERY PATH…`: photos from this machine into a gallery, wherever the server is."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from provino.cli.api_client import ApiClient, connect
from provino.cli.output import CommandError, emit, is_json
from provino.cli.tus_client import Outcome, send_file
from provino.cli.upload_files import LocalFile, local_files

AT_ONCE = 3
POLL_SECONDS = 0.5
_LISTS = {"photos": "photos", "full": "finished-files", "web": "finished-files"}


@click.command("upload")
@click.argument("gallery")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--folder", type=click.Choice(["photos", "full", "web"]), default="photos", help="full and web fill the hand-over."
)
@click.option("--wait/--no-wait", default=True, help="Wait until every photo can be looked at.")
def upload(gallery: str, paths: Sequence[Path], folder: str, wait: bool) -> int:
    """Upload files and folders; sub-folders become sections. Run again, it goes on where it stopped and skips what is there."""
    api = connect()
    api.call("GET", f"/galleries/{gallery}")
    files = local_files(paths)
    if not files:
        raise CommandError("nothing-to-upload", "There are no files in these folders.")
    with _progress() as progress:
        rows = _send_all(api, files, gallery=gallery, folder=folder, progress=progress)
        if wait:
            _wait_until_ready(api, rows, gallery=gallery, folder=folder, progress=progress)
    counts = {name: sum(row["outcome"] == name for row in rows) for name in ("added", "skipped", "refused", "failed")}
    emit({"gallery": gallery, **counts, "files": rows}, _words(counts, rows))
    return 1 if counts["refused"] + counts["failed"] else 0


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), disable=is_json())


def _send_all(
    api: ApiClient, files: list[LocalFile], *, gallery: str, folder: str, progress: Progress
) -> list[dict[str, Any]]:
    there = {
        (item["relative_path"], item["sha256"]): item
        for item in _listed(api, gallery, folder)
        if item["state"] != "failed"
    }
    paths_there = {path for path, _digest in there}
    unfinished = {
        (item["relative_path"], item["size"], item["folder"]): item["id"]
        for item in api.everything("/uploads", params={"gallery": gallery})
    }
    task = progress.add_task(f"{len(files)} files", total=sum(file.size for file in files))

    stopped = threading.Event()

    def count(sent: int) -> None:
        if stopped.is_set():
            raise CommandError("aborted", "Stopped.")
        progress.advance(task, sent)

    def send(file: LocalFile) -> dict[str, Any]:
        known = unfinished.get((file.relative_path, file.size, folder))
        try:
            twin = there.get((file.relative_path, file.sha256())) if file.relative_path in paths_there else None
            if twin:
                count(file.size)
                return _row(file, Outcome("skipped", photo=twin["id"]), state=twin["state"])
            outcome = send_file(api, file, gallery=gallery, folder=folder, known=known, progress=count)
        except CommandError as refusal:
            outcome = Outcome("refused", code=refusal.code, message=refusal.message)
        except OSError as error:
            outcome = Outcome("refused", code="unreadable", message=f"It cannot be read: {error.strerror}.")
        return _row(file, outcome)

    try:
        return _several_at_once(send, files)
    finally:
        stopped.set()


def _several_at_once(send: Callable[[LocalFile], dict[str, Any]], files: list[LocalFile]) -> list[dict[str, Any]]:
    """The rows of all files, in their order. The threads are nobody's to wait for: Ctrl-C ends the program even where the
    network stands still, and the next run goes on with what was under way.
    """
    waiting: SimpleQueue[int] = SimpleQueue()
    rows: dict[int, dict[str, Any]] = {}
    for index in range(len(files)):
        waiting.put(index)

    def work() -> None:
        with suppress(Empty):
            while True:
                index = waiting.get_nowait()
                rows[index] = send(files[index])

    threads = [threading.Thread(target=work, daemon=True) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.2)  # for ever would be deaf to a Ctrl-C that the system gave to another thread
    if len(rows) < len(files):
        raise CommandError("failed", "Something went wrong on this side; the lines above say what. Run it again.")
    return [rows[index] for index in range(len(files))]


def _listed(api: ApiClient, gallery: str, folder: str) -> list[dict[str, Any]]:
    params = {} if folder == "photos" else {"folder": folder}
    return list(api.everything(f"/galleries/{gallery}/{_LISTS[folder]}", params=params))


def _row(file: LocalFile, outcome: Outcome, *, state: str | None = None) -> dict[str, Any]:
    """What is said of a file; `state` is its picture's, null for one that was there when nobody asked."""
    states = {"added": "pending", "refused": "failed"}
    return {
        "filename": file.filename,
        "relative_path": file.relative_path,
        "outcome": outcome.outcome,
        "id": outcome.photo,
        "state": states.get(outcome.outcome, state),
        "reason": outcome.code,
        "message": outcome.message,
    }


def _wait_until_ready(
    api: ApiClient, rows: list[dict[str, Any]], *, gallery: str, folder: str, progress: Progress
) -> None:
    """Says of every picture what became of it: `ready`, or `failed` with its reason when it could not be opened."""
    ours = {row["id"]: row for row in rows if row["outcome"] in {"added", "skipped"}}
    task = progress.add_task("preparing", total=None)
    while ours and any(item["id"] in ours for item in _in_state(api, gallery, folder, "pending")):
        time.sleep(POLL_SECONDS)
    for row in ours.values():
        row["state"] = "ready"
    for item in _in_state(api, gallery, folder, "failed"):
        if item["id"] in ours:
            ours[item["id"]].update(outcome="failed", state="failed", reason=item["reason"], message=item["message"])
    progress.remove_task(task)


def _in_state(api: ApiClient, gallery: str, folder: str, state: str) -> list[dict[str, Any]]:
    params = {"state": state} if folder == "photos" else {"state": state, "folder": folder}
    return list(api.everything(f"/galleries/{gallery}/{_LISTS[folder]}", params=params))


def _words(counts: dict[str, int], rows: list[dict[str, Any]]) -> str:
    said = {"added": "uploaded", "skipped": "there already", "refused": "refused", "failed": "cannot be shown"}
    head = ", ".join(f"{counts[name]} {words}" for name, words in said.items() if counts[name])
    bad = [f"  {row['relative_path']}: {row['message']}" for row in rows if row["outcome"] in {"refused", "failed"}]
    return "\n".join([head, *bad])
