"""What the running program writes down: nothing in it opens a door, and what is merely not there is no line."""

import json
import sqlite3
from collections.abc import Iterator

import httpx
import pytest

from tests.serving import Serving, serving

pytestmark = pytest.mark.process
_DOORS = """
from provino.galleries.addresses import media_prefix
from provino.galleries.models import Gallery, Invitation
from provino.contacts.models import Contact
gallery = Gallery.objects.get()
contact = Contact.objects.create(studio=gallery.studio, name="Anna", email="a@example.com", email_as_typed="a@example.com")
invitation = Invitation.objects.create(gallery=gallery, contact=contact)
print(json.dumps({"secret": invitation.secret, "prefix": media_prefix(gallery, "c")}))
"""
PASSWORD = "hunter2-hunter2-hunter2"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("logs") / "data", PROVINO_LOG_LEVEL="debug") as running:
        yield running


def lines(server: Serving) -> list[str]:
    """The log itself: `serve` also says the set-up code to whoever started it, which is meant."""
    text = (server.data / "serve.log").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("{")]


def knock(server: Serving, *addresses: str) -> list[int]:
    """Ask for each address in every way that carries secrets; returns the answers' states."""
    with httpx.Client(base_url=server.url, timeout=20) as client:
        headers = {**server.bearer, "Referer": server.url + addresses[0]}
        gets = [client.get(address, headers=headers).status_code for address in addresses]
        form = {"email": "maria@example.com", "login": "maria@example.com", "password": PASSWORD, "code": PASSWORD}
        posts = [client.post(address, data=form, headers=headers).status_code for address in addresses]
    return gets + posts


def test_no_line_opens_a_door_even_when_something_breaks(server: Serving) -> None:
    gallery = server.new_gallery()
    doors = server.python(_DOORS)
    code = (server.data / "setup_code").read_text() if (server.data / "setup_code").exists() else PASSWORD
    addresses = [
        f"/g/{gallery}/i/{doors['secret']}",
        f"/g/{gallery}/enter?password={PASSWORD}",
        f"{doors['prefix']}unknown/0123456789.webp",
        f"/files/{doors['secret']}/a.jpg",
        f"/zip/{doors['secret']}/a.zip",
        f"/invite/{doors['secret']}",
        f"/account/login/?next=/g/{gallery}/i/{doors['secret']}",
        f"/account/password/reset/key/{doors['secret']}/",
        f"/setup?code={code}",
        f"/api/v1/galleries?token={server.token}",
    ]
    knock(server, *addresses)
    with sqlite3.connect(server.data / "provino.sqlite3", timeout=20) as database:
        database.execute("ALTER TABLE galleries_gallery RENAME TO gone")
    database.close()
    assert 500 in knock(server, *addresses)
    written = lines(server)
    assert any('"traceback"' in line for line in written)
    log = "\n".join(written)
    prefix = doors["prefix"].split("/")[2]
    for secret in (doors["secret"], prefix, prefix.rpartition(".")[2], server.token, PASSWORD, code):
        assert secret not in log
    for line in written:
        assert {"time", "level", "logger", "message"} <= json.loads(line).keys()


def test_what_is_not_there_is_no_line(server: Serving) -> None:
    before = len(lines(server))
    for number in range(5):
        assert httpx.get(f"{server.url}/favicon-{number}.php").status_code == 404
    assert not [line for line in lines(server)[before:] if "favicon-" in line]
