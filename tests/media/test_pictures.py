"""The picture lane over a real socket: who sees what, and how it is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from provino.lib.signatures import PicturePrefix, VisitorClass, derive_key, iso_week
from tests.live import SECRET, Live, until

pytestmark = pytest.mark.process
KEY = derive_key(SECRET)
CONTENT = bytes(range(256)) * 120
FINGERPRINT = "0123456789"


def path_of(
    live: Live, picture: str = "shown", *, visitor_class: VisitorClass = "c", key: bytes = KEY, **parts: Any
) -> str:
    """The address of a picture whose file is made if missing; `parts` replaces what is signed."""
    now = datetime.now(UTC)
    values = {"studio": live.ids["studio"], "gallery": live.ids["gallery"], "access_version": 1, "week": iso_week(now)}
    prefix = PicturePrefix(visitor_class=visitor_class, **{**values, **parts})
    public_id = live.ids[picture]
    folder = f"studios/{prefix.studio}/galleries/{prefix.gallery}/renditions/{public_id[:2]}"
    live.write_file(f"{folder}/{public_id}-{FINGERPRINT}.webp", CONTENT)
    return f"/media/{prefix.signed(key)}/{public_id}/{FINGERPRINT}.webp"


def get(live: Live, path: str, **headers: str) -> httpx.Response:
    return httpx.get(live.url + path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_picture_comes_whole_and_may_be_kept_for_a_week(live: Live) -> None:
    answer = get(live, path_of(live))
    assert answer.status_code == 200
    assert answer.content == CONTENT
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "private, max-age=604800, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"


def test_picture_that_is_known_is_not_sent_again(live: Live) -> None:
    path = path_of(live)
    tag = get(live, path).headers["etag"]
    again = get(live, path, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert get(live, path, if_none_match='"other"').status_code == 200


def test_part_of_a_picture_is_answered_with_206(live: Live) -> None:
    answer = get(live, path_of(live), range="bytes=100-199")
    assert answer.status_code == 206
    assert answer.content == CONTENT[100:200]
    assert answer.headers["content-range"] == f"bytes 100-199/{len(CONTENT)}"


def test_part_beyond_the_end_is_answered_with_416(live: Live) -> None:
    answer = get(live, path_of(live), range="bytes=999999-")
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


def test_head_gives_the_length_and_no_bytes(live: Live) -> None:
    answer = httpx.head(live.url + path_of(live))
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.content == b""


def test_other_methods_are_refused(live: Live) -> None:
    assert httpx.post(live.url + path_of(live), content=b"x").status_code == 405


def test_prefix_of_this_and_the_last_week_opens_and_no_older(live: Live) -> None:
    now = datetime.now(UTC)
    weeks = [iso_week(now - timedelta(weeks=age)) for age in (0, 1, 2)]
    assert [get(live, path_of(live, week=week)).status_code for week in weeks] == [200, 200, 404]


@pytest.mark.parametrize("parts", [{"access_version": 2}, {"key": derive_key("other")}])
def test_prefix_of_another_version_or_key_opens_nothing(live: Live, parts: dict[str, Any]) -> None:
    assert get(live, path_of(live, **parts)).status_code == 404


def test_prefix_of_one_gallery_opens_no_picture_of_another(live: Live) -> None:
    path = path_of(live)
    elsewhere = {"studio": live.ids["other_studio"], "gallery": live.ids["other"]}
    stranger = PicturePrefix(visitor_class="c", access_version=1, week=iso_week(datetime.now(UTC)), **elsewhere)
    parts = path.split("/")
    parts[2] = stranger.signed(KEY)
    assert get(live, "/".join(parts)).status_code == 404


def test_gallery_in_a_prefix_cannot_be_changed(live: Live) -> None:
    path = path_of(live)
    assert get(live, path.replace(live.ids["gallery"], live.ids["other"])).status_code == 404


def test_hidden_picture_is_shown_to_members_only(live: Live) -> None:
    assert get(live, path_of(live, "hidden")).status_code == 404
    assert get(live, path_of(live, "hidden", visitor_class="g")).status_code == 404
    assert get(live, path_of(live, "hidden", visitor_class="m")).status_code == 200


def test_finished_picture_is_shown_to_the_client_once_handed_over(live: Live) -> None:
    assert get(live, path_of(live, "finished")).status_code == 200
    assert get(live, path_of(live, "unpublished")).status_code == 404
    assert get(live, path_of(live, "unpublished", visitor_class="m")).status_code == 200


@pytest.mark.parametrize(
    "tail",
    ["", "/", "/x", "/../../secret.webp", "/%2e%2e/0123456789.webp", "/abc/0123456789.svg", "/abc/0123456789.webp/", "/abc/..webp", "/a b/1.webp", "/abc/1.webp%00"],
)  # fmt: skip
def test_malformed_address_is_not_found(live: Live, tail: str) -> None:
    prefix = path_of(live).split("/")[2]
    assert get(live, f"/media/{prefix}{tail}").status_code == 404


def test_refusals_look_the_same_whatever_the_reason(live: Live) -> None:
    hidden, forged = get(live, path_of(live, "hidden")), get(live, path_of(live, key=b"other"))
    assert hidden.content == forged.content
    assert {k: v for k, v in hidden.headers.items() if k != "date"} == {
        k: v for k, v in forged.headers.items() if k != "date"
    }


def test_closed_gallery_is_dark_for_visitors_and_open_for_members(live: Live) -> None:
    assert get(live, path_of(live)).status_code == 200
    live.sql("UPDATE galleries_gallery SET visibility='closed' WHERE public_id=?", live.ids["gallery"])
    try:
        dark_within(live, path_of(live), seconds=10)
        assert get(live, path_of(live, visitor_class="m")).status_code == 200
    finally:
        live.sql("UPDATE galleries_gallery SET visibility='open' WHERE public_id=?", live.ids["gallery"])
    assert get_after_change(live, path_of(live)) == 200


def dark_within(live: Live, path: str, *, seconds: float) -> None:
    until(lambda: get(live, path).status_code == 404, seconds=seconds)


def get_after_change(live: Live, path: str) -> int:
    """A refusal is said from fresh knowledge only, so what was just opened shows at once."""
    until(lambda: get(live, path).status_code == 200, seconds=2)
    return get(live, path).status_code
