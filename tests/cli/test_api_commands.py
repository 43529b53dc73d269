"""`gallery`, `upload` and `export` against a running server."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Prepared
from tests.cli.running import COMMAND, run, run_together
from tests.cli.stalling import stalling_proxy
from tests.live import SECRET, until
from tests.photos import jpeg_bytes, make_photo
from tests.serving import Serving, serving

pytestmark = pytest.mark.process

_CHOOSE = """
from provino.galleries.models import Photo
from provino.proofing.favourites import add_favourite
from provino.visitors.devices import arrive
gallery = Photo.objects.get(public_id="{0}").gallery
visitor, _ = arrive(gallery, invitation=None, secret="x" * 28, browser="", language="en")
from provino.visitors.identities import identify
visitor = identify(visitor, email="kasia@example.com", name="Kasia")
add_favourite(visitor, photo=Photo.objects.get(public_id="{0}"))
print(json.dumps(visitor.public_id))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Iterator[Serving]:
    data = prepared(tmp_path_factory.mktemp("api-commands") / "data")
    with serving(data, PROVINO_SECRET_KEY=SECRET, PROVINO_SQLITE_SYNCHRONOUS="normal") as running:
        yield running


@pytest.fixture(scope="module")
def cli(server: Serving) -> dict[str, str]:
    """What the photographer's own machine has: an address and a token, no data folder."""
    kept = {name: value for name, value in server.environment.items() if not name.startswith("PROVINO_")}
    return {**kept, "PROVINO_URL": server.url, "PROVINO_TOKEN": server.token, "PROVINO_DATA": "/nonexistent"}


@pytest.fixture
def gallery(server: Serving) -> str:
    made = {"title": "Anna", "visibility": "open"}
    answer = httpx.post(f"{server.url}/api/v1/galleries", json=made, headers=server.bearer)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_gallery_is_made_listed_shown_and_sent(cli: dict[str, str]) -> None:
    client = ("--client-name", "Anna Łęcka", "--client-email", "anna@example.com")
    made = run(cli, "gallery", "create", "--title", "Anna i Piotr", *client, "--language", "pl", "--json")
    assert made.code == 0, made.err
    assert (made.json["title"], made.json["language"], made.json["state"]) == ("Anna i Piotr", "pl", "draft")
    assert made.json["client"]["name"] == "Anna Łęcka"
    gallery = made.json["id"]
    listed = run(cli, "--json", "gallery", "list")
    assert gallery in [item["id"] for item in listed.json]
    assert gallery in run(cli, "gallery", "list").out
    assert run(cli, "gallery", "show", gallery, "--json").json == made.json
    sent = run(cli, "gallery", "send", gallery, "--json")
    assert [(one["email"], one["state"]) for one in sent.json] == [("anna@example.com", "queued")]
    assert run(cli, "gallery", "show", gallery, "--json").json["state"] == "sent"
    assert run(cli, "gallery", "send", gallery, "--to", "x@example.com").out.startswith("x@example.com")


def test_refusals_of_the_server_come_through(cli: dict[str, str], gallery: str) -> None:
    unknown, unsent, bad_date, bad_program = run_together(
        (cli, ("gallery", "show", "unknown", "--json")),
        (cli, ("gallery", "send", gallery, "--json")),
        (cli, ("gallery", "create", "--title", "A", "--date", "soon", "--json")),
        (cli, ("export", gallery, "--program", "photoshop", "--json")),
    )
    assert unknown.refusal == "not-found"
    assert (unsent.code, unsent.refusal) == (1, "nobody-to-send-to")
    assert bad_date.refusal == "invalid"
    assert bad_program.code == 1


def test_token_and_address_are_checked(cli: dict[str, str]) -> None:
    words = ("gallery", "list", "--json")
    no_token, bad_token, wrong, unreachable, no_address, no_api, no_verb, no_path = run_together(
        ({**cli, "PROVINO_TOKEN": ""}, words),
        ({**cli, "PROVINO_TOKEN": "prv_ł"}, words),
        ({**cli, "PROVINO_TOKEN": "prv_wrong"}, words),
        ({**cli, "PROVINO_URL": "http://127.0.0.1:9"}, words),
        ({**cli, "PROVINO_URL": "http://a:b"}, words),
        ({**cli, "PROVINO_URL": f"{cli['PROVINO_URL']}/account/login/#"}, words),
        (cli, ("gallery",)),
        (cli, ("upload", "x", "--json")),
    )
    assert no_token.refusal == "no-token"
    assert bad_token.refusal == "no-token"
    assert (wrong.code, wrong.refusal) == (1, "not-signed-in")
    assert unreachable.refusal == "unreachable"
    assert no_address.refusal == "bad-setting"
    assert no_api.code == 1
    assert no_verb.code == 2
    assert no_path.refusal == "usage"


def test_folder_becomes_sections_and_a_second_run_skips_all_of_it(
    cli: dict[str, str], gallery: str, tmp_path: Path
) -> None:
    names = ["IMG_1.jpg", "Party/IMG_1.jpg", "Party/Zażółć 2.jpg"]
    for seed, name in enumerate(names):
        make_photo(tmp_path / name, seed=seed)
    (tmp_path / ".DS_Store").write_bytes(b"litter")
    first = run(cli, "upload", gallery, str(tmp_path), "--json")
    assert first.code == 0, first.err
    assert (first.json["gallery"], first.json["added"], first.json["skipped"]) == (gallery, 3, 0)
    assert {row["state"] for row in first.json["files"]} == {"ready"}
    assert [row["relative_path"] for row in first.json["files"]] == names
    with httpx.Client(base_url=cli["PROVINO_URL"], headers={"Authorization": f"Bearer {cli['PROVINO_TOKEN']}"}) as api:
        photos = api.get(f"/api/v1/galleries/{gallery}/photos").json()["items"]
    assert {photo["relative_path"]: photo["section"] for photo in photos} == dict(
        zip(names, [None, "Party", "Party"], strict=True)
    )
    assert {photo["state"] for photo in photos} == {"ready"}
    second = run(cli, "upload", gallery, str(tmp_path), "--json")
    assert (second.code, second.json["added"], second.json["skipped"]) == (0, 0, 3)
    assert {row["state"] for row in second.json["files"]} == {"ready"}
    assert {row["id"] for row in second.json["files"]} == {photo["id"] for photo in photos}
    assert "3 there already" in run(cli, "upload", gallery, str(tmp_path)).out


def test_bad_file_is_named_with_its_reason_and_the_others_arrive(
    cli: dict[str, str], gallery: str, tmp_path: Path
) -> None:
    make_photo(tmp_path / "a.jpg", seed=11)
    (tmp_path / "b.jpg").write_bytes(b"no picture at all")
    (tmp_path / "c.jpg").write_bytes(jpeg_bytes(seed=12)[:3000])  # cut off in the middle
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / os.fsdecode(b"\xff\xfe.jpg")).write_bytes(jpeg_bytes(seed=13))  # a name that is no Unicode
    make_photo(tmp_path / "z.jpg", seed=14)
    done = run(cli, "upload", gallery, str(tmp_path), "--json")
    assert done.code == 1
    told = {row["filename"]: row for row in done.json["files"]}
    assert (told["a.jpg"]["outcome"], told["z.jpg"]["outcome"]) == ("added", "added")
    for name in ("b.jpg", "empty.jpg", "??.jpg"):
        assert told[name]["outcome"] in {"refused", "failed"}
        assert told[name]["reason"]
        assert told[name]["message"]
    assert len(told) == 6


def test_finished_files_go_to_the_hand_over(cli: dict[str, str], gallery: str, tmp_path: Path) -> None:
    make_photo(tmp_path / "a.jpg", seed=21)
    done = run(cli, "upload", gallery, str(tmp_path / "a.jpg"), "--folder", "web", "--json")
    assert (done.code, done.json["added"]) == (0, 1)
    again = run(cli, "upload", gallery, str(tmp_path / "a.jpg"), "--folder", "web", "--json")
    assert (again.code, again.json["skipped"]) == (0, 1)
    assert run(cli, "gallery", "show", gallery, "--json").json["photos"] == 0


def test_empty_folder_and_missing_path_are_refused(cli: dict[str, str], gallery: str, tmp_path: Path) -> None:
    assert run(cli, "upload", gallery, str(tmp_path), "--json").refusal == "nothing-to-upload"
    assert run(cli, "upload", gallery, str(tmp_path / "missing"), "--json").refusal == "usage"


def test_upload_killed_in_the_middle_goes_on_where_it_stopped(
    cli: dict[str, str], server: Serving, gallery: str, tmp_path: Path
) -> None:
    content = jpeg_bytes(seed=31) + bytes(6_000_000)
    (tmp_path / "big.jpg").write_bytes(content)
    _kill_in_the_middle(cli, gallery, tmp_path)
    kept = _waiting(server, gallery)
    assert len(kept) == 1
    assert 0 < kept[0]["offset"] < len(content)
    done = run(cli, "upload", gallery, str(tmp_path), "--json")
    assert (done.code, done.json["added"]) == (0, 1), done.err
    told = httpx.get(f"{server.url}/api/v1/uploads/{kept[0]['id']}", headers=server.bearer).json()
    assert told["photo"] == done.json["files"][0]["id"]  # the very upload that was begun
    assert _waiting(server, gallery) == []


def test_file_changed_since_the_interruption_is_sent_from_its_beginning(
    cli: dict[str, str], server: Serving, gallery: str, tmp_path: Path
) -> None:
    old, new = (jpeg_bytes(seed=seed)[:20_000] + bytes(6_000_000) for seed in (41, 42))
    (tmp_path / "big.jpg").write_bytes(old)
    _kill_in_the_middle(cli, gallery, tmp_path)
    (tmp_path / "big.jpg").write_bytes(new)  # as long as before
    done = run(cli, "upload", gallery, str(tmp_path), "--no-wait", "--json")
    photos = httpx.get(f"{server.url}/api/v1/galleries/{gallery}/photos", headers=server.bearer).json()["items"]
    assert [photo["id"] for photo in photos] == [done.json["files"][0]["id"]]
    stored = next(server.data.glob(f"files/studios/*/galleries/{gallery}/originals/*/{photos[0]['sha256']}"))
    assert stored.read_bytes() == new


def test_ctrl_c_stops_at_once(cli: dict[str, str], gallery: str, tmp_path: Path) -> None:
    (tmp_path / "big.jpg").write_bytes(jpeg_bytes(seed=51) + bytes(6_000_000))
    with stalling_proxy(cli["PROVINO_URL"], after=2_000_000) as proxy:
        process = _start({**cli, "PROVINO_URL": proxy.url}, gallery, tmp_path)
        until(proxy.stalled.is_set)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert out == b""
    assert json.loads(err.splitlines()[-1])["code"] == "aborted"


def test_export_gives_what_was_chosen(cli: dict[str, str], server: Serving, gallery: str, tmp_path: Path) -> None:
    make_photo(tmp_path / "DSC_1.jpg", seed=61)
    make_photo(tmp_path / "DSC_2.jpg", seed=62)
    files = run(cli, "upload", gallery, str(tmp_path), "--json").json["files"]
    visitor = server.python(_CHOOSE.format(files[1]["id"]))
    made = run(cli, "export", gallery, "--program", "lightroom", "--json")
    assert (made.json["program"], made.json["names"]) == ("lightroom", ["DSC_2.jpg"])
    own = run(cli, "export", gallery, "--program", "plain-text", "--visitor", visitor)
    assert (own.code, own.out.strip()) == (0, "DSC_2.jpg")
    (chosen,) = httpx.get(f"{server.url}/api/v1/galleries/{gallery}/lists", headers=server.bearer).json()["items"]
    assert run(cli, "export", gallery, "--program", "plain-text", "--list", chosen["id"]).out.strip() == "DSC_2.jpg"
    assert run(cli, "export", gallery, "--program", "plain-text", "--selection", "nothing").code == 1


def _start(environment: dict[str, str], gallery: str, folder: Path) -> "subprocess.Popen[bytes]":
    command = [*COMMAND, "upload", gallery, str(folder), "--json"]
    # A shell lets what it starts in the background ignore Ctrl-C, and that is inherited.
    hears = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hears)


def _kill_in_the_middle(cli: dict[str, str], gallery: str, folder: Path) -> None:
    with stalling_proxy(cli["PROVINO_URL"], after=2_000_000) as proxy:
        process = _start({**cli, "PROVINO_URL": proxy.url}, gallery, folder)
        until(proxy.stalled.is_set)
        process.kill()
        process.communicate()


def _waiting(server: Serving, gallery: str) -> list[dict[str, int]]:
    """Uploads that wait to be continued, as soon as the server let go of them."""

    def settled() -> list[dict[str, int]] | None:
        answer = httpx.get(f"{server.url}/api/v1/uploads", params={"gallery": gallery}, headers=server.bearer)
        items: list[dict[str, int]] = answer.json()["items"]
        return items if all(item["offset"] for item in items) else None

    found = settled()
    while found is None:
        found = until(settled)
    return found
